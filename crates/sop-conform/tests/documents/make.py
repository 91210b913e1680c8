"""Makes the Word files and the PDFs of this folder from the Markdown beside it.

Needs python-docx and reportlab. The files are kept in the repository: this is run by hand when a text has changed.
"""

import re
from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

HERE = Path(__file__).parent
FOOT = re.compile(r"^(Page \d+ of \d+|- \d+ -)$")


def blocks(text):
    """Headings, rows, feet of pages and lines of a Markdown text."""
    rows = []
    for line in text.split("\n") + [""]:
        if line.startswith("|"):
            if not re.match(r"^\|(-+\|)+$", line):
                rows.append([c.strip() for c in line.strip("|").split("|")])
            continue
        if rows:
            yield "table", rows
            rows = []
        line = line.replace("**", "")
        if FOOT.match(line.strip()):
            yield "foot", line.strip()
        elif line.startswith("#"):
            marks, title = line.split(" ", 1)
            yield "heading", (len(marks) - 1, title)
        elif line.strip():
            yield "line", line


def join(parts):
    """Lines that are set in go on the line before them."""
    out = []
    for kind, what in parts:
        if kind == "line" and what.startswith("   ") and out and out[-1][0] == "line":
            out[-1] = ("line", out[-1][1] + " " + what.strip())
        else:
            out.append((kind, what))
    return out


def word(parts, path):
    document = Document()
    for kind, what in parts:
        if kind == "heading":
            document.add_heading(what[1], what[0])
        elif kind == "line":
            document.add_paragraph(what.strip())
        elif kind == "foot":
            document.add_paragraph(what)
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            table = document.add_table(rows=0, cols=len(what[0]))
            table.style = "Table Grid"
            for row in what:
                cells = table.add_row().cells
                for cell, text in zip(cells, row):
                    cell.text = text
            # Empty cells below each other are one in the first column, as people draw them.
            above = None
            for row in table.rows[1:]:
                cell = row.cells[0]
                mark = OxmlElement("w:vMerge")
                if cell.text or above is None:
                    mark.set(qn("w:val"), "restart")
                cell._tc.get_or_add_tcPr().append(mark)
                above = cell
    document.save(path)


def pdf(parts, path):
    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["Normal"], fontSize=9, leading=11)
    flow = []
    esc = lambda t: t.replace("&", "&amp;").replace("<", "&lt;")
    for kind, what in parts:
        if kind == "heading":
            flow += [Spacer(1, 8), Paragraph(esc(what[1]), styles["Heading%d" % (what[0] + 1)])]
        elif kind == "line":
            flow += [Paragraph(esc(what.strip()), body), Spacer(1, 4)]
        elif kind == "foot":
            flow += [Spacer(1, 14), Paragraph(esc(what), body), PageBreak()]
        else:
            wide = len(what[0])
            notes = 520 - 75 * (wide - 1)
            widths = [75] * (wide - 1) + [notes]
            if what[0][1] == "Activity":
                widths = [40, 260, 90, 110]
            cells = [[Paragraph(esc(c), body) for c in row] for row in what]
            table = Table(cells, colWidths=widths)
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)]))
            flow += [table, Spacer(1, 8)]
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=36, rightMargin=36, invariant=1).build(flow)


for name in ["bicycle", "library"]:
    parts = join(blocks((HERE / f"{name}.md").read_text()))
    word(parts, HERE / f"{name}.docx")
    pdf(parts, HERE / f"{name}.pdf")
