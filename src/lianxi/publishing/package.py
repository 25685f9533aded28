"""The package for the government's own site: HTML, PDF and JSON of one cleared text, the same bytes for the same text.

The site's editors take from it what their system takes. Nothing in it loads anything from anywhere.
"""

import io
import json
import zipfile
from datetime import date
from html import escape
from typing import Protocol

from lianxi.bodies.rows import ConferenceRow
from lianxi.core.canonical import digest
from lianxi.papers.files import read_file
from lianxi.papers.layout import Block, Heading, OfficialDocument, Table
from lianxi.papers.pdf import render_pdf
from lianxi.papers.rows import StoredFileRow
from lianxi.papers.wording import blocks_of
from lianxi.publishing.kinds import INFORMATION

# A moment that every archive can hold: a package does not tell when it was packed.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_STYLE = (
    "body{max-width:46em;margin:2em auto;padding:0 1em;font-family:serif;font-size:1.1em;line-height:1.8}"
    "h1{text-align:center;font-size:1.5em}h2,h3{font-size:1.1em}p{text-indent:2em;margin:.4em 0}"
    "p.from{text-indent:0;text-align:center;color:#555}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #666;padding:.2em .5em}"
)


class Cleared(Protocol):
    """A cleared publication, as the package prints it."""

    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def text_hash(self) -> str: ...
    @property
    def formed_on(self) -> date: ...
    @property
    def cleared_on(self) -> date | None: ...


def build_package(
    row: Cleared, conference: ConferenceRow, unit: str, number: str, pdf: StoredFileRow | None
) -> bytes:
    """Return the ZIP of a cleared publication; `number` and `pdf` are those of the paper it was taken from.

    Raises BadInput for a text that cannot be printed, ValueError where the paper's file is damaged.
    """
    blocks = blocks_of(row.text)
    printed = read_file(pdf) if pdf is not None else render_pdf(document_of(row.title, blocks, conference))
    files = {
        "index.html": page_of(row, unit, number, blocks).encode(),
        "text.pdf": printed,
        "record.json": record_of(row, conference, unit, number).encode(),
    }
    sums = "".join(f"{digest(content)}  {name}\n" for name, content in files.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**files, "SHA256SUMS": sums.encode()}.items():
            package.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def document_of(title: str, blocks: tuple[Block, ...], conference: ConferenceRow) -> OfficialDocument:
    """Return what the PDF of a typed text is drawn from: title and body, no mark and no number."""
    return OfficialDocument(kind=INFORMATION, title=title, body=blocks, demonstration=conference.is_demo)


def record_of(row: Cleared, conference: ConferenceRow, unit: str, number: str) -> str:
    """Return the record as JSON: what programs of the site read."""
    told = {
        "title": row.title,
        "source": unit,
        "conference": conference.name,
        "document_number": number or None,
        "formed_on": row.formed_on.isoformat(),
        "cleared_on": row.cleared_on.isoformat() if row.cleared_on else None,
        "language": "zh-CN",
        "paragraphs": [line for line in row.text.splitlines() if line.strip()],
        "text_sha256": row.text_hash,
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def page_of(row: Cleared, unit: str, number: str, blocks: tuple[Block, ...]) -> str:
    """Return the page: one file without scripts, its head with the fields that sites of governments read."""
    day = row.cleared_on.isoformat() if row.cleared_on else ""
    told = "　".join(
        filter(None, [f"来源：{unit}", f"文号：{number}" if number else "", f"日期：{day}" if day else ""])
    )
    head = "".join(
        f'<meta name="{name}" content="{escape(value)}">'
        for name, value in (("ArticleTitle", row.title), ("ContentSource", unit), ("PubDate", day))
    )
    body = "\n".join(map(_html, blocks))
    return (
        f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{head}'
        f"<title>{escape(row.title)}</title><style>{_STYLE}</style></head>\n"
        f'<body><h1>{escape(row.title)}</h1>\n<p class="from">{escape(told)}</p>\n{body}\n</body></html>\n'
    )


def _html(block: Block) -> str:
    if isinstance(block, Heading):
        level = min(block.level + 1, 3)
        return f"<h{level}>{escape(block.text)}</h{level}>"
    if not isinstance(block, Table):
        return f"<p>{escape(block.text)}</p>"
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.header)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
