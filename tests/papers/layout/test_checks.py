from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lianxi.core.rooms import paper_kinds
from lianxi.papers.layout import (
    Attendance,
    Classification,
    DocNumber,
    Heading,
    OfficialDocument,
    Paragraph,
    Severity,
    Stage,
    Table,
    check,
    is_issuable,
)
from papers.layout import samples
from papers.layout.specimens import KINDS


@pytest.mark.parametrize("document", samples.ALL, ids=lambda document: document.kind.code)
def test_good_documents_have_no_finding(document: OfficialDocument) -> None:
    assert check(document) == ()
    assert is_issuable(document) is (document.stage is Stage.FINAL)


MUST: list[tuple[OfficialDocument, dict[str, Any], str]] = [
    (samples.NOTICE, {"number": None}, "number-missing"),
    (replace(samples.MINUTES, period=None), {"number": None}, "number-missing"),
    (samples.NOTICE, {"issued_on": None}, "date-missing"),
    (samples.NOTICE, {"mark": ""}, "mark-missing"),
    (samples.NOTICE, {"title": " "}, "title-missing"),
    (samples.NOTICE, {"body": ()}, "body-missing"),
    (samples.NOTICE, {"body": (Paragraph(" "),)}, "block-empty"),
    (samples.NOTICE, {"body": (Table(("甲",), (("1",),)),)}, "signature-alone"),
    (samples.NOTICE, {"recipients": ()}, "recipients-missing"),
    (samples.NOTICE, {"recipients": ("市卫健委", "")}, "entry-empty"),
    (samples.EXTRACT, {"recipients": ("市卫健委", "市财政局")}, "extract-recipient"),
    (samples.EXTRACT, {"recipients": ()}, "extract-recipient"),
    (samples.REPORT, {"signer": ""}, "signer-missing"),
    (samples.NOTICE, {"signed_by": ()}, "signature-missing"),
    (samples.CORRIGENDUM, {"body": (Paragraph("有误。"),)}, "corrigendum-number"),
    (samples.NOTICE, {"classification": Classification("12")}, "copy-number"),
    (samples.NOTICE, {"title": "通知\x00"}, "unprintable"),
    (samples.NOTICE, {"title": "通知\u202e"}, "reordering"),
]
WARNING: list[tuple[OfficialDocument, dict[str, Any], str]] = [
    (samples.NOTICE, {"number": DocNumber("", 2026, 1)}, "organ-code-missing"),
    (samples.NOTICE, {"issued_on": date(2025, 12, 31)}, "number-year"),
    (samples.NOTICE, {"printed_on": date(2026, 1, 1)}, "printed-early"),
    (samples.MINUTES, {"mark": "泉州市"}, "mark-minutes"),
    (samples.NOTICE, {"title": "关于开会"}, "title-kind"),
    (samples.NOTICE, {"title": "关于开会的通知。"}, "title-stop"),
    (samples.CIRCULAR, {"recipients": ()}, "recipients-none"),
    (samples.REPORT, {"recipients": ("市委", "市政府")}, "report-recipients"),
    (samples.NOTICE, {"signer": "某"}, "signer-unprinted"),
    (samples.MINUTES, {"sealed": True}, "minutes-sealed"),
    (samples.MINUTES, {"attendance": ()}, "attendance-missing"),
    (samples.MINUTES, {"attendance": (Attendance("出席", ()),)}, "attendance-empty"),
    (
        samples.MINUTES,
        {"attendance": (Attendance("出席", ("甲",)), Attendance("请假", ("甲",)))},
        "attendance-twice",
    ),
    (samples.NOTICE, {"attachments": ("议程。",)}, "attachment-stop"),
    (samples.NOTICE, {"classification": Classification(secrecy="保密")}, "secrecy"),
    (samples.NOTICE, {"classification": Classification(urgency="很急")}, "urgency"),
    (samples.NOTICE, {"body": (Paragraph("于2026年03月07日召开。"),)}, "date-form"),
    (samples.NOTICE, {"body": (Paragraph("于二〇二六年三月七日召开。"),)}, "date-form"),
    (samples.NOTICE, {"body": (Paragraph("见泉职防联[2026]1号。"),)}, "number-form"),
    (samples.NOTICE, {"body": (Paragraph("见泉职防联〔2026〕01号。"),)}, "number-form"),
    (samples.NOTICE, {"body": (Paragraph("同意,印发。"),)}, "half-width"),
    (samples.NOTICE, {"body": (Paragraph("同意\u200b印发。"),)}, "invisible"),
    (samples.NOTICE, {"recipients": ("市卫健委", "市卫健委")}, "entry-twice"),
    (samples.NOTICE, {"body": (Heading(1, "1.错"),)}, "heading-label"),
    (samples.NOTICE, {"body": (Heading(2, "（一）错"),)}, "heading-level"),
    (samples.NOTICE, {"body": (Table(("甲", "乙")), Paragraph("特此通知。"))}, "table-empty"),
    (samples.NOTICE, {"body": (Table(("甲", "乙"), (("1",),)), Paragraph("特此通知。"))}, "table-short"),
    (samples.NOTICE, {"footer_note": "长" * 40}, "footer-long"),
]


