"""Acts of incidents by their seats: bad input in sentences, lower counts, merging, late entries, closing by a second seat."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from cast import AT, Cast
from incidents.test_histories import drawn, graded, table_of
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.incidents.actions import (
    amend_incident,
    called,
    close_incident,
    conclude,
    confirm_count,
    enter_call,
    enter_count,
    enter_letter,
    explain,
    follow,
    form_group,
    merge_incident,
    note_measure,
    note_telling,
    open_incident,
    receive_telling,
    send_tellings,
    set_duty_phone,
    unmerge_incident,
    write_report,
)
from lianxi.incidents.daily import remind_all
from lianxi.incidents.models import DutyPhone, HandSignal, Incident, IncidentCount, Telling
from lianxi.incidents.queries.documents import HEADINGS, draft_report
from lianxi.incidents.queries.grading import duties_of, facts_of, grade_whole, load_whole, totals_now
from lianxi.journal.models import Entry, Notice
from staging import staged

CALL: dict[str, Any] = {
    "source_kind": "hospital", "place": "晋江市某制鞋厂", "content": "五名工人头晕", "kind": "acute_poisoning",
    "division": "晋江市",
}  # fmt: skip


def signalled(cast: Cast, at: datetime = AT, told_at: datetime | None = None, **more: Any) -> Incident:
    return enter_call(cast.staff, at, told_at=told_at or at, **{**CALL, **more})


@staged
def opened(cast: Cast, ill: int = 5, **more: Any) -> Incident:
    return open_incident(cast.staff, AT, incident_id=signalled(cast, ill=ill, **more).pk)


def totals(incident: Incident) -> dict[str, int]:
    return totals_now(load_whole(Incident.objects.get(pk=incident.pk)))


def refused(action: Any, *args: Any, **fields: Any) -> str:
    before = Entry.objects.count(), IncidentCount.objects.count(), HandSignal.objects.count()
    with pytest.raises(Refusal) as refusal:
        action(*args, **fields)
    assert (Entry.objects.count(), IncidentCount.objects.count(), HandSignal.objects.count()) == before
    assert refusal.value.next_step
    return refusal.value.message


def test_bad_input_gets_a_sentence_and_stores_nothing(cast: Cast) -> None:
    later = AT + timedelta(minutes=1)
    assert "晚于现在" in refused(enter_call, cast.staff, AT, told_at=later, **CALL)
    person = {**CALL, "content": "患者张三，男，43岁，住院"}
    assert "姓名" in refused(enter_call, cast.staff, AT, told_at=AT, **person)
    phone = {**CALL, "content": "联系13800138000"}
    assert "手机号码" in refused(enter_call, cast.staff, AT, told_at=AT, **phone)
    assert "不能小于0" in refused(enter_call, cast.staff, AT, told_at=AT, ill=-1, **CALL).replace(" ", "")
    incident = opened(cast)
    own = {"incident_id": incident.pk, "source": "医院"}
    assert "多于发病" in refused(enter_count, cast.staff, AT, as_of=AT, ill=1, dead=2, **own)
    assert "过大" in refused(enter_count, cast.staff, AT, as_of=AT, ill=10**12, **own)
    assert "晚于现在" in refused(enter_count, cast.staff, AT, as_of=later, ill=6, **own)
    assert "没有写理由" in refused(enter_count, cast.staff, AT, as_of=AT, ill=3, **own)
    old = AT - timedelta(days=3)
    assert "属补登" in refused(enter_count, cast.staff, AT, as_of=old, ill=1, **own)


def test_a_lower_count_waits_for_another_seat_and_person(cast: Cast) -> None:
    incident = opened(cast, ill=12)
    at = AT + timedelta(hours=1)
    row = enter_count(
        cast.staff, at, incident_id=incident.pk, as_of=at, ill=9, source="疾控", reason="三人排除"
    )
    assert totals(incident)["ill"] == 12
    assert "由你登记" in refused(confirm_count, cast.staff, at, count_id=row.pk)
    confirm_count(cast.director, at, count_id=row.pk)
    assert totals(incident)["ill"] == 9
    whole = load_whole(incident)
    note_telling(cast.staff, at, incident_id=incident.pk, whom_kind="county_health", at=AT)
    begun = {row.limit for row in duties_of(load_whole(incident), at) if row.actor == "county_health"}
    assert "immediate" in begun  # what twelve began is not undone by nine
    assert grade_whole(whole, at)["grades"]["hazard_2002"] == "一般"
    assert "已经确认" in refused(confirm_count, cast.director, at, count_id=row.pk)


def test_two_calls_of_one_event_are_merged_and_parted_again(cast: Cast) -> None:
    first = opened(cast, ill=4, told_at=AT - timedelta(hours=2))
    second = opened(cast, ill=7, told_at=AT - timedelta(minutes=10))
    number = second.number
    assert "并入它自己" in refused(
        merge_incident, cast.staff, AT, incident_id=first.pk, into_id=first.pk, reason="x"
    )
    merge_incident(cast.staff, AT, incident_id=first.pk, into_id=second.pk, reason="同一车间")
    second.refresh_from_db()
    assert second.told_at == first.told_at
    assert totals(second)["ill"] == 7
    assert "不能再登记" in refused(
        enter_count, cast.staff, AT, incident_id=first.pk, as_of=AT, ill=9, source="医院"
    )
    assert "已并入" in refused(
        merge_incident, cast.staff, AT, incident_id=second.pk, into_id=first.pk, reason="x"
    )
    parted = unmerge_incident(cast.staff, AT, incident_id=first.pk, reason="两处车间")
    second.refresh_from_db()
    assert (parted.state, parted.parent_id, second.number) == ("open", None, number)
    assert second.told_at == AT - timedelta(minutes=10)
    assert totals(second)["ill"] == 7
    assert totals(first)["ill"] == 4


@pytest.mark.parametrize("seed", range(8))
def test_histories_through_the_acts_hold_what_the_table_says(cast: Cast, seed: int) -> None:
    """Counts up, down and late, and a merge, entered by the acts; graded as the oracle's table."""
    history, dice = drawn(seed + 1000), random.Random(seed)
    start = datetime(2026, 3, 9, 8, 0, tzinfo=AT.tzinfo)
    now = start + timedelta(days=60)
    events = [signalled(cast, now, start, paper="值班记录") for _ in range(2)]
    for one in events:
        amended(cast, now, one, occurred_at=datetime(2026, 3, 9, 0, 0, tzinfo=AT.tzinfo), work_safety="yes")
    for entry in sorted(history.entries, key=lambda one: one.order):
        row = enter_count(
            cast.staff, now, incident_id=events[entry.event - 1].pk, as_of=start + timedelta(minutes=entry.minute),
            ill=entry.ill, dead=entry.dead, severe_other=entry.hurt, source="医院", reason="核减", paper="值班记录",
        )  # fmt: skip
        entry.confirmed = entry.confirmed and bool(row.reason)
        if entry.confirmed:
            confirm_count(cast.director, now, count_id=row.pk)
    if dice.random() < 0.6:
        merge_incident(cast.staff, now, incident_id=events[1].pk, into_id=events[0].pk, reason="同一事件")
        groups = {events[0].pk: history.entries}
    else:
        groups = {one.pk: [e for e in history.entries if e.event == n] for n, one in enumerate(events, 1)}
    for pk, entries in groups.items():
        if entries:
            whole = load_whole(Incident.objects.get(pk=pk))
            assert grade_whole(whole, now)["grades"] == graded(table_of(entries))


