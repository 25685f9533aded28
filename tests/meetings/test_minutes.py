"""From the sitting to the issued minute: notice, outcomes, issue, correction."""

import json
from datetime import timedelta

import pytest

from cast import AT, Cast
from lianxi.bodies.models import Membership
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.journal.models import Entry, Notice
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import (
    add_paragraph,
    circulate_minutes,
    close_meeting,
    correct_minutes,
    draft_minutes,
    give_consent,
    issue_minutes,
    record_attendance,
    record_decision,
    record_outcome,
    remove_paragraph,
    reply_to_notice,
    revise_decision,
    revise_paragraph,
)
from lianxi.meetings.actions.issue import CannotIssueMinutes
from lianxi.meetings.actions.sitting import OutcomeConflict
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Decision, Minutes
from lianxi.meetings.rules.steps import BindsNobody, NotInConsent, NotInProgress
from lianxi.papers.actions import note_receipt, receive_paper
from lianxi.papers.files import read_file
from lianxi.papers.models import Paper
from meetings.stages import (
    LATER,
    PRESENT,
    agreed_minutes,
    called_meeting,
    circulated_minutes,
    drafted_minutes,
    open_meeting_with_attendance,
)


def _paragraph(minutes: Minutes, prefix: str) -> dict[str, str]:
    minutes.refresh_from_db()
    return next(p for p in present_revision(minutes).paragraphs if p["key"].startswith(prefix))


def _consent(cast: Cast, minutes: Minutes, unit: str, **rest: str) -> None:
    minutes.refresh_from_db()
    give_consent(cast.member(unit), LATER, minutes_id=minutes.pk, revision=minutes.revision, **rest)


def test_the_notice_goes_to_the_units_called_and_each_signs(cast: Cast) -> None:
    meeting = called_meeting(cast)
    paper = Paper.objects.get(kind="notice")
    assert meeting.notice == paper
    assert paper.recipients.count() == 5
    called = meeting.called.get(unit=cast.unit("市住建局"))
    row = reply_to_notice(cast.liaison("市住建局"), AT, called_id=called.pk, reply="张副局长")
    assert row.reply == "张副局长"
    own = paper.recipients.get(unit=cast.unit("市住建局"))
    assert (own.received_at, own.received_by) == (AT, "市住建局·办公室成员")
    with pytest.raises(NotPermitted):
        reply_to_notice(cast.liaison("市发改委"), AT, called_id=called.pk, reply="x")


def test_outcomes_are_written_only_while_the_meeting_sits(cast: Cast) -> None:
    meeting = called_meeting(cast)
    item = meeting.items.first()
    assert item is not None
    with pytest.raises(NotInProgress):
        record_outcome(cast.staff, AT, item_id=item.pk, text="x", result="settled", seen=0)
    minutes = drafted_minutes(cast)
    item = minutes.meeting.items.first()
    assert item is not None
    with pytest.raises(NotInProgress):
        record_outcome(cast.staff, LATER, item_id=item.pk, text="改", result="settled", seen=1)


