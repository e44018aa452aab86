"""The analyst's desk: widgets over the tables of an open study, for ``notebooks/explore.ipynb``.

What a widget shows is measured by the library's own measures; here data are only laid out once, so that an
interaction slices and aggregates, and every view says the line of code that computes it again.
"""

from analysis.desk.codebook import show_codebook
from analysis.desk.comparison import show_comparison
from analysis.desk.framing import show_framing
from analysis.desk.kwic import show_concordance
from analysis.desk.periods import show_timeline

__all__ = ["show_codebook", "show_comparison", "show_concordance", "show_framing", "show_timeline"]