def amended(cast: Cast, at: datetime, incident: Incident, **more: Any) -> Incident:
    known: dict[str, Any] = {
        "title": "晋江市急性职业中毒事件", "kind": "acute_poisoning", "division": "晋江市", "place": "某厂",
        "is_industrial": True, "is_confirmed": True, "work_safety_paper": "泉应急函〔2026〕3号",
    }  # fmt: skip
    return amend_incident(cast.staff, at, incident_id=incident.pk, **{**known, **more})


def test_work_safety_is_only_noted_from_the_emergency_bureaus_paper(cast: Cast) -> None:
    incident = opened(cast)
    assert "没有写明凭据" in refused(amended, cast, AT, incident, work_safety="no", work_safety_paper="")
    assert "写了用人单位" in refused(amended, cast, AT, incident, employer="甲厂", title="甲厂中毒事件")
    amended(cast, AT, incident, work_safety="no")
    assert grade_whole(load_whole(Incident.objects.get()), AT)["grades"]["worksafety_493"] is None
    assert "发生时间" in refused(amended, cast, AT, incident, occurred_at=AT + timedelta(days=1))


def test_a_late_entry_is_judged_and_never_reminded_of(cast: Cast) -> None:
    told = AT - timedelta(days=10)
    assert "属补登" in refused(enter_call, cast.staff, AT, told_at=told, **CALL)
    incident = open_incident(
        cast.staff, AT, incident_id=signalled(cast, told_at=told, ill=5, paper="值班记录").pk
    )
    assert incident.is_late
    note_telling(
        cast.staff, AT, incident_id=incident.pk, whom_kind="county_health", at=told, paper="值班记录"
    )
    row = next(one for one in duties_of(load_whole(incident), AT) if one.actor == "county_health")
    assert (row.limit, row.words) == ("6h", "逾期 9 天 18 小时")
    note_telling(
        cast.staff, AT, incident_id=incident.pk, whom_kind="superior", at=told + timedelta(hours=4),
        duty=row.code, paper="县卫健局报告",
    )  # fmt: skip
    row = next(one for one in duties_of(load_whole(incident), AT) if one.actor == "county_health")
    assert row.words == "已报，按时"
    send_tellings(cast.staff, AT, incident_id=incident.pk, units=[f"{cast.unit('市总工会').pk}:"])
    assert remind_all(AT + timedelta(days=1)) == 0


