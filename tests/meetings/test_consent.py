"""Consent to the minutes by paragraph: what voids it, objections, paper, silence."""

from datetime import date, timedelta

import pytest

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.bodies.models import ConferenceRule
from lianxi.core.refusals import BadInput, Conflict, NotPermitted, WrongState
from lianxi.journal.models import Notice
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import (
    adopt_objection,
    drop_decision,
    give_consent,
    issue_minutes,
    raise_objection,
    record_paper_consent,
    remove_paragraph,
    reply_to_objection,
    revise_decision,
    revise_paragraph,
    withdraw_objection,
)
from lianxi.meetings.actions.minutes import ParagraphConflict
from lianxi.meetings.facts import consent_facts, present_revision
from lianxi.meetings.models import Decision, Minutes, Objection
from lianxi.meetings.rules.consent import CannotIssueMinutes, consent_table
from lianxi.meetings.rules.steps import NotAsked
from lianxi.papers.files import Upload, read_file
from meetings.stages import (
    LATER,
    PRESENT,
    agreed_minutes,
    circulated_minutes,
    drafted_minutes,
)


def _paragraph(minutes: Minutes, prefix: str) -> dict[str, str]:
    minutes.refresh_from_db()
    return next(p for p in present_revision(minutes).paragraphs if p["key"].startswith(prefix))


def _consent(cast: Cast, minutes: Minutes, unit: str, **rest: str) -> None:
    minutes.refresh_from_db()
    give_consent(cast.member(unit), LATER, minutes_id=minutes.pk, revision=minutes.revision, **rest)


