"""The notice of changed members: drawn from what was confirmed, with the roster; changes proposed with a letter's scan."""

from datetime import date, timedelta

import pytest

from bodies.changing import LETTER, LETTER_ON, TODAY, entered, proposed
from cast import AT, Cast
from lianxi.bodies.actions import (
    carry_out_succession,
    confirm_member_change,
    decline_member_change,
    record_succession,
    withdraw_member_change,
)
from lianxi.bodies.models import MemberChange
from lianxi.core.refusals import BadInput, NotFound, NotPermitted
from lianxi.core.rooms import kind_of
from lianxi.papers.actions import (
    draft_member_notice,
    issue_draft,
    number_draft,
    propose_members,
    review_draft,
    revise_draft,
    sign_draft,
    submit_draft,
    void_draft,
)
from lianxi.papers.attaching import list_attachments
from lianxi.papers.files import Upload, read_file
from lianxi.papers.incoming import docx_lines, open_docx
from lianxi.papers.layout import Table
from lianxi.papers.member_notice import Changed, choose, draw_notice
from lianxi.papers.members import look_at_notice, roster_document
from lianxi.papers.models import Attachment, MemberNotice, Paper, PaperDraft
from papers.paths import deputy

SCAN = Upload("来函.pdf", b"%PDF-1.4 scan", "application/pdf")
NAME = "泉州市职业病防治工作联席会议"


def confirmed(cast: Cast, change: MemberChange, day: date = TODAY, *, after: int = 0) -> MemberChange:
    moment = AT + timedelta(days=after)
    return confirm_member_change(cast.convener, moment, change_id=change.pk, effective_on=day)


def drafted(cast: Cast, *, after: int = 0, **days: date) -> PaperDraft:
    return draft_member_notice(cast.staff, AT + timedelta(days=after), **days)


def rows_of(cast: Cast, **cells: str) -> list[str]:
    """The cells of a sheet: a key reads like 市住建局__name."""
    found = []
    for key, value in cells.items():
        unit, column = key.split("__")
        found.append(f"{cast.member(unit).seat_id}/{column}={value}")
    return found


# ---- proposing several with the letter's scan ----


def test_a_unit_proposes_two_seats_with_one_letter_and_its_scan(cast: Cast) -> None:
    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    rows = [
        f"{seat}/{column}={value}"
        for seat, name in ((member.seat_id, "甲"), (liaison.seat_id, "乙"))
        for column, value in (("name", name), ("title", "科长"))
    ]
    made = propose_members(
        member, AT, rows=rows, reason="调动", letter=LETTER, letter_on=LETTER_ON, files=[SCAN]
    )
    assert [(one.person_name, one.letter, one.is_entered) for one in made] == [
        ("甲", LETTER, False),
        ("乙", LETTER, False),
    ]
    for one in made:
        record = f"bodies.memberchange:{one.pk}"
        for reader in (liaison, cast.director, cast.convener):
            assert [file.title for file in list_attachments(reader, record)] == ["来函.pdf"]
        assert list_attachments(cast.member("市总工会"), record) == []
        confirmed(cast, one)
        assert list_attachments(cast.member("市总工会"), record) == []


def test_the_office_enters_what_a_unit_wrote_and_the_unit_reads_the_scan(cast: Cast) -> None:
    rows = rows_of(cast, 市住建局__name="甲", 市住建局__title="副局长")
    (made,) = propose_members(
        cast.staff, AT, rows=rows, reason="调动", letter=LETTER, letter_on=LETTER_ON, files=[SCAN]
    )
    assert made.is_entered
    record = f"bodies.memberchange:{made.pk}"
    confirmed(cast, made)
    for reader in (cast.liaison("市住建局"), cast.director, cast.convener):
        assert [one.title for one in list_attachments(reader, record)] == ["来函.pdf"]
    assert list_attachments(cast.member("市总工会"), record) == []
    rows = rows_of(cast, 市总工会__name="甲", 市总工会__title="副主席")
    with pytest.raises(BadInput, match=r"市总工会·成员：.*来函"):
        propose_members(cast.staff, AT, rows=rows, reason="调动")


def test_all_are_made_or_none_and_the_refusal_names_the_seat(cast: Cast) -> None:
    proposed(cast)
    rows = rows_of(
        cast, 市总工会__name="甲", 市总工会__title="副主席", 市住建局__name="乙", 市住建局__title="科长"
    )
    letter = {"letter": LETTER, "letter_on": LETTER_ON}
    with pytest.raises(BadInput, match=r"市住建局·成员：.*已有一项"):
        propose_members(cast.staff, AT, rows=rows, reason="调动", files=[SCAN], **letter)
    assert (MemberChange.objects.count(), Attachment.objects.count()) == (1, 0)
    long = rows_of(cast, 市总工会__name="甲", 市总工会__title="副" * 200)
    for bad, said in (
        (long, r"市总工会·成员：.*120"),
        (rows_of(cast, 市总工会__name="甲"), "请填写职务"),
        (rows_of(cast, 市总工会__name=" "), "还没有填写新任人员"),
        (["x/name=甲"], "不是席位"),
    ):
        with pytest.raises(BadInput, match=said):
            propose_members(cast.staff, AT, rows=bad, reason="调动", **letter)


