"""The whole of an uploaded DOCX against what is understood, and its header and footer against the generated ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from lianxi.core.bounded import bounded, too_much
from lianxi.core.refusals import BadInput
from lianxi.papers.files import Upload
from lianxi.papers.incoming import Parts, docx_lines, header_lines, open_docx, part_lines, xml_tree
from lianxi.papers.layout import OfficialDocument, Stage, render_docx
from lianxi.papers.whole.faults import Fault
from lianxi.papers.whole.fields import field_faults
from lianxi.papers.whole.looks import Sheet, look_faults, symbol_fonts
from lianxi.papers.whole.marks import mark_faults
from lianxi.papers.whole.packages import package_faults
from lianxi.papers.whole.shapes import shape_faults

_STORY = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_FRAME = re.compile(r"word/(header|footer)\d*\.xml")


@dataclass(frozen=True, slots=True)
class Incoming:
    """What was read from an uploaded DOCX: its paragraphs, those of its page headers, and what else it holds.

    `frames` are the lines of headers and footers as they are compared, each with `header` or `footer`.
    """

    lines: tuple[str, ...]
    heads: tuple[str, ...]
    frames: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]


def read_docx(upload: Upload) -> Incoming:
    """Read an uploaded DOCX in a child with bounded time and memory.

    Raises BadInput for a file that could do harm, is broken, or cannot be read within these bounds.
    """
    return bounded(lambda: take_in(open_docx(upload)), too_much(upload.name))


def take_in(parts: Parts) -> Incoming:
    """Take from an opened DOCX all that is compared later."""
    lines, heads = tuple(docx_lines(parts)), tuple(header_lines(parts))
    return Incoming(lines, heads, tuple(_frame_lines(parts)), tuple(_faults(parts)))


def require_whole(name: str, incoming: Incoming, document: OfficialDocument) -> None:
    """Refuse an uploaded text that prints or hides anything beside its paragraphs.

    Header and footer may say what those of the generated `document` say at any stage, and nothing else. Raises
    BadInput naming up to three kinds of what was found.
    """
    generated = [open_docx(Upload("a.docx", render_docx(replace(document, stage=stage)))) for stage in Stage]
    faults = dict.fromkeys((*incoming.faults, *_frame_faults(incoming, generated)))
    found = list(faults)[:3]
    if found:
        raise BadInput(
            f"“{name}”里有{'、'.join(fault.what for fault in found)}{'等' if len(faults) > 3 else ''}。",
            rule="印发的是整个文件，其中每一处内容都须经过核对",
            next_step="".join(dict.fromkeys(fault.next_step for fault in found)),
        )


def _faults(parts: Parts) -> Iterator[Fault]:
    yield from package_faults(parts)
    sheet = Sheet(_part(parts, "word/styles.xml"), symbol_fonts(_part(parts, "word/fontTable.xml")))
    for name in parts:
        if _STORY.fullmatch(name):
            root = xml_tree(parts[name])
            yield from mark_faults(root)
            yield from field_faults(root)
            yield from look_faults(root, sheet)
            yield from shape_faults(root, part_lines)


def _part(parts: Parts, name: str) -> etree._Element | None:
    return xml_tree(parts[name]) if name in parts else None


def _frame_faults(incoming: Incoming, generated: Iterable[Parts]) -> Iterator[Fault]:
    allowed = {line for own in generated for line in _frame_lines(own)}
    for kind, line in incoming.frames:
        if (kind, line) not in allowed:
            where = "页眉" if kind == "header" else "页脚"
            yield Fault(f"{where}里的文字“{line[:30]}”", f"{where}由系统生成，请恢复为下载时的样子。")


def _frame_lines(parts: Parts) -> Iterator[tuple[str, str]]:
    for name, content in parts.items():
        found = _FRAME.fullmatch(name)
        for line in part_lines(xml_tree(content)) if found else ():
            words = "".join(line.split())
            # A page number is whatever it was when the file was saved.
            yield found.group(1), re.sub(r"\d+", "#", words) if found.group(1) == "footer" else words  # type: ignore[union-attr]
