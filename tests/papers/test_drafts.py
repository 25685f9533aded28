"""A paper's way from draft to archive: who may take which step, what is cited, what it prints."""

from datetime import date, timedelta
from typing import Any

import pytest

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, Conflict, NotFound, NotPermitted, WrongState
from lianxi.core.rooms import kind_of
from lianxi.journal.models import Notice
from lianxi.journal.queries import list_history
from lianxi.papers.actions import (
    attach_file,
    detach_file,
    file_paper,
    issue_draft,
    number_draft,
    receive_paper,
    return_draft,
    review_draft,
    revise_draft,
    send_paper,
    sign_draft,
    submit_draft,
    void_draft,
)
from lianxi.papers.drafting import draft_document
from lianxi.papers.files import Upload, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import Heading, Paragraph, Table
from lianxi.papers.models import Paper, Recipient, VoidNumber
from lianxi.papers.rules import same_hand
from lianxi.papers.wording import blocks_of
from papers.paths import TEXT, TITLE, deputy, drafted, numbered, sent, signed


def lines_of(paper: Paper) -> list[str]:
    return docx_lines(open_docx(Upload("a.docx", read_file(paper.file))))


def test_the_whole_way(cast: Cast) -> None:
    draft = sent(
        cast, outside="市人民政府办公室\n", copy_unit_ids=[cast.unit("市总工会").pk], clause="QZ-4-4"
    )
    paper = draft.paper
    assert paper is not None
    assert (draft.state, paper.number, paper.source) == ("sent", "泉职防联函〔2026〕1号", "model")
    assert paper.pdf is not None
    rows = list(paper.recipients.order_by("pk").values_list("name", "mode", "unit__name"))
    assert rows == [
        ("市住建局", "main", "市住建局"),
        ("市人民政府办公室", "main", None),
        ("市总工会", "copy", "市总工会"),
    ]
    told = Notice.objects.filter(title__startswith="请签收").values_list("to_unit_id", flat=True)
    assert set(told) == {cast.unit("市住建局").pk, cast.unit("市总工会").pk}
    text = lines_of(paper)
    assert {TITLE, "泉职防联函〔2026〕1号", "2026年3月2日", "泉州市卫健委"} <= set(text)
    with pytest.raises(BadInput, match="还没有签收"):
        file_paper(cast.staff, AT, draft_id=draft.pk, retention="10")
    receive_paper(
        cast.member("市住建局"), AT, recipient_id=paper.recipients.get(unit=cast.unit("市住建局")).pk
    )
    filed = file_paper(cast.staff, AT, draft_id=draft.pk, retention="10", reason="市政府办以书面回执签收")
    assert (filed.state, filed.retention) == ("archived", "10")


def test_every_step_cites_its_basis(cast: Cast) -> None:
    draft = sent(cast, clause="QZ-4-4")
    lines = list_history(cast.conference.pk, f"papers.paperdraft:{draft.pk}")
    assert [line.entry.action for line in reversed(lines)] == [
        f"papers.draft.{step}" for step in ("enter", "submit", "approve", "sign", "number", "issue", "send")
    ]
    for line in lines:
        assert "QZ-4-4" in [basis["clause"] for basis in line.bases], line.entry.action
    assert "QZ-2-5" in [basis["clause"] for basis in lines[0].bases]


def test_nobody_reviews_the_own_draft(cast: Cast) -> None:
    draft = drafted(cast)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    with pytest.raises(NotPermitted, match="不能由你核稿"):
        review_draft(cast.staff, AT, draft_id=draft.pk)
    assert review_draft(deputy(cast), AT, draft_id=draft.pk).reviewed_by == "市人社局·办公室副主任"


def test_who_reviewed_does_not_sign_unless_the_office_says_so(cast: Cast) -> None:
    first, second = drafted(cast), drafted(cast)
    for draft in (first, second):
        submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(cast.director, AT, draft_id=first.pk)
    with pytest.raises(NotPermitted, match="核过的文稿不能由你签发") as refused:
        sign_draft(cast.director, AT, draft_id=first.pk)
    assert "待确认" in refused.value.rule
    assert sign_draft(cast.convener, AT, draft_id=first.pk).state == "signed"
    # A small office may set it off: then one hand may do it all.
    set_rule(cast.director, AT, code="papers_apart", value="off")
    review_draft(cast.staff, AT, draft_id=second.pk)
    return_draft(cast.director, AT, draft_id=second.pk, reason="改标题")
    submit_draft(cast.director, AT, draft_id=second.pk)
    review_draft(cast.director, AT, draft_id=second.pk)
    assert sign_draft(cast.director, AT, draft_id=second.pk).state == "signed"


