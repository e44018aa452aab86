"""Schemas: the Arrow types of every table, from its contract, and columns that are quickly made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
from numpy.typing import NDArray

from analysis.tables import SCHEMAS

TYPES = {"int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_()}  # all others are text


def read_schema(name: str) -> pa.Schema:
    """The Arrow schema of a table's contract."""
    return pa.schema(
        [(column, TYPES.get(str(spec.dtype), pa.string())) for column, spec in SCHEMAS[name].columns.items()]
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
        return pa.repeat(pa.scalar(values), rows)
    return values.cast(type) if isinstance(values, pa.Array) else pa.array(values, type)


def take(values: Sequence[str] | pa.Array, places: NDArray) -> pa.Array:
    """Return the values at `places`."""
    return (values if isinstance(values, pa.Array) else pa.array(values, pa.string())).take(pa.array(places))
