"""Files of every format, made from words that the tests give: no file of other people's is needed."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from fpdf import FPDF

SENTENCES = [
    "The two ports agreed that the toll would end in spring.",
    "Captains had asked for free trade since the old bridge fell.",
    "Nobody knew who would pay for the lighthouse after that.",
    "A clerk wrote the names of all ships into a book of brown paper.",
    "Southland answered that its harbour was too small for so many.",
    "Rain fell on the square where the delegates shook hands.",
]


def write_pdf(pages: Sequence[str], *, title: str = "", password: str = "") -> bytes:
    """Return a PDF with one page of text for each of `pages`; an empty one has a drawing."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    if title:
        pdf.set_title(title)
    for page in pages:
        pdf.add_page()
        if page:
            pdf.multi_cell(0, text=page)
        else:
            pdf.rect(20, 20, 60, 60, style="F")
    if password:
        pdf.set_encryption(owner_password=password + "o", user_password=password)
    return bytes(pdf.output())


def write_docx(blocks: Sequence[tuple[str, str]], *, title: str = "") -> bytes:
    """Return a Word file: blocks are pairs of style and text; of style ``Table``, rows of cells in lines."""
    document = docx.Document()
    document.core_properties.title = title
    for style, text in blocks:
        if style == "Table":
            rows = [line.split("|") for line in text.split("\n")]
            table = document.add_table(len(rows), len(rows[0]))
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    table.cell(i, j).text = cell
        else:
            document.add_paragraph(text, style=style)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def write_page(body: str, *, head: str = "", charset: str = "utf-8") -> bytes:
    """Return a web page with a menu, an article and a script."""
    page = (
        f'<!doctype html><html><head><meta charset="{charset}"><title>Talks end</title>{head}</head><body>'
        f"<nav><a href=/>Home</a> <a href=/x>Sign in</a></nav><article><h1>Talks end</h1>{body}</article>"
        "<script>document.title = 'stolen'</script><footer>All rights reserved</footer></body></html>"
    )
    return page.encode(charset, "replace")