def test_an_edit_voids_consent_for_the_changed_paragraph_only(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    own = _paragraph(minutes, "d")
    revise_paragraph(
        cast.staff,
        LATER,
        minutes_id=minutes.pk,
        key=own["key"],
        text=own["text"] + "报办公室。",
        seen=own["hash"],
    )
    minutes.refresh_from_db()
    table = consent_table(consent_facts(minutes, LATER.date()))
    stale = {key for (key, _), status in table.cells.items() if status == "stale"}
    assert stale == {own["key"]}
    with pytest.raises(CannotIssueMinutes):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert Notice.objects.filter(title__contains="重新表态").count() == 3


def test_what_is_written_beside_an_agreement_is_asked_about_and_not_dropped(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    with pytest.raises(BadInput, match="又写了保留的意见"):
        _consent(cast, minutes, "市住建局", reservation="另有意见")
    assert not minutes.consents.exists()
    _consent(cast, minutes, "市住建局", stance="reserve", reservation="另有意见")
    assert minutes.consents.get().reservation == "另有意见"


def test_changing_who_does_it_by_when_voids_consent_too(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    decision = Decision.objects.get()
    revise_decision(
        cast.staff,
        LATER,
        decision_id=decision.pk,
        lead_unit_id=decision.lead_unit_id,
        due_on=AT.date() + timedelta(30),
    )
    with pytest.raises(CannotIssueMinutes):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)


def test_a_consent_to_an_older_revision_is_refused(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    own = _paragraph(minutes, "i")
    revise_paragraph(
        cast.staff, LATER, minutes_id=minutes.pk, key=own["key"], text="一、改过。", seen=own["hash"]
    )
    with pytest.raises(Conflict, match="第2版"):
        give_consent(cast.member("市住建局"), LATER, minutes_id=minutes.pk, revision=1)


def test_two_editors_of_different_paragraphs_both_keep_their_text(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    first, second = (p for p in present_revision(minutes).paragraphs if p["key"].startswith("i"))
    revise_paragraph(
        cast.staff, LATER, minutes_id=minutes.pk, key=first["key"], text="一、甲", seen=first["hash"]
    )
    revise_paragraph(
        cast.director, LATER, minutes_id=minutes.pk, key=second["key"], text="二、乙", seen=second["hash"]
    )
    minutes.refresh_from_db()
    texts = [p["text"] for p in present_revision(minutes).paragraphs]
    assert "一、甲" in texts
    assert "二、乙" in texts
    with pytest.raises(ParagraphConflict) as conflict:
        revise_paragraph(
            cast.staff, LATER, minutes_id=minutes.pk, key=first["key"], text="丙", seen=first["hash"]
        )
    assert conflict.value.theirs == "一、甲"
    assert minutes.revisions.count() == 3


def test_a_unit_that_did_not_attend_is_not_asked(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    with pytest.raises(NotAsked):
        give_consent(cast.member("市人社局"), LATER, minutes_id=minutes.pk, revision=1)


def test_a_late_unit_consents_only_to_what_it_attended(cast: Cast) -> None:
    minutes = circulated_minutes(cast, late="市住建局")
    consent = give_consent(cast.member("市住建局"), LATER, minutes_id=minutes.pk, revision=1)
    items = {p["key"]: p["item"] for p in present_revision(minutes).paragraphs}
    assert {items[key] for key in consent.hashes} == {None, 2}
    with pytest.raises(BadInput, match="不对这一段"):
        raise_objection(
            cast.member("市住建局"),
            LATER,
            minutes_id=minutes.pk,
            paragraph=_paragraph(minutes, "d")["key"],
            text="x",
        )


def test_objection_reply_and_a_new_round(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    key = _paragraph(minutes, "d")["key"]
    objection = raise_objection(
        cast.member("市住建局"), LATER, minutes_id=minutes.pk, paragraph=key, text="期限太紧"
    )
    for unit in ("市卫健委", "市总工会"):
        _consent(cast, minutes, unit)
    with pytest.raises(CannotIssueMinutes, match="市住建局"):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    reply_to_objection(cast.staff, LATER, objection_id=objection.pk, reply="已写明分两步完成")
    with pytest.raises(CannotIssueMinutes):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    give_consent(
        cast.member("市住建局"),
        LATER + timedelta(hours=1),
        minutes_id=minutes.pk,
        revision=1,
        stance="reserve",
        reservation="期限仍偏紧",
    )
    objection.refresh_from_db()
    assert objection.state == "closed"
    assert issue_minutes(cast.convener, LATER + timedelta(hours=2), minutes_id=minutes.pk).sequence == 1


def test_a_withdrawn_objection_still_leaves_consent_to_be_given(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    key = _paragraph(minutes, "d")["key"]
    row = raise_objection(cast.member("市住建局"), LATER, minutes_id=minutes.pk, paragraph=key, text="x")
    with pytest.raises(NotPermitted):
        withdraw_objection(cast.member("市总工会"), LATER, objection_id=row.pk)
    withdraw_objection(cast.member("市住建局"), LATER, objection_id=row.pk)
    assert not consent_table(consent_facts(minutes, LATER.date())).complete()


def test_paper_consent_is_recorded_on_behalf_with_its_scan(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    scan = Upload("会签单.pdf", b"%PDF-1.4 scan", "application/pdf")
    consent = record_paper_consent(
        cast.staff, LATER, minutes_id=minutes.pk, revision=1, unit_id=cast.unit("市总工会").pk, scan=scan
    )
    assert consent.scan is not None
    assert read_file(consent.scan) == scan.content
    assert "代录" in consent.by
    with pytest.raises(BadInput, match="空文件"):
        record_paper_consent(
            cast.staff,
            LATER,
            minutes_id=minutes.pk,
            revision=1,
            unit_id=cast.unit("市住建局").pk,
            scan=Upload("x.pdf", b""),
        )


def test_silence_is_not_consent_for_quanzhou_but_can_be_a_conference_rule(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    much_later = LATER + timedelta(days=30)
    with pytest.raises(CannotIssueMinutes):
        issue_minutes(cast.convener, much_later, minutes_id=minutes.pk)
    with pytest.raises(BadInput, match="建立文件"):
        set_rule(cast.director, LATER, code="silent_consent", value="on")
    # A conference whose document does not ask for positive consent may switch it on.
    ConferenceRule._base_manager.filter(conference=cast.conference, code="consent").delete()
    set_rule(cast.director, LATER, code="silent_consent", value="on")
    assert issue_minutes(cast.convener, much_later, minutes_id=minutes.pk).sequence == 1


def test_what_units_consent_to_is_what_the_ledger_asks_for(cast: Cast) -> None:
    minutes = circulated_minutes(cast)
    own = _paragraph(minutes, "d")
    text = own["text"].replace("检查。", "检查，覆盖全部在建项目。")
    revise_paragraph(cast.staff, LATER, minutes_id=minutes.pk, key=own["key"], text=text, seen=own["hash"])
    assert Decision.objects.get().text == text
    for unit in PRESENT:
        _consent(cast, minutes, unit)
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert Obligation.objects.get().text == text


def test_a_removal_is_an_edit_that_the_units_must_agree_to(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    decision = Decision.objects.get()
    drop_decision(cast.staff, LATER, decision_id=decision.pk, reason="另行研究")
    with pytest.raises(CannotIssueMinutes, match="市住建局"):
        issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    own = _paragraph(minutes, "i")
    remove_paragraph(cast.staff, LATER, minutes_id=minutes.pk, key=own["key"], reason="并入他段")
    minutes.refresh_from_db()
    rows = present_revision(minutes).paragraphs
    assert [p["key"] for p in rows if p.get("removed")] == [own["key"], f"d{decision.pk}"]
    with pytest.raises(BadInput, match="已经删去"):
        revise_paragraph(cast.staff, LATER, minutes_id=minutes.pk, key=own["key"], text="悄悄恢复", seen="x")
    for unit in PRESENT:
        _consent(cast, minutes, unit)
    paper = issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert "删去" not in str(paper.document)
    assert "粉尘危害检查" not in str(paper.document)
    assert not Obligation.objects.exists()


def test_a_removal_before_anybody_spoke_leaves_no_trace_in_the_text(cast: Cast) -> None:
    minutes = drafted_minutes(cast)
    drop_decision(cast.staff, LATER, decision_id=Decision.objects.get().pk, reason="记错")
    minutes.refresh_from_db()
    assert not any(p.get("removed") for p in present_revision(minutes).paragraphs)


def _objected(cast: Cast, prefix: str = "d") -> tuple[Minutes, dict[str, str], Objection]:
    """A unit that agreed objects to a paragraph of minutes to which all agreed."""
    minutes = agreed_minutes(cast)
    own = _paragraph(minutes, prefix)
    row = raise_objection(
        cast.member("市住建局"), LATER, minutes_id=minutes.pk, paragraph=own["key"], text="期限太紧"
    )
    return minutes, own, row


def test_adoption_changes_words_and_terms_in_one_revision_and_replies(cast: Cast) -> None:
    minutes, own, row = _objected(cast)
    decision = Decision.objects.get()
    helper = decision.co_units.get()
    day, text = date(2026, 5, 31), own["text"].replace("6月30日", "5月31日")
    adopt_objection(
        cast.staff,
        LATER,
        objection_id=row.pk,
        text=text,
        seen=own["hash"],
        reply="采纳，第 3 段已改。",
        lead_unit_id=decision.lead_unit_id,
        co_unit_ids=(helper.unit_id,),
        due_on=day,
        evidence_wanted="检查结果表和照片",
    )
    minutes.refresh_from_db()
    decision.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, row.reply) == ("replied", "采纳，第 3 段已改。")
    assert (decision.due_on, decision.text, decision.evidence_wanted) == (
        day,
        text,
        "检查结果表和照片",
    )
    assert minutes.revision == 2
    assert minutes.revisions.get(number=2).reason.startswith("采纳异议，修改第")
    new = _paragraph(minutes, "d")
    assert new["text"] == decision.text
    assert new["binding"]["due_on"] == day.isoformat()  # type: ignore[index]
    table = consent_table(consent_facts(minutes, LATER.date()))
    assert {key for (key, _), status in table.cells.items() if status == "stale"} == {own["key"]}
    _consent(cast, minutes, "市住建局")
    row.refresh_from_db()
    assert row.state == "closed"
    assert list(verify_chains()) == []


def test_adoption_that_changes_nothing_or_disagrees_with_itself_is_refused(cast: Cast) -> None:
    minutes, own, row = _objected(cast)
    decision = Decision.objects.get()
    helpers = tuple(one.unit_id for one in decision.co_units.filter(dropped=False))
    given = {
        "objection_id": row.pk,
        "seen": own["hash"],
        "reply": "采纳",
        "lead_unit_id": decision.lead_unit_id,
        "co_unit_ids": helpers,
        "due_on": decision.due_on,
        "cycle": decision.cycle,
        "evidence_wanted": decision.evidence_wanted,
    }
    with pytest.raises(BadInput, match="都没有改动"):
        adopt_objection(cast.staff, LATER, text=own["text"], **given)
    with pytest.raises(BadInput, match="登记的期限"):
        adopt_objection(cast.staff, LATER, text=own["text"].replace("6月30日", "5月1日"), **given)
    with pytest.raises(BadInput, match="没有约束任何单位"):
        adopt_objection(
            cast.staff, LATER, text="改过。", **{**given, "lead_unit_id": None, "co_unit_ids": ()}
        )
    with pytest.raises(ParagraphConflict):
        adopt_objection(cast.staff, LATER, text="改过。", **{**given, "seen": "other"})
    with pytest.raises(NotPermitted):
        adopt_objection(cast.member("市住建局"), LATER, text="改过。", **given)
    minutes.refresh_from_db()
    assert minutes.revision == 1
    assert Decision.objects.get().text == decision.text


def test_a_paragraph_without_a_decision_is_adopted_by_its_words_alone(cast: Cast) -> None:
    minutes, own, row = _objected(cast, "i")
    adopt_objection(cast.staff, LATER, objection_id=row.pk, text="一、改过。", seen=own["hash"], reply="采纳")
    assert _paragraph(minutes, "i")["text"] == "一、改过。"
    with pytest.raises(WrongState):
        adopt_objection(cast.staff, LATER, objection_id=row.pk, text="一、再改。", seen="x", reply="采纳")


def test_an_objection_to_a_paragraph_taken_out_is_replied_to(cast: Cast) -> None:
    minutes, own, row = _objected(cast, "i")
    remove_paragraph(cast.staff, LATER, minutes_id=minutes.pk, key=own["key"], reason="重复")
    with pytest.raises(BadInput, match="已经删去"):
        adopt_objection(
            cast.staff, LATER, objection_id=row.pk, text="一、改过。", seen=own["hash"], reply="采纳"
        )
