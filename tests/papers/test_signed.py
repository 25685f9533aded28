"""What leaders sign on paper: entered by the office, confirmed by another unit, done as theirs, and marked so."""

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from cast import AT, Cast
from ledger.steps import DUE, acknowledged, submitted
from ledger.steps import entered as ledger_entered
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.models import Entry, Notice
from lianxi.ledger.actions import ask_extension
from lianxi.meetings.actions import (
    accept_topic,
    circulate_minutes,
    enter_assigned_topic,
    issue_minutes,
    plan_meeting,
)
from lianxi.meetings.facts import present_revision
from lianxi.meetings.models import Meeting
from lianxi.papers.actions import confirm_signed, enter_signed, refuse_signed
from lianxi.papers.files import Upload
from lianxi.papers.models import Paper, SignedAct
from lianxi.papers.rules import SIGNED_ACTS
from meetings.stages import LATER, agreed_minutes, drafted_minutes
from papers.paths import deputy, drafted
from web.signing_in import posts, seated, words

GIVEN = {"post": "副市长", "signed_on": AT.date(), "system_number": "办文2026-118"}


def planned(cast: Cast) -> Meeting:
    return plan_meeting(cast.staff, AT, kind="special", title="专题会议", starts_at=LATER, place="会议室")


def entered(cast: Cast, signed: str, field: str, pk: int, leader: Actor, **others: object) -> SignedAct:
    given = json.dumps({field: [str(pk)]})
    fields = {**GIVEN, "seat_id": leader.seat_id, **others}
    return enter_signed(cast.staff, LATER, signed=signed, given=given, **fields)  # type: ignore[arg-type]


def agreement(cast: Cast, **others: object) -> tuple[Meeting, SignedAct]:
    meeting = planned(cast)
    return meeting, entered(cast, "meetings.meeting.agree", "meeting_id", meeting.pk, cast.convener, **others)


def test_nothing_is_done_before_a_seat_of_another_unit_confirms(cast: Cast) -> None:
    meeting, row = agreement(cast, scan=Upload("签批.pdf", b"%PDF-1.7"))
    meeting.refresh_from_db()
    assert (row.state, meeting.agreed_at) == ("entered", None)
    for own in (cast.staff, cast.director):
        with pytest.raises(NotPermitted, match="核对"):
            confirm_signed(own, LATER, signed_id=row.pk)
    confirm_signed(cast.member("市住建局"), LATER, signed_id=row.pk)
    meeting.refresh_from_db()
    assert meeting.agreed_by.endswith("（登记签批）")
    entry = Entry.objects.get(action="meetings.meeting.agree")
    assert "登记签批：" in entry.actor
    told = json.loads(entry.body)
    assert told["actor"]["seat"] == cast.member("市住建局").seat_id
    assert "副市长）2026年3月2日签批，编号办文2026-118，有扫描件；登记：" in told["remark"]
    to_leader = Notice.objects.filter(to_seat_id=cast.convener.seat_id).values_list("title", flat=True)
    assert sorted(to_leader) == [
        "你的签批（同意召开会议）已核对并办理",
        "办公室登记了你的签批（同意召开会议），待核对",
    ]
    with pytest.raises(WrongState):
        confirm_signed(cast.member("市住建局"), LATER, signed_id=row.pk)


def test_the_leader_can_confirm_from_the_own_seat(cast: Cast) -> None:
    meeting, row = agreement(cast)
    confirm_signed(cast.convener, LATER, signed_id=row.pk)
    meeting.refresh_from_db()
    assert meeting.agreed_at is not None


