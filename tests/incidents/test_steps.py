"""What a page is told of the steps of an event and what the acts answer: the same, from the same guard."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from incidents.test_acting import opened, refused, signalled
from incidents.test_asking import GUEST, NUMBERS
from lianxi.bodies.models import Unit
from lianxi.core.desk import Desk
from lianxi.core.words import day_of
from lianxi.guests.actions import submit_task
from lianxi.incidents.actions import (
    add_follow_up,
    amend_incident,
    answer_letter,
    ask_count,
    called,
    confirm_count,
    dismiss_incident,
    end_duty_phone,
    end_group,
    enter_count,
    enter_letter,
    explain,
    explain_letter,
    finish_follow_up,
    form_group,
    lift_measure,
    merge_incident,
    note_group,
    note_measure,
    note_print,
    note_telling,
    receive_telling,
    refuse_follow_up,
    send_tellings,
    set_duty_phone,
    take_count,
    write_report,
)
from lianxi.incidents.facts import Given
from lianxi.incidents.models import Incident, Telling
from lianxi.incidents.waiting import list_days, list_tasks
from lianxi.journal.models import Entry
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.desk import lay_desk
from web.signing_in import posts, seated, words

LATER = AT + timedelta(hours=1)
LETTER = {"kind": "opinion", "number": "泉工〔2026〕1号", "whom": "市住建局", "text": "整改"}
ENTRIES = (
    amend_incident, explain, enter_count, ask_count, note_telling, send_tellings, form_group, note_group,
    note_measure, add_follow_up, write_report,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: LATER)


def told(cast: Cast, incident: Incident, *names: str) -> list[Telling]:
    keys = [f"{cast.unit(name).pk}:" for name in names]
    return send_tellings(cast.staff, AT, incident_id=incident.pk, units=keys)


def answers_alike(action: Any, actor: Any, record: Any, **fields: Any) -> str:
    """Give the sentence by which an act refuses, which a page is told by the same words; empty where both let pass."""
    refusal = action.available(record, actor, day_of(LATER))
    if refusal is None:
        action(actor, LATER, **fields)
        return ""
    assert refused(action, actor, LATER, **fields) == refusal.message
    return str(refusal.message)


def merged(cast: Cast) -> tuple[Incident, Incident]:
    """An event that was told to one unit and merged into another event, and that other."""
    part, whole = opened(cast, ill=2), opened(cast, ill=5)
    told(cast, part, "市人社局")
    return part, whole


def join(cast: Cast, part: Incident, whole: Incident) -> None:
    merge_incident(cast.staff, AT, incident_id=part.pk, into_id=whole.pk, reason="同一车间")
    part.refresh_from_db()


def test_of_an_ended_event_nothing_is_entered_and_the_page_offers_nothing(cast: Cast, client: Client) -> None:
    incident = signalled(cast, ill=3)
    measure = note_measure(cast.staff, AT, incident_id=incident.pk, authority="市卫健委", what="停产")
    group = note_group(cast.staff, AT, incident_id=incident.pk, body="市人民政府", basis="泉政函〔2026〕7号")
    (telling,) = told(cast, incident, "市总工会")
    letter = enter_letter(cast.member("市总工会"), AT, incident_id=incident.pk, **LETTER)
    after = add_follow_up(
        cast.staff, AT, incident_id=incident.pk, text="查处", way="referral", body="市公安局"
    )
    page = seated(client, cast.staff).get(f"/incidents/{incident.pk}")
    offered = {
        *("measure.note", "measure.lift", "group.end", "telling.called", "telling.send", "letter.answer"),
        *("follow_up.refuse", "count.enter", "incident.explain"),
    }
    assert {f"/do/incidents.{name}" for name in offered} <= set(posts(page))
    assert "/do/incidents.incident.amend" in page.content.decode()
    dismiss_incident(cast.staff, AT, incident_id=incident.pk, reason="中暑", asked="市疾控中心")
    incident.refresh_from_db()
    for action in ENTRIES:
        refusal = action.available(incident, cast.staff, day_of(LATER))
        assert refusal is not None
        assert (refusal.code, refusal.message) == ("wrong_state", "这个事件已排除，不能再登记。")
        assert "另行登记来电" in refusal.next_step
    for step, row, fields in (
        (lift_measure, measure, {"measure_id": measure.pk}),
        (end_group, group, {"group_id": group.pk, "reason": "处置结束"}),
        (called, telling, {"telling_id": telling.pk}),
        (answer_letter, letter, {"letter_id": letter.pk, "answer": "adopted"}),
        (refuse_follow_up, after, {"follow_up_id": after.pk, "outcome": "不采纳"}),
    ):
        row.refresh_from_db()
        assert answers_alike(step, cast.staff, row, **fields) == "这个事件已排除，不能再登记。"
    page = client.get(f"/incidents/{incident.pk}")
    assert [one for one in posts(page) if "/incidents." in one] == []
    assert "/do/incidents." not in page.content.decode()
    # What a unit was told it may still sign for.
    assert answers_alike(receive_telling, cast.member("市总工会"), telling, telling_id=telling.pk) == ""


def test_the_sheet_of_the_calls_has_no_forms(cast: Cast, client: Client) -> None:
    incident = opened(cast)
    page = seated(client, cast.staff).get(f"/incidents/{incident.pk}/calls")
    assert [one for one in posts(page) if "/incidents." in one] == []


def test_what_was_entered_for_a_merged_event_goes_on_in_the_whole(cast: Cast, client: Client) -> None:
    part, whole = merged(cast)
    measure = note_measure(cast.staff, AT, incident_id=part.pk, authority="市卫健委", what="停产")
    task, token = ask_count(
        cast.staff, AT, incident_id=part.pk, body="晋江市卫生健康局", due_on=day_of(AT) + timedelta(days=1)
    )
    submit_task(GUEST, AT, token=token, text=NUMBERS.format(9, 0))
    join(cast, part, whole)
    refusal = enter_count.available(part, cast.staff, day_of(AT))
    assert refusal is not None
    assert refusal.next_step == "请在合并后的事件登记。"
    # The unit that was told of the part sees the whole, and enters for it what the page offers.
    social = cast.member("市人社局")
    page = seated(client, social).get(f"/incidents/{whole.pk}")
    assert {"/do/incidents.count.enter", "/do/incidents.measure.lift"} <= set(posts(page))
    assert answers_alike(lift_measure, social, measure, measure_id=measure.pk) == ""
    enter_count(social, LATER, incident_id=whole.pk, as_of=LATER, ill=6, source="医院")
    assert "/do/incidents.count.take" in posts(seated(client, cast.staff).get(f"/incidents/{whole.pk}"))
    task.refresh_from_db()
    own = {"incident_id": whole.pk, "task_id": task.pk}
    assert answers_alike(take_count, cast.staff, Given(whole, task), reason="截至前一时点", **own) == ""
    task.refresh_from_db()
    assert "已接收" in answers_alike(take_count, cast.staff, Given(whole, task), **own)


def test_numbers_of_a_link_are_taken_by_who_sent_it_and_the_office(cast: Cast, client: Client) -> None:
    incident = opened(cast)
    told(cast, incident, "市总工会", "市人社局")
    union, social = cast.member("市总工会"), cast.member("市人社局")
    due = day_of(AT) + timedelta(days=1)
    task, token = ask_count(union, AT, incident_id=incident.pk, body="某医院", due_on=due)
    own = {"incident_id": incident.pk, "task_id": task.pk}
    assert "还没有填报" in answers_alike(take_count, union, Given(incident, task), **own)
    submit_task(GUEST, AT, token=token, text=NUMBERS.format(9, 0))
    task.refresh_from_db()
    refusal = take_count.available(Given(incident, task), social, day_of(AT))
    assert refusal is not None
    assert "由市总工会发出" in refusal.message
    assert "/do/incidents.count.take" not in posts(seated(client, social).get(f"/incidents/{incident.pk}"))
    assert "/do/incidents.count.take" in posts(seated(client, union).get(f"/incidents/{incident.pk}"))
    assert answers_alike(take_count, union, Given(incident, task), **own) == ""


def test_an_owed_follow_up_is_offered_as_carried_out_once_the_ledger_has_closed_it(
    cast: Cast, client: Client
) -> None:
    incident = opened(cast)
    row = add_follow_up(
        cast.staff, AT, incident_id=incident.pk, text="专项检查", way="obligation", clause="QZ-3-11-2"
    )
    assert row.obligation is not None
    url = f"/incidents/{incident.pk}"
    page = seated(client, cast.staff).get(url)
    assert f"已落实：事项{row.obligation.number}还没有办结。请先在台账办结" in words(page)
    assert "/do/incidents.follow_up.refuse" in posts(page)
    assert "/do/incidents.follow_up.finish" not in page.content.decode()
    given = {"follow_up_id": row.pk, "outcome": "已查"}
    assert "还没有办结" in answers_alike(finish_follow_up, cast.staff, row, **given)
    QuerySet(Obligation).filter(pk=row.obligation.pk).update(state="closed")
    assert "/do/incidents.follow_up.finish" in client.get(url).content.decode()
    row = type(row).objects.get(pk=row.pk)
    assert answers_alike(finish_follow_up, cast.staff, row, **given) == ""


def test_a_reminder_of_the_union_asks_for_no_explanation(cast: Cast, client: Client) -> None:
    incident = opened(cast)
    told(cast, incident, "市总工会")
    union = cast.member("市总工会")
    row = enter_letter(union, AT, incident_id=incident.pk, **LETTER | {"kind": "prompt"})
    page = seated(client, union).get(f"/incidents/{incident.pk}")
    assert "/do/incidents.letter.answer" in posts(page)
    assert "/do/incidents.letter.explain" not in posts(page)
    given = {"letter_id": row.pk, "text": "没有答复"}
    assert "提示函不要求答复" in answers_alike(explain_letter, union, row, **given)
    other = enter_letter(union, AT, incident_id=incident.pk, **LETTER)
    assert answers_alike(explain_letter, union, other, **given | {"letter_id": other.pk}) == ""
    # An answer that comes after all is entered where the explanation stands.
    page = client.get(f"/incidents/{incident.pk}")
    assert posts(page).count("/do/incidents.letter.answer") == 2
    other.refresh_from_db()
    assert answers_alike(answer_letter, union, other, letter_id=other.pk, answer="adopted") == ""


def test_letters_are_entered_by_the_union_and_answered_by_whom_they_were_sent_to(
    cast: Cast, client: Client
) -> None:
    incident = opened(cast)
    told(cast, incident, "市总工会", "市住建局", "市人社局")
    housing, social = cast.member("市住建局"), cast.member("市人社局")
    given = {"incident_id": incident.pk, **LETTER}
    assert "只由总工会" in answers_alike(enter_letter, housing, incident, **given)
    assert "/do/incidents.letter.enter" not in posts(seated(client, housing).get(f"/incidents/{incident.pk}"))
    row = enter_letter(cast.member("市总工会"), AT, unit_id=cast.unit("市住建局").pk, is_shared=True, **given)
    answer = {"letter_id": row.pk, "answer": "adopted"}
    assert "不是发给你单位" in answers_alike(answer_letter, social, row, **answer)
    page = seated(client, social).get(f"/incidents/{incident.pk}")
    assert "泉工〔2026〕1号" in words(page)
    assert "/do/incidents.letter.answer" not in posts(page)
    assert "/do/incidents.letter.answer" in posts(seated(client, housing).get(f"/incidents/{incident.pk}"))
    assert answers_alike(answer_letter, housing, row, **answer) == ""
    # The entry is about the letter: who dealt with it last has it in hand.
    assert Entry.objects.latest("pk").subject == f"incidents.unionletter:{row.pk}"


def test_a_letter_of_an_event_that_has_ended_leaves_the_calendar(cast: Cast) -> None:
    incident = signalled(cast, ill=3)
    told(cast, incident, "市总工会")
    enter_letter(
        cast.member("市总工会"), AT, incident_id=incident.pk, due_on=day_of(AT) + timedelta(days=9), **LETTER
    )
    desk = Desk(cast.conference.pk, cast.staff, AT, {})
    assert [one.title for one in list_days(desk)] == [f"{incident.title}：泉工〔2026〕1号"]
    dismiss_incident(cast.staff, AT, incident_id=incident.pk, reason="中暑", asked="市疾控中心")
    assert list(list_days(desk)) == []


def test_a_group_without_the_union_is_not_offered_until_the_reason_is_written(
    cast: Cast, client: Client
) -> None:
    incident = opened(cast)
    QuerySet(Unit).filter(name="市总工会").update(name="市职工中心")
    given = {"incident_id": incident.pk, "kind": "first_response", "basis_kind": "law", "basis": "law_37"}
    assert "没有总工会" in answers_alike(form_group, cast.staff, incident, **given)
    page = seated(client, cast.staff).get(f"/incidents/{incident.pk}")
    assert "成立工作组：成员单位里没有总工会，也没有写明理由。请在“说明”里写明" in words(page)
    assert "/do/incidents.group.form" not in posts(page)
    assert "/do/incidents.group.note" in posts(page)
    explain(cast.staff, AT, incident_id=incident.pk, what="union_reason", text="已书面函告，因改选未派员")
    incident.refresh_from_db()
    assert "/do/incidents.group.form" in posts(client.get(f"/incidents/{incident.pk}"))
    assert answers_alike(form_group, cast.staff, incident, **given) == ""


def test_a_telling_is_signed_for_once_by_its_unit_and_only_where_it_was_sent(cast: Cast) -> None:
    incident = opened(cast)
    told(cast, incident, "市人社局")
    (row,) = told(cast, incident, "市总工会")
    union, social = cast.member("市总工会"), cast.member("市人社局")
    noted = note_telling(cast.staff, AT, incident_id=incident.pk, whom_kind="cdc")
    for action, actor in ((called, cast.staff), (receive_telling, union)):
        assert "没有经本系统送出" in answers_alike(action, actor, noted, telling_id=noted.pk)
    refusal = receive_telling.available(row, social, day_of(AT))
    assert refusal is not None
    assert refusal.next_step == "请由市总工会的席位签收。"
    assert answers_alike(receive_telling, union, row, telling_id=row.pk) == ""
    row.refresh_from_db()
    assert "已经签收" in answers_alike(called, cast.staff, row, telling_id=row.pk)


def test_a_count_that_was_not_lower_or_is_confirmed_waits_for_nobody(cast: Cast) -> None:
    incident = opened(cast, ill=5)
    own = {"incident_id": incident.pk, "as_of": LATER, "source": "疾控"}
    higher = enter_count(cast.staff, LATER, ill=7, **own)
    assert "没有下调" in answers_alike(confirm_count, cast.director, higher, count_id=higher.pk)
    lower = enter_count(cast.staff, LATER, ill=6, reason="一人排除", **own)
    assert "由你登记" in answers_alike(confirm_count, cast.staff, lower, count_id=lower.pk)
    assert answers_alike(confirm_count, cast.director, lower, count_id=lower.pk) == ""
    lower.refresh_from_db()
    assert "已经确认" in answers_alike(confirm_count, cast.director, lower, count_id=lower.pk)


def test_the_duty_sheet_is_printed_once_a_week_and_only_with_a_line_in_it(cast: Cast, client: Client) -> None:
    seated(client, cast.staff)
    assert "还没有电话" in answers_alike(note_print, cast.staff, cast.conference)
    assert "/do/incidents.duty.note_print" not in posts(client.get("/incidents/duty"))
    line = set_duty_phone(cast.staff, AT, body="市总值班室", night_phone="0595-00000001")
    page = client.get("/incidents/duty")
    assert {"/do/incidents.duty.note_print", "/do/incidents.duty.end"} <= set(posts(page))
    assert answers_alike(note_print, cast.staff, cast.conference) == ""
    assert "已登记打印" in answers_alike(note_print, cast.staff, cast.conference)
    assert "/do/incidents.duty.note_print" not in posts(client.get("/incidents/duty"))
    assert answers_alike(end_duty_phone, cast.staff, line, duty_id=line.pk) == ""
    line.refresh_from_db()
    assert "已经停用" in answers_alike(end_duty_phone, cast.staff, line, duty_id=line.pk)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_a_merged_event_left_open_waits_at_the_desk_for_the_whole(cast: Cast, depth: int) -> None:
    part, whole = merged(cast)
    told(cast, part, "市总工会")
    enter_letter(cast.member("市总工会"), AT, incident_id=part.pk, unit_id=cast.unit("市住建局").pk, **LETTER)
    join(cast, part, whole)
    for _ in range(depth - 1):
        above = opened(cast, ill=7)
        join(cast, whole, above)
        whole = above
    told_to = list_tasks(lay_desk(cast.member("市人社局"), AT))
    assert [(one.kind, one.url) for one in told_to] == [("签收事件告知", f"/incidents/{whole.pk}#told")]
    lettered = list_tasks(lay_desk(cast.member("市住建局"), AT))
    assert ("答复工会文书", f"/incidents/{whole.pk}#letters") in [(one.kind, one.url) for one in lettered]
    calls = [one.kind for one in list_tasks(lay_desk(cast.staff, AT))]
    assert "电话告知未签收的单位" in calls