def test_a_telling_that_nobody_signs_goes_on_the_call_list_once(cast: Cast) -> None:
    incident = opened(cast)
    keys = [f"{cast.unit(name).pk}:" for name in ("市总工会", "市人社局")]
    social, union = send_tellings(cast.staff, AT, incident_id=incident.pk, units=keys)
    assert "都已告知" in refused(send_tellings, cast.staff, AT, incident_id=incident.pk, units=keys)
    assert remind_all(AT + timedelta(minutes=29)) == 0
    receive_telling(cast.member(union.whom), AT + timedelta(minutes=5), telling_id=union.pk)
    assert "没有找到这条告知" in refused(receive_telling, cast.member("市住建局"), AT, telling_id=social.pk)
    assert [remind_all(AT + timedelta(minutes=30)), remind_all(AT + timedelta(minutes=40))] == [1, 0]
    assert Notice.objects.filter(to_office=True, title__startswith="市人社局还没有签收").count() == 1
    called(cast.staff, AT + timedelta(hours=1), telling_id=social.pk, receiver="值班员")
    assert "电话：值班员" in Telling.objects.get(pk=social.pk).received_by


def test_the_lead_rests_on_law_decision_or_ruling_and_the_union_is_always_in(cast: Cast) -> None:
    incident = opened(cast)
    own = {"incident_id": incident.pk, "kind": "first_response"}
    housing = cast.unit("市住建局").pk
    assert "没有法律规定由市住建局牵头" in refused(
        form_group, cast.staff, AT, basis_kind="law", basis="law_37", lead_unit_id=housing, **own
    )
    assert "没有写明政府决定" in refused(
        form_group, cast.staff, AT, basis_kind="decision", lead_unit_id=housing, **own
    )
    assert "没有选择裁定" in refused(
        form_group, cast.staff, AT, basis_kind="ruling", lead_unit_id=housing, **own
    )
    group = form_group(cast.staff, AT, basis_kind="law", basis="law_37", **own)
    assert group.lead_unit == cast.unit("市卫健委")
    assert {(one.unit.name, one.role) for one in group.units.all()} == {
        ("市卫健委", "lead"),
        ("市总工会", "union"),
    }
    assert "没有采取措施的职权" in refused(
        note_measure, cast.staff, AT, incident_id=incident.pk, authority="联席会议办公室", what="停产"
    )


