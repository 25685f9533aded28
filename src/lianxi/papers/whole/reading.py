"""The whole of an uploaded DOCX against what is understood, and its header and footer against the generated ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from lianxi.core.refusals import BadInput
from lianxi.papers.files import Upload
from lianxi.papers.incoming import Parts, open_docx, part_lines, xml_tree
from lianxi.papers.layout import OfficialDocument, Stage, render_docx
from lianxi.papers.whole.faults import Fault
from lianxi.papers.whole.fields import field_faults
from lianxi.papers.whole.looks import Sheet, look_faults, symbol_fonts
from lianxi.papers.whole.marks import mark_faults
from lianxi.papers.whole.packages import package_faults
from lianxi.papers.whole.shapes import shape_faults

_STORY = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_FRAME = re.compile(r"word/(header|footer)\d*\.xml")


def require_whole(name: str, parts: Parts, document: OfficialDocument) -> None:
    """Refuse an uploaded text that prints or hides anything beside its paragraphs.

    Header and footer may say what those of the generated `document` say at any stage, and nothing else. Raises
    BadInput naming up to three kinds of what was found.
    """
    generated = [open_docx(Upload("a.docx", render_docx(replace(document, stage=stage)))) for stage in Stage]
    faults = dict.fromkeys((*_faults(parts), *_frame_faults(parts, generated)))
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


def _frame_faults(parts: Parts, generated: Iterable[Parts]) -> Iterator[Fault]:
    allowed = {line for own in generated for line in _frame_lines(own)}
    for kind, line in _frame_lines(parts):
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