def test_minutes_are_issued_from_a_signed_paper(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    row = entered(cast, "meetings.minutes.issue", "minutes_id", minutes.pk, cast.convener)
    confirm_signed(cast.member("市人社局"), LATER, signed_id=row.pk)
    paper = Paper.objects.get(kind="minutes")
    assert paper.issued_by.endswith("（登记签批）")


def test_what_the_act_refuses_leaves_the_paper_waiting(cast: Cast) -> None:
    minutes = circulate_minutes(cast.staff, LATER, minutes_id=drafted_minutes(cast).pk)
    row = entered(cast, "meetings.minutes.issue", "minutes_id", minutes.pk, cast.convener)
    with pytest.raises(Refusal, match="不能印发"):
        confirm_signed(cast.member("市人社局"), LATER, signed_id=row.pk)
    row.refresh_from_db()
    assert row.state == "entered"


def test_a_paper_signed_by_hand_bears_the_day_of_the_signature(cast: Cast) -> None:
    from lianxi.papers.actions import review_draft, submit_draft

    draft = drafted(cast)
    submit_draft(cast.staff, AT, draft_id=draft.pk)
    review_draft(deputy(cast), AT, draft_id=draft.pk)
    row = entered(cast, "papers.draft.sign", "draft_id", draft.pk, cast.convener)
    confirm_signed(cast.member("市住建局"), LATER, signed_id=row.pk)
    draft.refresh_from_db()
    assert (draft.state, draft.signed_on) == ("signed", AT.date())
    assert draft.signer


@pytest.mark.parametrize(
    ("others", "said"),
    [
        ({"signed_on": (LATER + timedelta(days=1)).date()}, "不能晚于今天"),
        ({"signed_on": date(2001, 1, 1)}, "没有任职人员"),
        ({"post": " "}, "职务"),
    ],
)
def test_impossible_signatures_are_refused(cast: Cast, others: dict[str, object], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        agreement(cast, **others)


def test_only_what_leaders_sign_and_only_by_seats_that_may(cast: Cast) -> None:
    meeting = planned(cast)
    with pytest.raises(BadInput, match="不能登记签批"):
        entered(cast, "meetings.meeting.cancel", "meeting_id", meeting.pk, cast.convener)
    with pytest.raises(NotPermitted):
        entered(cast, "meetings.meeting.agree", "meeting_id", meeting.pk, cast.member("市住建局"))
    with pytest.raises(BadInput, match="读不通"):
        enter_signed(
            cast.staff,
            LATER,
            signed="meetings.meeting.agree",
            given="{",
            seat_id=cast.convener.seat_id or 0,
            **GIVEN,
        )
    agreed = {
        "signed": "meetings.meeting.agree",
        "field": "meeting_id",
        "pk": meeting.pk,
        "leader": cast.convener,
    }
    row = entered(cast, **agreed)  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="等待核对"):
        entered(cast, **agreed)  # type: ignore[arg-type]
    refuse_signed(cast.member("市住建局"), LATER, signed_id=row.pk, reason="签批件上没有日期")
    assert entered(cast, **agreed).pk != row.pk  # type: ignore[arg-type]


def test_the_pages_offer_entering_and_confirming(cast: Cast) -> None:
    meeting, _ = agreement(cast)
    url = f"/papers/signed/meetings.meeting.agree/{meeting.pk}"
    assert url in posts(seated(Client(), cast.staff).get(url))
    page = seated(Client(), cast.member("市住建局")).get("/papers/signed")
    assert "/do/papers.signed.confirm" in posts(page)
    assert "1件登记的签批待核对" in words(page)


def _fill(cast: Cast, act: str, pk: int, **fields: object) -> SignedAct:
    """Enter a signed act through its page, as the office does."""
    url = f"/papers/signed/{act}/{pk}"
    sent = {**GIVEN, "seat_id": cast.convener.seat_id, "next": "/papers/signed", **fields}
    answer = seated(Client(), cast.staff).post(url, sent)
    assert answer.status_code == 302, words(answer)
    return SignedAct.objects.latest("pk")


def test_an_extension_is_answered_by_the_conveners_paper_from_the_page(cast: Cast) -> None:
    row = acknowledged(cast, ledger_entered(cast))
    until = DUE + timedelta(days=10)
    given = {"asked_on": until, "reason": "材料未齐", "progress": "过半"}
    asked = ask_extension(cast.member("市住建局"), LATER, obligation_id=row.pk, **given)
    form = words(seated(Client(), cast.staff).get(f"/papers/signed/ledger.extension.grant/{asked.pk}"))
    assert "延至" in form
    signed = _fill(
        cast,
        "ledger.extension.grant",
        asked.pk,
        **{"given-granted_on": (until + timedelta(days=1)).isoformat(), "given-answer": "同意"},
    )
    confirm_signed(cast.member("市人社局"), LATER, signed_id=signed.pk)
    row.refresh_from_db()
    assert row.due_on == until + timedelta(days=1)


def test_a_refusal_needs_its_words_on_the_page_too(cast: Cast) -> None:
    row = acknowledged(cast, ledger_entered(cast, lead="市卫健委"))
    given = {"asked_on": DUE + timedelta(days=10), "reason": "材料未齐", "progress": "过半"}
    asked = ask_extension(cast.member("市卫健委"), LATER, obligation_id=row.pk, **given)
    sent = {**GIVEN, "seat_id": cast.convener.seat_id}
    answer = seated(Client(), cast.staff).post(f"/papers/signed/ledger.extension.refuse/{asked.pk}", sent)
    assert answer.status_code == 422
    assert "请填写" in words(answer)
    assert not SignedAct.objects.exists()
    page = seated(Client(), cast.staff).get(f"/ledger/{row.pk}").content.decode()
    assert f"/papers/signed/ledger.extension.grant/{asked.pk}" in page


def test_a_verification_is_entered_from_the_matters_page(cast: Cast) -> None:
    row = ledger_entered(cast, lead="市卫健委")
    submitted(cast, row)
    page = seated(Client(), cast.staff).get(f"/ledger/{row.pk}").content.decode()
    assert f"/papers/signed/ledger.obligation.verify/{row.pk}" in page


def test_a_correction_is_entered_from_the_page_of_the_issued_minutes(cast: Cast) -> None:
    minutes = agreed_minutes(cast)
    url = f"/papers/signed/meetings.minutes.correct/{minutes.pk}"
    assert url not in seated(Client(), cast.staff).get(f"/minutes/{minutes.pk}").content.decode()
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    assert url in seated(Client(), cast.staff).get(f"/minutes/{minutes.pk}").content.decode()
    for other in (cast.convener, cast.member("市人社局")):
        assert url not in seated(Client(), other).get(f"/minutes/{minutes.pk}").content.decode()
    wrong = present_revision(minutes).paragraphs[0]["text"]
    signed = _fill(
        cast, "meetings.minutes.correct", minutes.pk, **{"given-wrong": wrong, "given-right": f"{wrong}。"}
    )
    confirm_signed(cast.member("市住建局"), LATER, signed_id=signed.pk)
    assert Paper.objects.get(kind="corrigendum").issued_by.endswith("（登记签批）")


def test_an_answer_upward_is_entered_from_the_page_of_its_matter(cast: Cast) -> None:
    given = {"title": "尘肺病救助", "text": "交办内容", "source_body": "市人民政府", "clause": "QZ-1-02"}
    topic = enter_assigned_topic(cast.staff, AT, kind="assigned", **given)
    url = f"/papers/signed/meetings.topic.answer_upward/{topic.pk}"
    assert url not in seated(Client(), cast.staff).get(f"/topics/{topic.pk}").content.decode()
    accept_topic(cast.staff, AT, topic_id=topic.pk)
    assert url in seated(Client(), cast.staff).get(f"/topics/{topic.pk}").content.decode()
    assert url not in seated(Client(), cast.member("市人社局")).get(f"/topics/{topic.pk}").content.decode()
    signed = _fill(cast, "meetings.topic.answer_upward", topic.pk, **{"given-text": "已按要求完成专项检查。"})
    confirm_signed(cast.member("市住建局"), LATER, signed_id=signed.pk)
    topic.refresh_from_db()
    assert topic.state == "answered"


def test_every_signed_act_has_a_page_with_its_own_fields(cast: Cast) -> None:
    load_catalogue()
    for act, record in SIGNED_ACTS.items():
        page = seated(Client(), cast.staff).get(f"/papers/signed/{act}/1").content.decode()
        needed = {name for name, field in catalogue[act].payload.items() if field.needed} - {record}
        assert {name for name in needed if f'name="given-{name}"' not in page} == set(), act
