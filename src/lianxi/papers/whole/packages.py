"""The parts of the package: those of a plain text pass, those that print or hide something do not."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from lianxi.papers.whole.faults import Fault, W, local

# What editors store beside the text that neither prints nor holds text of the paper.
_PLAIN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(core|app|custom)\.xml|docProps/thumbnail\.\w+"
    r"|word/_rels/[\w.]+\.rels|word/(document|styles|stylesWithEffects|settings|webSettings|fontTable|numbering"
    r"|people|footnotes|endnotes|comments\w*)\.xml|word/(header|footer)\d*\.xml|word/theme/(_rels/)?[\w.]+"
    r"|customXml/(_rels/)?[\w.]+"
)
_NAMED = (
    (r"word/media/", "图片", "请删去图片；需要随文印发的，请作为附件另行上传。"),
    (r"word/fonts/", "嵌入的字体", "请在另存选项中取消“将字体嵌入文件”后再上传。"),
    (r"word/glossary/", "文档部件", "请把内容复制到新文档后再上传。"),
    (r"word/charts?/|word/diagrams/", "图表", "请删去图表；需要随文印发的，请作为附件另行上传。"),
)
_HOLDERS = {
    "footnotes.xml": ("footnote", "脚注", "请把脚注的内容写进正文段落或删去。"),
    "endnotes.xml": ("endnote", "尾注", "请把尾注的内容写进正文段落或删去。"),
}
_SETTINGS = {"mailMerge": "邮件合并", "attachedTemplate": "外部模板", "saveThroughXslt": "外部转换"}


def package_faults(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Report on parts that are no part of a plain text, and on notes and comments, used or not."""
    for name, content in parts.items():
        fault = next((Fault(what, step) for form, what, step in _NAMED if re.match(form, name)), None)
        if fault is None and not _PLAIN.fullmatch(name):
            fault = Fault(f"附带的内容“{name[:60]}”", "请把文字复制到新文档，另存为 DOCX 后再上传。")
        if fault is not None:
            yield fault
        elif name.startswith("word/comments"):
            yield from _comments(content)
        elif name.startswith("word/"):
            yield from _notes(name.removeprefix("word/"), content)


def _comments(content: bytes) -> Iterator[Fault]:
    if len(etree.fromstring(content)):
        yield Fault("批注", "请处理并删去全部批注后再上传。")


def _notes(name: str, content: bytes) -> Iterator[Fault]:
    if name in _HOLDERS:
        tag, what, step = _HOLDERS[name]
        notes = etree.fromstring(content).iter(f"{W}{tag}")
        # The separators that every such part holds are of a type; a note has none.
        if any("".join(map(str, note.itertext())).strip() or not note.get(f"{W}type") for note in notes):
            yield Fault(what, step)
    if name == "settings.xml":
        for one in etree.fromstring(content):
            if local(one.tag) in _SETTINGS:
                yield Fault(_SETTINGS[local(one.tag)], "请取消该设置后再上传。")
