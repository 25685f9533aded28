"""Drawn boxes and lines: they may carry compared text, cover none, and say the same in every form they are kept in."""

from collections.abc import Callable, Iterator

from lxml import etree

from lianxi.papers.whole.faults import MC, Fault, local

_KNOWN_NEEDS = frozenset({"wps", "wpg", "w14", "w15", "wp14", "a14"})
_FORMS = frozenset({"rect", "line", "straightConnector1"})
# 5 mm in English metric units: less cannot hold a line of text.
_LEAST = 180_000
_COVER = Fault("有底色或特殊形状的图形", "图形会遮住文字，请删去，或设为矩形、无填充后再上传。")


def shape_faults(root: etree._Element, lines: Callable[[etree._Element], list[str]]) -> Iterator[Fault]:
    """Report on shapes of a part that cover or cut text, or differ between the forms a program may show."""
    for both in root.iter(f"{MC}AlternateContent"):
        choices = [one for one in both if local(one.tag) == "Choice"]
        needs = {need for one in choices for need in (one.get("Requires") or "").split()}
        said = [lines(one) for one in both if local(one.tag) in ("Choice", "Fallback")]
        if len(choices) != 1 or not needs <= _KNOWN_NEEDS or any(one != said[0] for one in said):
            yield Fault("在不同软件里显示不同的内容", "请把文字复制到新文档后再上传。")
    for one in root.iter():
        name = local(one.tag)
        if name == "spPr":
            yield from _form_faults(one)
        elif name in ("anchor", "inline"):
            yield from _box_faults(one)


def _form_faults(shape: etree._Element) -> Iterator[Fault]:
    forms = {one.get("prst") for one in shape if local(one.tag) == "prstGeom"}
    filled = [one for one in shape if local(one.tag).endswith("Fill") and local(one.tag) != "noFill"]
    # A box without a word on its filling is filled by its style.
    by_style = forms == {"rect"} and not any(local(one.tag) == "noFill" for one in shape)
    if filled or by_style or not forms <= _FORMS:
        yield _COVER


def _box_faults(box: etree._Element) -> Iterator[Fault]:
    hidden = any(one.get("hidden") in ("1", "true") for one in box if local(one.tag) == "docPr")
    texts = any(local(one.tag) == "txbxContent" for one in box.iter())
    sizes = [int(one.get(side) or 0) for one in box if local(one.tag) == "extent" for side in ("cx", "cy")]
    if hidden or (texts and any(size < _LEAST for size in sizes)):
        yield Fault("隐藏的或过小的文本框", "请恢复文本框的大小后再上传。")
