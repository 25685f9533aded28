"""The elements of text, header and footer: a list of those understood; what is not on it is refused by its name."""

from collections.abc import Iterator

from lxml import etree

from lianxi.papers.whole.faults import MC, Fault, W, is_on, local, words

# Text and what carries it. Their properties are looked at apart.
_TEXT = words(
    "document body hdr ftr background p r t tab br cr ptab noBreakHyphen hyperlink smartTag sdt "
    "sdtContent tbl tblGrid gridCol tr tc drawing txbxContent fldSimple fldChar instrText "
    "bookmarkStart bookmarkEnd proofErr lastRenderedPageBreak permStart permEnd pict tblPrEx"
)
_PROPERTIES = words("pPr tblPr trPr tcPr sectPr sdtPr sdtEndPr rPr smartTagPr customXmlPr")
_CONTROLS = words("alias tag id lock rPr text richText placeholder docPartObj temporary group")
_NAMES = {
    "footnoteReference": ("脚注", "请把脚注的内容写进正文段落或删去。"),
    "endnoteReference": ("尾注", "请把尾注的内容写进正文段落或删去。"),
    "commentReference": ("批注", "请处理并删去全部批注后再上传。"),
    "commentRangeStart": ("批注", "请处理并删去全部批注后再上传。"),
    "commentRangeEnd": ("批注", "请处理并删去全部批注后再上传。"),
    "sym": ("符号字体的符号", "请改用普通文字后再上传。"),
    "object": ("嵌入的对象", "请删去嵌入的对象，或把它作为附件单独上传。"),
    "control": ("控件", "请删去控件，改为普通文字。"),
    "altChunk": ("嵌入的外部文件", "请把其中的文字写进正文段落或删去。"),
    "subDoc": ("子文档", "请展开子文档并转为正文，或删去。"),
    "contentPart": ("墨迹", "请删去墨迹后再上传。"),
    "ruby": ("拼音指南", "请删去注音，只留文字。"),
    "oMath": ("公式", "请改用普通文字后再上传。"),
    "oMathPara": ("公式", "请改用普通文字后再上传。"),
    "softHyphen": ("可选连字符", "请删去连字符后再上传。"),
    "imagedata": ("图片", "请删去图片；需要随文印发的，请作为附件另行上传。"),
    "pic": ("图片", "请删去图片；需要随文印发的，请作为附件另行上传。"),
    "blip": ("图片", "请删去图片；需要随文印发的，请作为附件另行上传。"),
    "textpath": ("艺术字或水印", "请删去艺术字、水印后再上传。"),
    "chart": ("图表", "请删去图表；需要随文印发的，请作为附件另行上传。"),
    "dir": ("改变文字方向的设置", "请取消后再上传。"),
    "bdo": ("改变文字方向的设置", "请取消后再上传。"),
}
# A revision nobody decided on, of whatever kind.
_REVISIONS = words("ins del moveFrom moveTo cellIns cellDel cellMerge delText delInstrText")
_DRAWN = words(
    "anchor inline simplePos positionH positionV align posOffset extent effectExtent wrapNone "
    "wrapSquare wrapTopAndBottom wrapTight wrapThrough wrapPolygon start lineTo docPr "
    "cNvGraphicFramePr graphicFrameLocks sizeRelH sizeRelV pctWidth pctHeight graphic graphicData "
    "wsp cNvSpPr cNvCnPr cNvPr spLocks cxnSpLocks spPr style txbx bodyPr xfrm off ext extLst "
    "prstGeom avLst gd noFill ln solidFill srgbClr schemeClr lumMod lumOff headEnd tailEnd round "
    "miter bevel prstDash lnRef fillRef effectRef fontRef noAutofit spAutoFit normAutofit prstTxWarp "
    "scrgbClr effectLst hlinkClick"
)
# Old drawings are read only as the fallback of a new one.
_OLD = words(
    "shape rect line shapetype formulas f path lock stroke fill textbox wrap anchorlock group polyline"
)
_NEW_STEP = "请删去，或把文字复制到新文档后再上传。"


def mark_faults(root: etree._Element) -> Iterator[Fault]:
    """Report on every element of a part that is not understood, each kind once."""
    told: set[str] = set()
    for fault in _walk(root, in_fallback=False):
        if fault.what not in told:
            told.add(fault.what)
            yield fault


def _walk(element: etree._Element, *, in_fallback: bool) -> Iterator[Fault]:
    for child in element:
        name = local(child.tag)
        if not name:
            continue
        fault = _judge(child, name, in_fallback)
        if fault is not None:
            yield fault
        elif name in _PROPERTIES and child.tag.startswith(W):
            yield from _property_faults(child, name)
        else:
            yield from _walk(child, in_fallback=in_fallback or child.tag == f"{MC}Fallback")


def _judge(child: etree._Element, name: str, in_fallback: bool) -> Fault | None:
    if name in _NAMES:
        return Fault(*_NAMES[name])
    own = child.tag.startswith(W)
    if own and (name in _REVISIONS or name.endswith("Change")):
        return Fault("没有接受的修订", "请接受或拒绝全部修订，关闭修订后再上传。")
    if own:
        known = name in _TEXT or name in _PROPERTIES
        known = known and (name != "pict" or in_fallback)
    elif child.tag.startswith(MC):
        known = name in ("AlternateContent", "Choice", "Fallback")
    else:
        known = name in _DRAWN or (in_fallback and name in _OLD)
    return None if known else Fault(f"没有核对过的内容（{name}）", _NEW_STEP)


def _property_faults(holder: etree._Element, name: str) -> Iterator[Fault]:
    for one in holder.iter():
        tag = local(one.tag)
        if one.tag in {f"{W}{each}" for each in _REVISIONS} or (tag.endswith("Change") and one is not holder):
            yield Fault("没有接受的修订", "请接受或拒绝全部修订，关闭修订后再上传。")
        if tag in ("vanish", "specVanish") and is_on(one.get(f"{W}val")):
            yield Fault("隐藏的文字", "请取消“隐藏”格式，或删去这些文字。")
    if name == "sdtPr":
        strange = [local(one.tag) for one in holder if local(one.tag) not in _CONTROLS]
        # What is not shown as typed: a control bound to data, a list, a date picker, a picture.
        if [tag for tag in strange if tag not in ("showingPlcHdr", "color", "appearance", "")]:
            yield Fault("内容控件", "请把内容控件转换为普通文字后再上传。")
    if name == "trPr":
        yield from _row_faults(holder)
    if next(holder.iter(f"{W}lnNumType"), None) is not None:
        yield Fault("自动的行号", "请取消行号后再上传。")


def _row_faults(holder: etree._Element) -> Iterator[Fault]:
    hidden = holder.find(f"{W}hidden")
    height = holder.find(f"{W}trHeight")
    low = height is not None and height.get(f"{W}hRule") == "exact" and int(height.get(f"{W}val") or 0) < 240
    if low or (hidden is not None and is_on(hidden.get(f"{W}val"))):
        yield Fault("隐藏的或过矮的表格行", "请恢复表格行的高度后再上传。")