def test_a_unit_does_not_propose_for_another_and_conveners_propose_nothing(cast: Cast) -> None:
    rows = rows_of(cast, 市总工会__name="甲", 市总工会__title="副主席")
    with pytest.raises(NotPermitted, match="市总工会·成员：只能办理本单位"):
        propose_members(cast.member("市住建局"), AT, rows=rows, reason="调动")
    with pytest.raises(NotPermitted):
        propose_members(cast.convener, AT, rows=rows, reason="调动")
    with pytest.raises(NotFound):
        propose_members(cast.staff, AT, rows=["999999/name=甲"], reason="调动")


# ---- which changes a notice takes ----


def _changed(pk: int, **other: object) -> Changed:
    fields = {"former": "旧", "former_title": "处长", "effective_on": TODAY, "decided_on": TODAY, **other}
    return Changed(pk=pk, unit="甲局", seat="成员", name="新", title="局长", **fields)  # type: ignore[arg-type]


def test_a_notice_takes_what_was_decided_in_its_days_and_says_what_it_leaves(cast: Cast) -> None:
    before = TODAY - timedelta(days=1)
    taken, left = choose(
        [
            _changed(1),
            _changed(2, decided_on=before),
            _changed(3, decided_on=None, effective_on=None),
            _changed(4, notified="通知"),
            _changed(5, notified="旧通知", decided_on=before),
        ],
        TODAY,
        TODAY,
    )
    assert [one.pk for one in taken] == [1]
    assert [why for _words, why in left] == [
        "不在所选期间内确定（2026年3月1日确定）",
        "还没有确定",
        "已列入“通知”",
    ]


def test_the_text_tells_each_change_in_the_units_order() -> None:
    text = draw_notice(
        "联席会议",
        [
            _changed(1, former="", former_title=""),
            Changed(2, "乙局", "成员", "旧", "处长", "新", "局长", TODAY, TODAY, LETTER, LETTER_ON),
        ],
        "",
        {"乙局": 0, "甲局": 1},
        TODAY,
    )
    assert text.splitlines() == [
        "根据有关单位来函，经联席会议确定，对联席会议成员作如下调整：",
        "1.乙局成员由旧（处长）调整为新（局长），自2026年3月2日起（泉建函〔2026〕12号，2026年2月27日）。",
        "2.甲局成员（原空缺）确定为新（局长），自2026年3月2日起。",
        "调整后的联席会议成员名单（截至2026年3月2日）见附件。",
    ]


# ---- the draft ----


def test_the_draft_lists_the_changes_with_basis_roster_and_addressees(cast: Cast) -> None:
    confirmed(cast, entered(cast))
    confirmed(cast, proposed(cast, "市发改委", person_name="陈某", title="副主任"), TODAY + timedelta(days=9))
    draft = drafted(cast)
    assert (draft.kind, draft.state, draft.title) == (
        "member_notice",
        "draft",
        f"关于调整{NAME}成员名单的通知",
    )
    assert draft.basis_clause == "QZ-2-4"
    assert [row["name"] for row in draft.addressees] == [
        "市卫健委",
        "市人社局",
        "市住建局",
        "市总工会",
        "市发改委",
    ]
    assert draft.text.splitlines() == [
        f"根据建立文件“由所在单位提出，联席会议确定”的规定和有关单位来函，经联席会议确定，对{NAME}成员作如下调整：",
        "1.市住建局成员由市住建局·成员调整为新任（副局长），自2026年3月2日起"
        "（泉建函〔2026〕12号，2026年2月27日）。",
        "2.市发改委成员由市发改委·成员调整为陈某（副主任），自2026年3月11日起。",
        f"调整后的{NAME}成员名单（截至2026年3月11日）见附件。",
    ]
    annex = draft.attachments.get()
    assert annex.title == f"{NAME}成员名单"
    lines = docx_lines(open_docx(Upload("a.docx", read_file(annex.file))))
    assert any("新任" in line for line in lines)
    assert any("陈某" in line for line in lines)


def test_the_roster_is_in_the_order_of_the_document_as_of_its_day(cast: Cast) -> None:
    confirmed(cast, entered(cast), TODAY + timedelta(days=1))
    (table,) = roster_document(cast.conference, TODAY).body
    assert isinstance(table, Table)
    assert [(row[0], row[2]) for row in table.rows] == [
        ("召集人", "市卫健委"),
        *(("成员", unit) for unit in ("市卫健委", "市人社局", "市住建局", "市总工会", "市发改委")),
        ("办公室主任", "市卫健委"),
        ("办公室副主任", "市人社局"),
        ("办公室副主任", "市总工会"),
        ("办公室成员", "市住建局"),
        ("办公室成员", "市发改委"),
    ]
    assert "新任" not in [row[1] for row in table.rows]
    (later,) = roster_document(cast.conference, TODAY + timedelta(days=1)).body
    assert isinstance(later, Table)
    assert "新任" in [row[1] for row in later.rows]


