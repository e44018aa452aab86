"""Schemas: the Arrow types of every table, from its contract, and columns that are quickly made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from analysis.tables import SCHEMAS

TYPES = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}  # all others are text
CODED = pa.dictionary(pa.int32(), pa.string())  # text of which each value is held once, as it comes again


def read_schema(name: str, *, text: pa.DataType = CODED) -> pa.Schema:
    """The Arrow schema of a table's contract, its columns of text as `text`."""
    return pa.schema(
        [(column, TYPES.get(str(spec.dtype), text)) for column, spec in SCHEMAS[name].columns.items()]
    )


def make_table(name: str, columns: Mapping[str, Sequence | pa.Array | str], rows: int) -> pa.Table:
    """Return table `name` of its columns; a text stands for a column of nothing else.

    Raises
    ------
    ValueError
        When a column is missing, or is not one of the table's.
    """
    schema = read_schema(name)
    if set(columns) != set(schema.names):
        raise ValueError(f"{name}: columns {sorted(columns)}; its contract has {schema.names}")
    arrays = [_make_column(columns[field.name], field.type, rows) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _make_column(values: Sequence | pa.Array | str, type: pa.DataType, rows: int) -> pa.Array:
    if isinstance(values, str):
        return take([values], np.zeros(rows, np.int32))
    return values.cast(type) if isinstance(values, pa.Array) else pa.array(values, type)


def take(values: Sequence[str] | pa.Array, places: NDArray) -> pa.Array:
    """Return the values at `places`, each of them held once."""
    found = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), found)