def test_only_the_union_writes_its_letters(cast: Cast) -> None:
    incident = opened(cast)
    told = [f"{cast.unit(name).pk}:" for name in ("市总工会", "市住建局")]
    send_tellings(cast.staff, AT, incident_id=incident.pk, units=told)
    letter = {
        "incident_id": incident.pk,
        "kind": "opinion",
        "number": "泉工〔2026〕1号",
        "whom": "某厂",
        "text": "整改",
    }
    assert "只由总工会" in refused(enter_letter, cast.member("市住建局"), AT, **letter)
    row = enter_letter(cast.member("市总工会"), AT, **letter)
    assert row.due_derivation["limit"]["code"] == "union.opinion_reply"
    assert "早于送达日" in refused(
        enter_letter, cast.member("市总工会"), AT, **letter, due_on=(AT - timedelta(days=1)).date()
    )


def test_a_unit_that_was_not_told_enters_nothing(cast: Cast) -> None:
    incident = opened(cast)
    stranger = cast.member("市发改委")
    assert "没有找到这条群体事件" in refused(
        enter_count, stranger, AT, incident_id=incident.pk, as_of=AT, ill=9, source="某"
    )
    own = enter_call(stranger, AT, told_at=AT, **CALL)
    enter_count(stranger, AT, incident_id=own.pk, as_of=AT, ill=9, source="某")
    assert totals(own)["ill"] == 9


def test_the_end_asks_for_every_report_and_for_two_people(cast: Cast) -> None:
    incident = opened(cast)
    own = {"incident_id": incident.pk}
    note_telling(cast.staff, AT, whom_kind="county_health", **own)
    assert "法定报告没有登记" in refused(conclude, cast.director, AT, text="结束", **own)
    for row in duties_of(load_whole(incident), AT):
        note_telling(
            cast.staff, AT, whom_kind="other", duty=row.code, explained=True, proof="自行报告", **own
        )
    assert "工会没有得到告知" in refused(conclude, cast.director, AT, text="结束", **own)
    send_tellings(cast.staff, AT, units=[f"{cast.unit('市总工会').pk}:"], **own)
    conclude(cast.director, AT, text="市政府宣布结束", **own)
    assert "还没有列出后续工作" in refused(follow, cast.director, AT, **own)
    explain(cast.staff, AT, what="nothing_to_follow", text="调查机关没有提出建议", **own)
    follow(cast.director, AT, **own)
    assert "缺少标题" in refused(write_report, cast.staff, AT, text="没有标题", **own)
    text = draft_report(load_whole(Incident.objects.get()), AT)
    assert all(heading in text for heading in HEADINGS)
    write_report(cast.director, AT, text=text, **own)
    explain(cast.staff, AT, what="union_part", text="派员参加", **own)
    with pytest.raises(NotPermitted, match="由你起草"):
        close_incident(cast.director, AT, **own)
    write_report(cast.staff, AT, text=text, **own)
    closed = close_incident(cast.director, AT, **own)
    assert closed.state == "closed"
    assert closed.paper is not None
    assert closed.paper.kind == "incident_report"


def test_the_page_and_the_command_line_answer_the_same_facts_the_same(cast: Cast) -> None:
    from lianxi.cli.rules import judge_of

    incident = opened(cast, ill=11, dead=1)
    note_telling(cast.staff, AT, incident_id=incident.pk, whom_kind="county_health")
    whole = load_whole(incident)
    assert judge_of("grading")(facts_of(whole, AT), "") == grade_whole(whole, AT)
    assert grade_whole(whole, AT)["grades"]["hazard_2002"] == "重大"


def test_telephones_never_enter_the_journal(cast: Cast) -> None:
    set_duty_phone(cast.staff, AT, body="市总值班室", night_phone="0595-87654321", call_code="duty_office")
    signalled(cast, callback="0595-11223344")
    said = "".join(str(body) for body in Entry.objects.values_list("body", flat=True))
    assert "87654321" not in said
    assert "11223344" not in said
    assert DutyPhone.objects.get().night_phone == "0595-87654321"
    with pytest.raises(BadInput, match="不是电话号码"):
        set_duty_phone(cast.staff, AT, body="某局", day_phone="找王科长")
