"""A unit's own DOCX template of a kind: checked when it comes, rendered in a sandbox, the same bytes always.

A template says where the words of a document stand; it decides nothing and reaches nothing. What it may hold
is a short list: the names of `VARIABLES`, loops over those that are lists, conditions on them.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from lianxi.core.papers import PaperKind
from lianxi.core.refusals import BadInput
from lianxi.papers.files import Upload
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import DocNumber, OfficialDocument, Paragraph, Table, format_date
from lianxi.papers.layout.joining import joined
from lianxi.papers.layout.package import pack
from lianxi.papers.words import VARIABLES

_NEEDED, _NUMBERED = ("标题", "正文"), "发文字号"
_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If, nodes.Const),
    *(nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)
_LISTS = ("正文", "附件")
_MARKS = ("{{", "{%", "{#")
_RULE = "模板只能写入公文要素，不能含程序、外部链接和嵌入对象"


def check_template(upload: Upload, kind: PaperKind) -> None:
    """Check a template of a kind and render it once with sample words.

    Raises BadInput naming the unknown variable, the construct that is not allowed, or the element missing.
    """
    parts = open_docx(upload)
    # Every part, since properties of a document are filled in too.
    xml = (part for name, part in parts.items() if name.endswith(".xml"))
    used = {name for part in xml for name in _names(upload.content, part)}
    needed = (*_NEEDED, *(() if kind.is_inner else (_NUMBERED,)))
    if missing := [name for name in needed if name not in used]:
        raise _refused(f"模板里没有{'、'.join(f'“{{{{ {name} }}}}”' for name in missing)}。")
    sample = _sample(kind)
    lines = docx_lines(open_docx(Upload("sample.docx", render_template(upload.content, sample))))
    text = "".join(lines)
    for said in (sample.title, "样本正文第一段。", "样本正文第二段。"):
        if said not in text:
            raise _refused(f"用样本数据试印时，没有印出“{said}”。")


def render_template(template: bytes, document: OfficialDocument) -> bytes:
    """Fill a checked template with a document's words; equal input gives equal bytes."""
    base = DocxTemplate(io.BytesIO(template))
    try:
        base.render(_context(document), SandboxedEnvironment(autoescape=True), autoescape=True)
    except (TemplateError, ValueError, TypeError) as error:
        raise _refused(f"模板填不出来：{str(error)[:120]}。") from error
    made = io.BytesIO()
    base.save(made)
    # A saved package holds the time of saving; packed anew it does not.
    with zipfile.ZipFile(made) as package:
        return pack({name: package.read(name) for name in package.namelist()})


def _names(template: bytes, part: bytes) -> Iterator[str]:
    """Return the variables a part uses, once every construct in it is one of those allowed."""
    # First put together what an editor has split into runs, as rendering will.
    text = DocxTemplate(io.BytesIO(template)).patch_xml(part.decode("utf-8", "replace"))
    if not any(mark in text for mark in _MARKS):
        return
    try:
        tree = SandboxedEnvironment().parse(text)
    except TemplateError as error:
        raise _refused(f"模板的写法有误：{str(error)[:120]}。") from error
    _require_plain(tree, depth=0)
    own = {one.name for loop in tree.find_all(nodes.For) for one in loop.target.find_all(nodes.Name)}
    own |= {loop.target.name for loop in tree.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    for one in tree.find_all(nodes.Name):
        if one.name not in VARIABLES and one.name not in own:
            raise _refused(f"模板里的“{one.name[:40]}”不是公文要素。")
        yield one.name


def _require_plain(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise _refused(f"模板里有不允许的写法（{type(node).__name__}）。")
    if isinstance(node, nodes.For):
        over = node.iter
        if depth or node.recursive or not isinstance(over, nodes.Name) or over.name not in _LISTS:
            raise _refused(
                f"模板里的循环只能逐个写{'、'.join(f'“{name}”' for name in _LISTS)}，循环里不再套循环。"
            )
        depth += 1
    for child in node.iter_child_nodes():
        _require_plain(child, depth)


def _refused(message: str) -> BadInput:
    names = "、".join(VARIABLES)
    return BadInput(message, rule=_RULE, next_step=f"可用的要素：{names}。请改正后重新上传。")


def _context(document: OfficialDocument) -> dict[str, Any]:
    day, printed = document.issued_on, document.printed_on or document.issued_on
    return {
        "标题": document.title,
        "发文字号": str(document.number or ""),
        "发文机关标志": document.mark,
        "主送": joined(document.recipients),
        "抄送": joined((*document.copies_up, *document.copies)),
        "署名": joined(document.signed_by),
        "签发人": document.signer,
        "成文日期": format_date(day) if day else "",
        "印发机关": document.printed_by,
        "印发日期": format_date(printed) if printed else "",
        "附注": document.note,
        "正文": [line for block in document.body for line in _lines(block)],
        "附件": list(document.attachment_names),
    }


def _lines(block: Any) -> list[str]:
    if isinstance(block, Table):
        return ["　".join(cells) for cells in (block.header, *block.rows) if any(cells)]
    return [block.text]


def _sample(kind: PaperKind) -> OfficialDocument:
    day = date(2026, 3, 2)
    return OfficialDocument(
        kind=kind,
        title=f"关于样本事项的{kind.label}",
        mark="样本机关文件",
        number=DocNumber("样", 2026, 1),
        issued_on=day,
        signer="张三",
        recipients=("甲局", "乙局"),
        body=(Paragraph("样本正文第一段。"), Paragraph("样本正文第二段。")),
        attachments=("样本附件",),
        signed_by=("样本机关",),
        printed_by="样本机关",
        printed_on=day,
    )
