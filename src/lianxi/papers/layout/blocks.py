"""The blocks a document's body is made of: headings, paragraphs and tables, each with its references.

`refs` are the ids of the records a block was drawn from. They are kept in the JSON form so that every
figure can be traced, and are never printed.
"""

from dataclasses import dataclass
from enum import StrEnum


class Emphasis(StrEnum):
    """How a stretch of a paragraph differs from 仿宋."""

    BOLD = "bold"
    KAI = "kai"
    HEI = "hei"


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range [start, end) of a paragraph's text that carries an emphasis."""

    start: int
    end: int
    emphasis: Emphasis


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1-4. `text` includes its label (一、 （一） 1. （1）), see `heading_label`."""

    level: int
    text: str
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"公文的结构层次只有四层，没有第 {self.level} 层。")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; `spans` are in order, inside the text and do not overlap."""

    text: str
    spans: tuple[Span, ...] = ()
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        reached = 0
        for span in self.spans:
            if not reached <= span.start < span.end <= len(self.text):
                raise ValueError(f"强调的范围 {span.start}-{span.end} 越出本段文字或与前一处重叠。")
            reached = span.end


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table. `widths` are relative; empty means equal columns. A short row is filled with blanks."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.columns == 0:
            raise ValueError("表格没有列：表头和各行都是空的。")
        for place, row in enumerate(self.rows, 1):
            if self.header and len(row) > len(self.header):
                raise ValueError(f"表格第 {place} 行有 {len(row)} 格，多于表头的 {len(self.header)} 格。")
        if self.widths and (len(self.widths) != self.columns or min(self.widths) < 1):
            raise ValueError(f"列宽应当是 {self.columns} 个正数，与列数相同。")

    @property
    def columns(self) -> int:
        """The number of columns: that of the header, or of the longest row when there is no header."""
        return len(self.header) or max((len(row) for row in self.rows), default=0)


Block = Heading | Paragraph | Table