def test_a_person_in_two_seats_is_one_hand() -> None:
    """The drafter is known by seat and by person, the reviewer by person; nobody else is held back."""
    one, other = (
        Actor(SeatKind.OFFICE_DEPUTY, "副主任", seat_id=2, person_id=7),
        Actor(SeatKind.OFFICE_STAFF, "工作人员", seat_id=3, person_id=8),
    )
    assert same_hand(one, (1, 7), None, "review") == "你起草的文稿不能由你核稿。"
    assert same_hand(one, (2, 9), None, "review") != ""
    assert same_hand(other, (1, 7), None, "review") == ""
    assert same_hand(one, (1, 9), 7, "signing") == "你核过的文稿不能由你签发。"
    assert same_hand(other, (3, 8), 7, "signing") == ""
    assert same_hand(one, (2, 7), 7, "signed") == ""


def test_only_director_and_conveners_sign(cast: Cast) -> None:
    draft = drafted(cast)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    with pytest.raises(WrongState):
        sign_draft(cast.director, AT, draft_id=draft.pk)
    review_draft(deputy(cast), AT, draft_id=draft.pk)
    for other in (cast.staff, deputy(cast), cast.member("市卫健委")):
        with pytest.raises(NotPermitted):
            sign_draft(other, AT, draft_id=draft.pk)
    with pytest.raises(NotFound):
        sign_draft(cast.member("市住建局"), AT, draft_id=draft.pk)
    assert sign_draft(cast.director, AT, draft_id=draft.pk).signer == "市卫健委·办公室主任"


@pytest.mark.parametrize(("kind", "printed"), [("request", True), ("report", True), ("letter", False)])
def test_only_papers_upward_print_who_signed(cast: Cast, kind: str, printed: bool) -> None:
    title = {"request": "关于职业病防治经费的请示", "report": "关于职业病防治的报告", "letter": TITLE}[kind]
    draft = signed(cast, kind, title=title, outside="市人民政府", unit_ids=[])
    document = draft_document(draft, AT.date())
    assert document.signer == ("市卫健委·召集人" if printed else "")
    assert document.issued_on == date(2026, 3, 2)