@pytest.mark.parametrize(("document", "change", "code"), MUST + WARNING)
def test_each_fault_is_found(document: OfficialDocument, change: dict[str, Any], code: str) -> None:
    findings = {item.code: item for item in check(replace(document, **change))}
    expected = Severity.MUST if (document, change, code) in MUST else Severity.WARNING
    assert findings[code].severity is expected
    assert findings[code].message.endswith("。")
    assert findings[code].clause
    assert is_issuable(replace(document, **change)) is (
        document.stage is Stage.FINAL and expected is Severity.WARNING
    )


def test_an_unconfirmed_clause_never_refuses() -> None:
    for document, change, _ in MUST + WARNING:
        for item in check(replace(document, **change)):
            assert item.severity is Severity.WARNING or "待确认" not in item.clause


def test_a_draft_may_still_lack_what_issue_gives() -> None:
    draft = replace(samples.REPORT, number=None, issued_on=None, signer="", stage=Stage.DRAFT)
    assert {item.code for item in check(draft)} == {"number-missing", "date-missing", "signer-missing"}
    assert {item.severity for item in check(draft)} == {Severity.WARNING}
    assert not is_issuable(draft)


def test_the_emptiest_document_can_be_checked() -> None:
    for kind in paper_kinds().values():
        assert any(item.severity is Severity.MUST for item in check(OfficialDocument(kind, "")))


@pytest.mark.parametrize(
    "text", ["<p>各单位</p>", '<span style="color:red">好', "<o:p>", "<!--[if gte mso 9]>", "一&nbsp;二"]
)
def test_what_a_paste_from_word_leaves_is_refused_with_its_place(text: str) -> None:
    found = [
        item for item in check(replace(samples.NOTICE, body=(Paragraph(text),))) if item.code == "markup"
    ]
    assert [(item.severity, item.message[:5]) for item in found] == [(Severity.MUST, "正文第1段")]


@pytest.mark.parametrize("text", ["浓度<0.5mg/m³，大于>1的", "A&B公司", "x<y>z"])
def test_signs_of_comparison_are_text(text: str) -> None:
    assert "markup" not in {item.code for item in check(replace(samples.NOTICE, body=(Paragraph(text),)))}


def test_upward_papers_letters_and_inner_papers_ask_for_what_they_need() -> None:
    codes = {
        document.kind: {item.code for item in check(document) if item.severity is Severity.MUST}
        for document in KINDS
    }
    assert set().union(*codes.values()) == set()
    assert "signer-missing" in {item.code for item in check(replace(KINDS[6], signer="", co_signers=()))}
    assert "recipients-missing" in {item.code for item in check(replace(KINDS[1], recipients=()))}
