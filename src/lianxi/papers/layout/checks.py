"""What is wrong with a document before it is issued: missing elements and elements of the wrong form.

What the standard lays down is `must`; what it recommends, what is only practice and every clause whose
text is unconfirmed is a `warning`. A draft may still lack number, date and signer.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from lianxi.core.papers import Form
from lianxi.papers.layout.blocks import Table
from lianxi.papers.layout.check_text import check_texts
from lianxi.papers.layout.findings import HOUSE_RULE, Finding, Severity, must, standard, unconfirmed, warning
from lianxi.papers.layout.model import OfficialDocument, Stage

_REGULATION = "《党政机关公文处理工作条例》"
_SECRECY = re.compile(r"(绝密|机密|秘密)(★(\d+年|\d+个月|长期))?")
_CITED_NUMBER = re.compile(r"〔(19|20)\d\d〕[1-9]\d*号")


def check(document: OfficialDocument) -> tuple[Finding, ...]:
    """List everything that stands against issuing a document, first the missing elements.

    Sentences are Chinese and meant for the person who writes the document.
    """
    return tuple(finding for rule in _RULES for finding in rule(document))


def is_issuable(document: OfficialDocument) -> bool:
    """Say whether `check` finds nothing of severity must and the text is final."""
    return document.stage is Stage.FINAL and not any(
        item.severity is Severity.MUST for item in check(document)
    )


def _number(document: OfficialDocument) -> Iterator[Finding]:
    number = document.number
    if number is None:
        if document.is_inner:
            return
        if document.period is None or not document.is_minutes:
            clause = HOUSE_RULE if document.is_minutes else standard("7.2.5")
            yield _later(document, "number-missing", "还没有发文字号。", clause)
        return
    if not number.organ_code:
        message = f"发文字号「{number}」没有机关代字。"
        if not document.is_minutes:
            yield warning("organ-code-missing", message, standard("7.2.5"))
    if document.issued_on and document.issued_on.year != number.year:
        message = f"发文字号的年份 {number.year} 与成文日期的年份 {document.issued_on.year} 不同。"
        yield warning("number-year", message, standard("7.2.5"))


def _date(document: OfficialDocument) -> Iterator[Finding]:
    if document.is_inner and document.issued_on is None:
        return
    if document.issued_on is None:
        yield _later(document, "date-missing", "还没有成文日期。", standard("7.3.5.4"))
    elif document.printed_on is not None and document.printed_on < document.issued_on:
        yield warning("printed-early", "印发日期早于成文日期。", standard("7.4.3"))


def _mark(document: OfficialDocument) -> Iterator[Finding]:
    if document.is_inner:
        return
    if not document.mark.strip() and not document.mark_organs:
        yield _later(document, "mark-missing", "还没有发文机关标志。", standard("7.2.4"))
    elif document.kind.form is Form.MINUTES and not document.mark.endswith("纪要"):
        yield warning("mark-minutes", "纪要的标志一般写作“×××纪要”。", standard("10.3"))


def _title(document: OfficialDocument) -> Iterator[Finding]:
    if not document.title.strip():
        yield must("title-missing", "标题是空的。", standard("7.3.1"))
        return
    word = document.kind.word
    if word and word not in document.title:
        message = f"标题里没有文种“{word}”。"
        yield warning("title-kind", message, unconfirmed(f"{_REGULATION}第九条"))
    if document.title.rstrip().endswith(("。", "；", "，")):
        yield warning("title-stop", "标题末尾不用标点。", unconfirmed("GB/T 15834"))


def _recipients(document: OfficialDocument) -> Iterator[Finding]:
    count = len(document.recipients)
    if document.kind.form is Form.EXTRACT:
        if count != 1:
            yield must("extract-recipient", f"纪要摘要只发给一个单位，现在有 {count} 个。", HOUSE_RULE)
    elif count == 0 and document.kind.is_addressed:
        yield must("recipients-missing", f"{document.kind.label}没有主送机关。", standard("7.3.2"))
    elif count == 0:
        copies = document.copies or document.copies_up
        if not document.is_inner and (document.kind.form is not Form.MINUTES or not copies):
            yield warning("recipients-none", f"{document.kind.label}没有写明发给谁。", standard("7.3.2"))
    if document.is_upward and count > 1:
        message = f"{document.kind.label}原则上只主送一个上级机关，其他机关用抄送。"
        yield warning("report-recipients", message, unconfirmed(f"{_REGULATION}第十五条"))


def _body(document: OfficialDocument) -> Iterator[Finding]:
    if not document.body:
        yield must("body-missing", "正文是空的。", standard("7.3.3"))
    elif isinstance(document.body[-1], Table) and not document.is_minutes and not document.is_inner:
        message = "正文以表格结束，署名会独自落在一页，请在表格后加一句结语，如“特此函告。”。"
        yield must("signature-alone", message, standard("7.3.5.5"))
    if document.kind.corrects:
        text = document.title + "".join(getattr(block, "text", "") for block in document.body)
        if not _CITED_NUMBER.search(text):
            yield must("corrigendum-number", "更正没有写明所更正文件的发文字号。", HOUSE_RULE)


def _signer(document: OfficialDocument) -> Iterator[Finding]:
    if document.is_upward and not document.signer.strip():
        yield _later(document, "signer-missing", "上行文要写明签发人。", standard("7.2.6"))
    if not document.is_upward and document.signer:
        message = f"签发人只在上行文中印出，{document.kind.label}不印。"
        yield warning("signer-unprinted", message, standard("7.2.6"))


def _signature(document: OfficialDocument) -> Iterator[Finding]:
    if not document.signed_by and not document.is_minutes and not document.is_inner:
        yield must("signature-missing", "没有发文机关署名。", standard("7.3.5"))
    if document.is_minutes and document.sealed:
        yield warning("minutes-sealed", "纪要一般不加盖印章。", unconfirmed("1999 年版标准"))


def _attendance(document: OfficialDocument) -> Iterator[Finding]:
    if document.kind.form is Form.MINUTES and not any("出席" in item.label for item in document.attendance):
        yield warning("attendance-missing", "纪要没有出席人员名单。", standard("10.3"))
    names = Counter(name for item in document.attendance for name in set(item.entries))
    for name, count in names.items():
        if count > 1:
            yield warning("attendance-twice", f"「{name}」出现在 {count} 份名单里。", HOUSE_RULE)
    for item in document.attendance:
        if not item.entries:
            yield warning("attendance-empty", f"{item.label}名单是空的。", HOUSE_RULE)


def _attachments(document: OfficialDocument) -> Iterator[Finding]:
    for place, name in enumerate(document.attachment_names, 1):
        if name.rstrip().endswith(("。", "；", "，", "、", ".", ";", ",")):
            yield warning("attachment-stop", f"第 {place} 个附件名称后不加标点。", standard("7.3.4"))


def _classification(document: OfficialDocument) -> Iterator[Finding]:
    secret = document.classification
    if secret.copy_number and not re.fullmatch(r"[0-9]{6}", secret.copy_number):
        yield must("copy-number", "份号是 6 位阿拉伯数字。", standard("7.2.1"))
    if secret.secrecy and not _SECRECY.fullmatch(secret.secrecy):
        message = f"密级和保密期限「{secret.secrecy}」不是“秘密★1年”的形式。"
        yield warning("secrecy", message, unconfirmed(f"{_REGULATION}第九条"))
    if secret.urgency not in ("", "特急", "加急"):
        message = f"紧急程度「{secret.urgency}」不是特急或加急。"
        yield warning("urgency", message, unconfirmed(f"{_REGULATION}第九条"))


def _later(document: OfficialDocument, code: str, message: str, clause: str) -> Finding:
    # What is only given on issue cannot be asked of a draft.
    report = must if document.stage is Stage.FINAL else warning
    return report(code, message, clause)


_RULES: tuple[Callable[[OfficialDocument], Iterator[Finding]], ...] = (
    _number,
    _date,
    _mark,
    _title,
    _recipients,
    _body,
    _signer,
    _signature,
    _attendance,
    _attachments,
    _classification,
    check_texts,
)
