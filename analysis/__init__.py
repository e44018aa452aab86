"""Diptych: how two sides frame one subject, in Chinese and English texts.

Data flows down this page, and imports go only upwards:

    studies, tables, codebook            what is compared; what the tables promise; what is looked for
    reading/   coding/   build           files to tables (needs the articles)
    keyness, dispersion, shares, ...     tables to measures and plots (needs only data/)
    site/      cli                       reports and the command line
"""

__version__ = "0.1.0"