def test_a_return_needs_its_reason_and_starts_anew(cast: Cast) -> None:
    draft = drafted(cast)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    with pytest.raises(WrongState):
        revise_draft(cast.staff, AT, draft_id=draft.pk, title=TITLE, text=TEXT, seen=2)
    with pytest.raises(BadInput):
        return_draft(cast.convener, AT, draft_id=draft.pk, reason=" ")
    draft = return_draft(deputy(cast), AT, draft_id=draft.pk, reason="数字不对")
    changed = revise_draft(
        cast.staff, AT, draft_id=draft.pk, title=TITLE, text="改过了。", seen=draft.version, unit_ids=[]
    )
    assert (changed.state, changed.addressees) == ("draft", [])
    with pytest.raises(Conflict):
        revise_draft(cast.director, AT, draft_id=draft.pk, title=TITLE, text=TEXT, seen=draft.version - 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "minutes"}, "请选择文种"),
        ({"title": " "}, "请填写标题"),
        ({"text": "<p class='MsoNormal'>通知</p>"}, "网页代码"),
        ({"text": "甲\t乙\n一\t二\t三"}, "多于表头"),
        ({"unit_ids": [0]}, "不是成员单位"),
        ({"outside": "\n".join(f"第{n}局" for n in range(101))}, "最多 100 个"),
        ({"clause": "GD-1"}, "没有条款"),
    ],
)
def test_what_cannot_be_taken_is_refused(cast: Cast, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        drafted(cast, **fields)


@pytest.mark.parametrize(
    ("fields", "said"), [({"unit_ids": []}, "没有主送机关"), ({"text": "见\U0001f600"}, "没有字体能印出")]
)
def test_an_incomplete_or_unprintable_draft_is_not_reviewed(
    cast: Cast, fields: dict[str, Any], said: str
) -> None:
    draft = drafted(cast, **fields)
    with pytest.raises(BadInput, match=said):
        submit_draft(cast.staff, AT, draft_id=draft.pk)


def test_a_voided_draft_leaves_its_number_in_the_register(cast: Cast) -> None:
    first = numbered(cast)
    void_draft(cast.staff, AT, draft_id=first.pk, reason="会议取消")
    row = VoidNumber.objects.get()
    assert (row.prefix, row.year, row.sequence, row.reason) == ("泉职防联函", 2026, 1, "会议取消")
    assert numbered(cast).sequence == 2
    unnumbered = drafted(cast)
    void_draft(cast.staff, AT, draft_id=unnumbered.pk, reason="重复")
    assert VoidNumber.objects.count() == 1


def test_steps_out_of_turn_are_refused(cast: Cast) -> None:
    draft = drafted(cast)
    for step in (review_draft, sign_draft, number_draft, issue_draft, send_paper):
        actor = cast.director if step is sign_draft else cast.staff
        with pytest.raises(WrongState):
            step(actor, AT, draft_id=draft.pk)
    draft = sent(cast)
    with pytest.raises(WrongState):
        void_draft(cast.staff, AT, draft_id=draft.pk, reason="晚了")
    assert Recipient.objects.count() == 1


def test_the_letterhead_is_configured_and_by_default_the_hosts(cast: Cast) -> None:
    draft = drafted(cast)
    document = draft_document(draft, AT.date())
    assert (document.mark, document.signed_by, document.sealed) == ("泉州市卫健委", ("泉州市卫健委",), True)
    for code, value in (
        ("issuing_organ", "泉州市卫生健康委员会"),
        ("paper_mark", "泉州市卫生健康委员会文件"),
        ("number_by_kind", "off"),
        ("paper_sealed", "off"),
    ):
        set_rule(cast.director, AT, code=code, value=value)
    document = draft_document(draft, AT.date())
    assert (document.mark, document.signed_by) == ("泉州市卫生健康委员会", ("泉州市卫生健康委员会",))
    assert not document.sealed
    notice = drafted(cast, "notice", title="关于召开会议的通知")
    assert draft_document(notice, AT.date()).mark == "泉州市卫生健康委员会文件"
    assert numbered(cast, "notice", title="关于召开会议的通知").prefix == "泉职防联"
    assert numbered(cast).prefix == "泉职防联函"


def test_attachments_are_named_on_the_paper(cast: Cast) -> None:
    draft = drafted(cast)
    kept = attach_file(cast.staff, AT, draft_id=draft.pk, title="情况表。", file=Upload("表.xlsx", b"PK"))
    gone = attach_file(cast.staff, AT, draft_id=draft.pk, title="旧表", file=Upload("旧.xlsx", b"PK1"))
    detach_file(cast.staff, AT, attachment_id=gone.pk)
    assert draft_document(draft, AT.date()).attachments == ("情况表",)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    with pytest.raises(WrongState):
        detach_file(cast.staff, AT, attachment_id=kept.pk)


def test_inner_papers_have_a_register_but_print_no_number(cast: Cast) -> None:
    draft = sent(cast, "roster", title="联席会议联络员名单", unit_ids=[])
    assert draft.paper is not None
    assert draft.paper.number == "泉职防联名单〔2026〕1号"
    assert not any("〔2026〕" in line for line in lines_of(draft.paper))


def test_typed_text_becomes_blocks() -> None:
    text = "　　各单位:\u200b请\r\n一、目标\n（一）分工\n一、做好工作。还有。\n\n甲\t乙\n1\t2\n完"
    assert blocks_of(text) == (
        Paragraph("各单位：请"),
        Heading(1, "一、目标"),
        Heading(2, "（一）分工"),
        Paragraph("一、做好工作。还有。"),
        Table(("甲", "乙"), (("1", "2"),)),
        Paragraph("完"),
    )


def test_the_imprint_shows_the_day_of_issue(cast: Cast) -> None:
    draft = numbered(cast, "notice", title="关于召开会议的通知")
    later = AT + timedelta(days=3)
    paper = issue_draft(cast.staff, later, draft_id=draft.pk).paper
    assert paper is not None
    assert kind_of(paper.kind) is kind_of("notice")
    assert any("2026年3月5日印发" in line for line in lines_of(paper))
    assert "2026年3月2日" in lines_of(paper)
    assert paper.issued_by == cast.convener.label


def test_a_letter_to_a_county_government_asks_and_does_not_order(cast: Cast) -> None:
    ordered = drafted(cast, text="请安溪县必须于3月底前完成整改。", outside="安溪县人民政府\n", unit_ids=[])
    with pytest.raises(BadInput, match="主送“安溪县人民政府”的公文里有“必须”") as refused:
        submit_draft(cast.staff, AT, draft_id=ordered.pk)
    assert "商请于" in refused.value.next_step
    asked = drafted(cast, text="商请安溪县于3月底前研究整改。", outside="安溪县人民政府\n", unit_ids=[])
    assert submit_draft(cast.staff, AT, draft_id=asked.pk).state == "review"
