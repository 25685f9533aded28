"""Fields: only page numbers pass, since any other may print another word tomorrow than today."""

from collections.abc import Iterator

from lxml import etree

from lianxi.papers.whole.faults import Fault, W

_PLAIN = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_STEP = "请把域转换为文字（Ctrl+Shift+F9）后再上传。"


def field_faults(root: etree._Element) -> Iterator[Fault]:
    """Report on fields of a part other than page numbers, however their code is split."""
    for code in _codes(root):
        word = (code.split() or ["（空）"])[0].upper()
        if word not in _PLAIN:
            yield Fault(f"会自动变化的域（{word[:20]}）", _STEP)
    if next(root.iter(f"{W}ffData"), None) is not None:
        yield Fault("窗体域", _STEP)


def _codes(root: etree._Element) -> Iterator[str]:
    yield from (one.get(f"{W}instr") or "" for one in root.iter(f"{W}fldSimple"))
    # Fields nest; the code of each ends at its separator or its end.
    under_way: list[list[str]] = []
    for one in root.iter(f"{W}fldChar", f"{W}instrText"):
        if one.tag == f"{W}instrText":
            (under_way or [[]])[-1].append(one.text or "")
            if not under_way:
                yield one.text or ""
        elif one.get(f"{W}fldCharType") == "begin":
            under_way.append([])
        elif one.get(f"{W}fldCharType") == "end" and under_way:
            yield "".join(under_way.pop())
    yield from ("".join(code) for code in under_way)
