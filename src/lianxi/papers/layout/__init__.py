"""Official documents (公文): one model, its checks against GB/T 9704-2012, its JSON form and its DOCX.

Pure: no database, no clock, no network. The same document always gives the same hash and the same bytes.
"""

from lianxi.papers.layout.blocks import Block, Emphasis, Heading, Paragraph, Span, Table
from lianxi.papers.layout.checks import check, is_issuable
from lianxi.papers.layout.codec import canonical_json, document_hash, from_dict, to_dict
from lianxi.papers.layout.findings import Finding, Severity
from lianxi.papers.layout.model import Annex, Attendance, Classification, OfficialDocument, Stage
from lianxi.papers.layout.numbers import (
    DocNumber,
    chinese_numeral,
    date_problem,
    format_date,
    format_date_with_weekday,
    heading_label,
    number_problem,
    parse_date,
    parse_number,
)
from lianxi.papers.layout.render import render_docx
from lianxi.papers.layout.text import full_width_punctuation

__all__ = [
    "Annex",
    "Attendance",
    "Block",
    "Classification",
    "DocNumber",
    "Emphasis",
    "Finding",
    "Heading",
    "OfficialDocument",
    "Paragraph",
    "Severity",
    "Span",
    "Stage",
    "Table",
    "canonical_json",
    "check",
    "chinese_numeral",
    "date_problem",
    "document_hash",
    "format_date",
    "format_date_with_weekday",
    "from_dict",
    "full_width_punctuation",
    "heading_label",
    "is_issuable",
    "number_problem",
    "parse_date",
    "parse_number",
    "render_docx",
    "to_dict",
]