def test_one_who_takes_two_seats_stands_in_both_and_a_unit_without_change_in_none(cast: Cast) -> None:
    for seat in (cast.member("市住建局").seat_id, cast.liaison("市住建局").seat_id):
        confirmed(cast, entered(cast, person_name="两席", seat_id=seat))
    draft = drafted(cast)
    assert draft.text.count("两席（副局长）") == 2
    assert "市总工会" not in draft.text
    (table,) = roster_document(cast.conference, TODAY).body
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows if row[1] == "两席"] == ["成员", "办公室成员"]


def test_a_unit_renamed_since_is_called_as_the_roster_calls_it(cast: Cast) -> None:
    confirmed(cast, entered(cast))
    made = record_succession(
        cast.director,
        AT,
        from_unit="市住建局",
        to_unit="市城建局",
        kind="renamed",
        effective_on=TODAY,
        basis_text="机构改革方案",
    )
    carry_out_succession(cast.director, AT, succession_id=made.pk)
    draft = drafted(cast)
    assert "1.市城建局成员由市住建局·成员调整为新任（副局长）" in draft.text
    (table,) = roster_document(cast.conference, TODAY).body
    assert isinstance(table, Table)
    assert ("成员", "新任", "市城建局", "副局长") in table.rows


def test_nothing_to_tell_makes_no_draft(cast: Cast) -> None:
    with pytest.raises(BadInput, match="没有已经确定"):
        drafted(cast)
    change = entered(cast)
    decline_member_change(cast.convener, AT, change_id=proposed(cast, "市总工会").pk, answer="材料不全")
    with pytest.raises(BadInput, match="没有已经确定"):
        drafted(cast)
    withdraw_member_change(cast.staff, AT, change_id=change.pk)
    confirmed(cast, entered(cast))
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(BadInput, match="不在所选期间内确定"):
        drafted(cast, first_on=yesterday, last_on=yesterday)
    for first, last in ((TODAY, yesterday), (TODAY, TODAY + timedelta(days=1))):
        with pytest.raises(BadInput, match="起止日期不对"):
            drafted(cast, first_on=first, last_on=last)
    assert not PaperDraft.objects.exists()


def test_the_next_notice_begins_where_the_last_ended_and_repeats_nothing(cast: Cast) -> None:
    confirmed(cast, entered(cast))
    first = drafted(cast)
    with pytest.raises(BadInput, match="没有已经确定"):
        drafted(cast)
    # Decided later on the very day of the first notice.
    late = confirmed(cast, entered(cast, "市总工会"))
    second = drafted(cast, after=2)
    row = MemberNotice.objects.get(draft=second)
    assert (row.first_on, row.last_on, row.changes) == (TODAY, TODAY + timedelta(days=2), [late.pk])
    look = look_at_notice(second.pk, second.text, TODAY)
    assert look is not None
    assert [why for _words, why in look.left] == [f"已列入“{first.title}”"]
    # A draft given up frees what it held.
    void_draft(cast.staff, AT + timedelta(days=2), draft_id=first.pk, reason="重拟")
    # … and by default the next one begins where something was left out.
    third = drafted(cast, after=3)
    assert MemberNotice.objects.get(draft=third).first_on == TODAY
    assert "市住建局" in third.text
    assert "市总工会" not in third.text


def test_the_page_of_the_draft_tells_what_the_text_lost_and_what_came_later(cast: Cast) -> None:
    confirmed(cast, entered(cast))
    waiting = entered(cast, "市总工会")
    draft = drafted(cast)
    look = look_at_notice(draft.pk, draft.text, TODAY)
    assert look is not None
    assert [is_said for _one, is_said in look.held] == [True]
    assert [why for _words, why in look.left] == ["还没有确定"]
    revised = revise_draft(
        cast.staff,
        AT,
        draft_id=draft.pk,
        title=draft.title,
        text=draft.text.replace("新任", "某人"),
        seen=draft.version,
    )
    confirmed(cast, waiting)
    look = look_at_notice(draft.pk, revised.text, TODAY)
    assert look is not None
    assert [is_said for _one, is_said in look.held] == [False]
    assert [why for _words, why in look.left] == ["起草以后才确定"]
    assert look_at_notice(draft.pk + 1, "", TODAY) is None


def test_it_goes_the_way_of_any_draft_and_every_member_sees_it(cast: Cast) -> None:
    confirmed(cast, entered(cast, title="副" * 120))
    draft = drafted(cast)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(deputy(cast), AT, draft_id=draft.pk)
    sign_draft(cast.convener, AT, draft_id=draft.pk)
    number_draft(cast.staff, AT, draft_id=draft.pk)
    issue_draft(cast.staff, AT, draft_id=draft.pk)
    paper = Paper.objects.get()
    assert paper.number == "泉职防联通知〔2026〕1号"
    assert kind_of(paper.kind).to_members


def test_no_unit_and_no_convener_drafts_it(cast: Cast) -> None:
    confirmed(cast, entered(cast))
    for who in (cast.member("市住建局"), cast.convener):
        with pytest.raises(NotPermitted):
            draft_member_notice(who, AT)