def test_two_editors_of_an_outcome_get_a_conflict_with_both_texts(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    item = meeting.items.first()
    assert item is not None
    record_outcome(cast.staff, LATER, item_id=item.pk, text="甲写的", result="open", seen=0)
    with pytest.raises(OutcomeConflict) as conflict:
        record_outcome(cast.director, LATER, item_id=item.pk, text="乙写的", result="open", seen=0)
    assert conflict.value.theirs == "甲写的"
    item.refresh_from_db()
    assert item.outcome == "甲写的"


def test_a_meeting_closes_only_with_a_result_for_every_item_and_attendance(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    with pytest.raises(BadInput, match="没有结果"):
        close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)


def test_the_draft_holds_outcomes_and_bound_decisions(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    rows = present_revision(minutes).paragraphs
    assert [p["item"] for p in rows] == [None, 1, 1, 2]
    assert rows[2]["binding"]["lead"] == "市住建局"
    assert rows[2]["binding"]["co_units"] == ["市卫健委"]


def test_a_decision_that_binds_nobody_cannot_go_out(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    decision = Decision.objects.get()
    revise_decision(cast.staff, LATER, decision_id=decision.pk, lead_unit_id=None)
    with pytest.raises(BindsNobody, match="没有约束任何单位"):
        circulate_minutes(cast.staff, LATER, minutes_id=minutes.pk)


def test_minutes_leave_only_when_each_attending_unit_agreed(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    for unit in PRESENT[:2]:
        _consent(cast, minutes, unit)
    with pytest.raises(CannotIssueMinutes, match="市总工会"):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    _consent(cast, minutes, "市总工会")
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert paper.number == "泉职防联纪要〔2026〕1号"


def test_the_issue_numbers_sends_copies_up_and_makes_obligations(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert [(r.name, r.mode) for r in paper.recipients.filter(mode="up")] == [("市人民政府", "up")]
    assert paper.recipients.filter(mode="main").count() == 5
    assert read_file(paper.file)[:2] == b"PK"
    obligation = Obligation.objects.get()
    assert obligation.lead_unit.name == "市住建局"
    assert obligation.basis.clause == "QZ-3-11-2"
    assert "泉职防联纪要〔2026〕1号" in obligation.source_label
    entry = Entry.objects.get(action="meetings.minutes.issue")
    records = {change["record"].split(":")[0] for change in json.loads(entry.body)["changes"]}
    assert {"papers.paper", "papers.recipient", "ledger.obligation", "meetings.minutes"} <= records
    assert json.loads(entry.body)["basis"][0]["clause"] == "QZ-4-1"


def test_issued_minutes_are_immutable_and_only_a_corrigendum_corrects(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    own = _paragraph(minutes, "d")
    with pytest.raises(BadInput, match="已印发"):
        revise_paragraph(
            cast.staff, LATER, minutes_id=minutes.pk, key=own["key"], text="改", seen=own["hash"]
        )
    with pytest.raises(BadInput, match="已印发"):
        revise_decision(cast.staff, LATER, decision_id=Decision.objects.get().pk, lead_unit_id=None)
    with pytest.raises(NotInConsent):
        give_consent(cast.member("市住建局"), LATER, minutes_id=minutes.pk, revision=minutes.revision)
    with pytest.raises(WrongState):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    with pytest.raises(CannotIssueMinutes, match="没有"):
        correct_minutes(cast.convener, LATER, minutes_id=minutes.pk, wrong="没有的话", right="x")
    correction = correct_minutes(
        cast.convener, LATER, minutes_id=minutes.pk, wrong="2026年6月30日前", right="2026年7月31日前"
    )
    assert correction.corrects == paper
    assert correction.number == "泉职防联更正〔2026〕1号"
    assert Paper.objects.get(pk=paper.pk).document == paper.document


def test_receipts(cast: Cast) -> None:
    paper = issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    own = paper.recipients.get(unit=cast.unit("市住建局"))
    with pytest.raises(NotPermitted):
        receive_paper(cast.liaison("市发改委"), LATER, recipient_id=own.pk)
    receive_paper(cast.liaison("市住建局"), LATER, recipient_id=own.pk)
    with pytest.raises(BadInput, match="已经签收"):
        receive_paper(cast.liaison("市住建局"), LATER, recipient_id=own.pk)
    up = paper.recipients.get(mode="up")
    assert (
        note_receipt(cast.staff, LATER, recipient_id=up.pk, received_by="市政府办文书科").received_at == LATER
    )


def test_a_decision_to_admit_and_release_units_takes_effect_with_the_issue(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    first, second = meeting.items.all()
    for item in (first, second):
        record_outcome(cast.staff, LATER, item_id=item.pk, text="同意。", result="settled", seen=0)
    day = LATER.date() + timedelta(days=10)
    record_decision(
        cast.staff,
        LATER,
        item_id=first.pk,
        text="市疾控局加入。",
        kind="unit_join",
        unit_name="市疾控局",
        effective_on=day,
    )
    record_decision(
        cast.staff,
        LATER,
        item_id=second.pk,
        text="市发改委退出。",
        kind="unit_leave",
        unit_name="市发改委",
        effective_on=day,
    )
    close_meeting(cast.staff, LATER, meeting_id=meeting.pk, absent=True)
    minutes = circulate_minutes(
        cast.staff, LATER, minutes_id=draft_minutes(cast.staff, LATER, meeting_id=meeting.pk).pk
    )
    for unit in PRESENT:
        _consent(cast, minutes, unit)
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    joined = Membership.objects.get(unit__name="市疾控局")
    left = Membership.objects.get(unit__name="市发改委")
    assert (joined.starts_on, left.ends_before) == (day, day)
    assert joined.basis.clause == "QZ-2-3"
    assert not Notice.objects.filter(title__contains="没有主办单位").exists()
    assert "泉职防联纪要〔2026〕1号" in joined.decision
    assert not Obligation.objects.exists()


def test_paragraphs_can_be_added_and_taken_out_but_not_decisions(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    own = _paragraph(minutes, "i")
    add_paragraph(cast.staff, LATER, minutes_id=minutes.pk, after=own["key"], text="补充一段。")
    added = _paragraph(minutes, "a")
    remove_paragraph(cast.staff, LATER, minutes_id=minutes.pk, key=added["key"], reason="重复")
    with pytest.raises(BadInput, match="不能直接删去"):
        remove_paragraph(
            cast.staff, LATER, minutes_id=minutes.pk, key=_paragraph(minutes, "d")["key"], reason="x"
        )
    minutes.refresh_from_db()
    assert minutes.revision == 3


def test_attendance_is_fixed_once_minutes_are_drafted(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    with pytest.raises(NotInProgress):
        record_attendance(
            cast.staff,
            LATER,
            meeting_id=minutes.meeting_id,
            unit_id=cast.unit("市发改委").pk,
            role="member",
            person_name="x",
        )


def test_a_change_of_units_that_cannot_be_carried_out_is_seen_when_it_is_written(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    item = meeting.items.first()
    assert item is not None
    day = LATER.date() + timedelta(days=10)
    for kind, name, said in (
        ("unit_join", "住建局", "已经是成员单位"),
        ("unit_leave", "不存在的局", "不是成员单位"),
        ("unit_leave", "市卫健委", "办公室所在单位"),
    ):
        with pytest.raises(BadInput, match=said):
            record_decision(
                cast.staff, LATER, item_id=item.pk, text="x", kind=kind, unit_name=name, effective_on=day
            )
    with pytest.raises(BadInput, match="已经过去"):
        record_decision(cast.staff, LATER, item_id=item.pk, text="x", due_on=AT.date())


def test_a_stale_result_never_overwrites(cast: Cast) -> None:
    meeting = open_meeting_with_attendance(cast)
    item = meeting.items.first()
    assert item is not None
    record_outcome(cast.staff, LATER, item_id=item.pk, text="同一句", result="settled", seen=0)
    with pytest.raises(OutcomeConflict):
        record_outcome(cast.director, LATER, item_id=item.pk, text="同一句", result="carried", seen=0)
    record_outcome(cast.director, LATER, item_id=item.pk, text="同一句", result="settled", seen=0)
    item.refresh_from_db()
    assert (item.result, item.outcome_number) == ("settled", 1)
