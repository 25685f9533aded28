"""Acts of incidents that end, hand on, follow up or lift: by their seats, with what page and report say, and refused."""

from collections.abc import Callable
from datetime import timedelta
from itertools import takewhile
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast, found_cast
from incidents.test_acting import amended, opened, signalled
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.incidents.actions import (
    add_follow_up,
    answer_letter,
    close_incident,
    conclude,
    dismiss_incident,
    end_duty_phone,
    end_group,
    enter_count,
    enter_letter,
    explain,
    explain_letter,
    finish_follow_up,
    follow,
    form_group,
    hand_over_incident,
    lift_measure,
    note_group,
    note_investigation,
    note_measure,
    note_telling,
    open_incident,
    pass_up,
    refuse_follow_up,
    reopen,
    send_tellings,
    set_duty_phone,
    supersede_follow_up,
    write_report,
)
from lianxi.incidents.models import (
    DutyPhone,
    FollowUp,
    Incident,
    IncidentStep,
    Measure,
    ResponseGroup,
    Telling,
    UnionLetter,
)
from lianxi.incidents.queries.documents import HEADINGS, draft_report
from lianxi.incidents.queries.grading import duties_of, load_whole
from lianxi.incidents.queries.lists import duty_sheet
from lianxi.journal.models import Entry
from lianxi.ledger.models import Obligation
from web.signing_in import posts, seated, words

LATER, TOMORROW = AT + timedelta(hours=1), AT + timedelta(days=1)
PERSON = "患者张三，男，43岁，住院"
KEPT = (DutyPhone, FollowUp, Incident, IncidentStep, Measure, Obligation, ResponseGroup, Telling, UnionLetter)


def stored() -> list[Any]:
    return [Entry.objects.count(), *(sorted(one.objects.values_list("pk", "version")) for one in KEPT)]


def refused(action: Callable[..., Any], *args: Any, **fields: Any) -> str:
    """Give the sentence of a refusal; every record is as it was, and the refusal says what to do."""
    before = stored()
    with pytest.raises(Refusal) as refusal:
        action(*args, **fields)
    assert stored() == before
    assert refusal.value.next_step
    return refusal.value.message


@pytest.fixture
def other(cast: Cast) -> Cast:
    """Another conference on the same installation, none of whose records is found from this one."""
    return found_cast("晋江市职业病防治工作联席会议", "JJ")


def drafted(incident: Incident) -> str:
    return draft_report(load_whole(Incident.objects.get(pk=incident.pk)), TOMORROW)


def section(incident: Incident, heading: str) -> str:
    """Give what the draft of the closing report says under a heading."""
    rest = drafted(incident).partition(f"{heading}\n")[2]
    return "\n".join(takewhile(lambda line: line not in HEADINGS, rest.splitlines()))


def page_of(client: Client, cast: Cast, incident: Incident, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    return seated(client, cast.staff).get(f"/incidents/{incident.pk}")


def told(cast: Cast, incident: Incident, *names: str) -> None:
    keys = [f"{cast.unit(name).pk}:" for name in names]
    send_tellings(cast.staff, AT, incident_id=incident.pk, units=keys)


def explained_duties(cast: Cast, incident: Incident) -> None:
    for row in duties_of(load_whole(incident), AT):
        note_telling(
            cast.staff, AT, incident_id=incident.pk, whom_kind="other", duty=row.code, explained=True,
            proof="自行报告",
        )  # fmt: skip


def ended(cast: Cast) -> Incident:
    """An event whose response is over."""
    incident = opened(cast)
    explained_duties(cast, incident)
    told(cast, incident, "市总工会")
    return conclude(cast.director, AT, incident_id=incident.pk, text="市政府宣布结束")


def test_a_call_that_is_no_event_is_dismissed_with_who_was_asked(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far, running = signalled(cast), signalled(other), opened(cast)
    given = {"reason": "均为中暑", "asked": "市疾控中心"}
    own = {"incident_id": incident.pk, **given}
    assert "“市住建局·成员”不能排除" in refused(dismiss_incident, cast.member("市住建局"), AT, **own)
    assert "请填写理由" in refused(dismiss_incident, cast.staff, AT, **own | {"reason": " "})
    assert "请填写问过谁" in refused(dismiss_incident, cast.staff, AT, **own | {"asked": ""})
    assert "姓名" in refused(dismiss_incident, cast.staff, AT, **own | {"reason": PERSON})
    assert "没有找到这条群体事件" in refused(dismiss_incident, cast.staff, AT, incident_id=far.pk, **given)
    assert "“处置中”，不能" in refused(dismiss_incident, cast.staff, AT, incident_id=running.pk, **given)
    assert dismiss_incident(cast.staff, AT, **own).state == "dismissed"
    assert section(incident, HEADINGS[0]).endswith("均为中暑（问过：市疾控中心）。")
    text = words(page_of(client, cast, incident, monkeypatch))
    assert "均为中暑（问过：市疾控中心）" in text
    assert "已排除。" in text
    more = {"incident_id": incident.pk, "as_of": AT, "ill": 9, "source": "医院"}
    assert "已排除，不能再登记" in refused(enter_count, cast.staff, AT, **more)
    assert "“已排除”，不能" in refused(dismiss_incident, cast.staff, AT, **own)


def test_what_is_not_occupational_is_handed_over_and_the_body_counts_as_told(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far, running = signalled(cast), signalled(other), opened(cast)
    given = {"body": "市市场监管局", "reason": "食物中毒"}
    own = {"incident_id": incident.pk, **given}
    assert "“市住建局·成员”不能移交" in refused(hand_over_incident, cast.member("市住建局"), AT, **own)
    assert "请填写移交给谁" in refused(hand_over_incident, cast.staff, AT, **own | {"body": "  "})
    assert "请填写理由" in refused(hand_over_incident, cast.staff, AT, **own | {"reason": ""})
    assert "手机号码" in refused(hand_over_incident, cast.staff, AT, **own | {"reason": "找13800138000"})
    assert "没有找到这条群体事件" in refused(hand_over_incident, cast.staff, AT, incident_id=far.pk, **given)
    assert "“处置中”，不能" in refused(hand_over_incident, cast.staff, AT, incident_id=running.pk, **given)
    assert hand_over_incident(cast.staff, AT, **own).state == "handed_over"
    telling = Telling.objects.get(incident=incident)
    assert (telling.whom, telling.proof, telling.happened_at) == ("市市场监管局", "食物中毒", AT)
    assert "移交市市场监管局：食物中毒。" in section(incident, HEADINGS[0])
    text = words(page_of(client, cast, incident, monkeypatch))
    assert "移交市市场监管局：食物中毒" in text
    assert "已移交。" in text
    opening = {"incident_id": incident.pk}
    assert "“已移交”，不能" in refused(open_incident, cast.staff, AT, **opening)


def test_the_province_takes_the_inquiry_and_its_result_is_noted_by_its_paper(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far, call = opened(cast), opened(other), signalled(cast)
    given = {"body": "省卫健委", "paper": "闽卫应急〔2026〕5号"}
    own = {"incident_id": incident.pk, **given}
    assert "不能登记上级接手调查" in refused(pass_up, cast.member("市住建局"), AT, **own)
    assert "请填写接手的机关" in refused(pass_up, cast.staff, AT, **own | {"body": ""})
    assert "请填写文号或来电" in refused(pass_up, cast.staff, AT, **own | {"paper": " "})
    assert "晚于现在" in refused(pass_up, cast.staff, AT, at=LATER, **own)
    assert "没有找到这条群体事件" in refused(pass_up, cast.staff, AT, incident_id=far.pk, **given)
    assert "“接报，待核实”，不能" in refused(pass_up, cast.staff, AT, incident_id=call.pk, **given)
    assert pass_up(cast.staff, AT, **own).state == "with_superior"
    assert section(incident, HEADINGS[4]) == "由省卫健委调查（闽卫应急〔2026〕5号）。"
    assert "上级调查中" in words(page_of(client, cast, incident, monkeypatch))
    assert "“上级调查中”，不能" in refused(pass_up, cast.staff, AT, **own)
    # Only the inquiry went up: counts are still entered here.
    enter_count(cast.staff, AT, incident_id=incident.pk, as_of=AT, ill=9, source="医院")

    found = {**own, "result": "胶粘剂中毒"}
    assert "没有记下工会参加调查" in refused(note_investigation, cast.staff, AT, **found)
    explain(cast.staff, AT, incident_id=incident.pk, what="union_part", text="派员参加")
    note = note_investigation
    assert "不能登记调查结论" in refused(note, cast.member("市总工会"), AT, **found)
    assert "不是调查机关" in refused(note, cast.staff, AT, **found | {"body": "联席会议办公室"})
    assert "请填写结论" in refused(note, cast.staff, AT, **found | {"result": ""})
    assert "请填写来文文号" in refused(note, cast.staff, AT, **found | {"paper": ""})
    assert "姓名" in refused(note, cast.staff, AT, **found | {"result": PERSON})
    assert "晚于现在" in refused(note, cast.staff, AT, at=LATER, **found)
    assert "没有找到" in refused(note, cast.staff, AT, **found | {"incident_id": far.pk})
    assert "“接报，待核实”，不能" in refused(note, cast.staff, AT, **found | {"incident_id": call.pk})
    assert note_investigation(cast.staff, AT, **found).state == "investigated"
    assert section(incident, HEADINGS[4]).endswith("省卫健委：胶粘剂中毒（闽卫应急〔2026〕5号）。")
    assert "已有调查结论" in words(page_of(client, cast, incident, monkeypatch))
    assert "“已有调查结论”，不能" in refused(note, cast.staff, AT, **found)


def test_a_line_of_the_duty_sheet_ends_today_even_where_a_later_end_was_set(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = set_duty_phone(cast.staff, AT, body="市总值班室", night_phone="0595-00000001")
    far = set_duty_phone(other.staff, AT, body="县总值班室", night_phone="0595-00000002")
    assert "不能停用值班电话" in refused(end_duty_phone, cast.member("市住建局"), AT, duty_id=line.pk)
    assert "没有找到" in refused(end_duty_phone, cast.staff, AT, duty_id=far.pk)
    today = day_of(AT)
    # The telephone changes next week; until then the old line is in force, and can be ended before.
    new = set_duty_phone(
        cast.staff, AT, body="市总值班室", night_phone="0595-00000003", starts_on=today + timedelta(days=7)
    )
    assert [row.pk for row in duty_sheet(cast.conference.pk, today)] == [line.pk]
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    client = seated(client, cast.staff)
    assert "0595-00000001" in words(client.get("/incidents/duty"))
    assert end_duty_phone(cast.staff, AT, duty_id=line.pk).ends_before == today
    assert duty_sheet(cast.conference.pk, today) == []
    assert "0595-00000001" not in words(client.get("/incidents/duty"))
    assert "已经停用" in refused(end_duty_phone, cast.staff, AT, duty_id=line.pk)
    assert end_duty_phone(cast.staff, AT, duty_id=new.pk).ends_before == new.starts_on
    assert "已经停用" in refused(end_duty_phone, cast.staff, AT, duty_id=new.pk)
    assert duty_sheet(cast.conference.pk, today + timedelta(days=8)) == []


def test_a_recommendation_goes_into_the_ledger_elsewhere_or_is_not_ours(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far, call = opened(cast), opened(other), signalled(cast)
    amended(cast, AT, incident, employer="示例鞋业公司")
    own = {"incident_id": incident.pk, "text": "专项检查"}
    referred = {**own, "way": "referral", "body": "市公安局"}
    owed = {**own, "way": "obligation", "clause": "QZ-3-11-2"}
    add = add_follow_up
    assert "不能列出后续工作" in refused(add, cast.member("市住建局"), AT, **referred)
    assert "请填写建议" in refused(add, cast.staff, AT, **referred | {"text": " "})
    assert "写了用人单位" in refused(add, cast.staff, AT, **referred | {"text": "检查示例鞋业公司"})
    assert "请填写转往的机关" in refused(add, cast.staff, AT, **referred | {"body": ""})
    assert "请选择去向" in refused(add, cast.staff, AT, **referred | {"way": "nowhere"})
    assert "没有条款" in refused(add, cast.staff, AT, **owed | {"clause": "QZ-9"})
    assert "须有主办单位和条款" in refused(add, cast.staff, AT, **owed | {"clause": ""})
    assert "没有找到" in refused(add, cast.staff, AT, **referred | {"incident_id": far.pk})

    row = add_follow_up(cast.staff, AT, due_on=day_of(AT) + timedelta(days=30), **owed)
    assert row.obligation is not None
    assert (row.unit, row.obligation.lead_unit) == (cast.unit("市住建局"), cast.unit("市住建局"))
    assert row.obligation.origin == "incident"
    assert row.obligation.source == f"incidents.incident:{incident.pk}"
    assert row.obligation.due_on == day_of(AT) + timedelta(days=30)
    add_follow_up(cast.staff, AT, **referred | {"text": "查处非法胶粘剂"})
    ours = add_follow_up(cast.staff, AT, **referred | {"text": "修订国家标准", "way": "not_ours"})
    assert (ours.state, ours.outcome, ours.settled_at) == ("done", "不属本会议", AT)
    assert section(incident, HEADINGS[7]).splitlines() == [
        f"专项检查——市住建局（台账{row.obligation.number}）：跟踪中。",
        "查处非法胶粘剂——市公安局：跟踪中。",
        "修订国家标准——市公安局：不属本会议。",
    ]
    text = words(page_of(client, cast, incident, monkeypatch))
    assert f"专项检查市住建局{row.obligation.number}待签收跟踪中" in text
    assert "修订国家标准市公安局—不属本会议" in text
    dismiss_incident(cast.staff, AT, incident_id=call.pk, reason="中暑", asked="市疾控中心")
    assert "已排除，不能再登记" in refused(add, cast.staff, AT, **referred | {"incident_id": call.pk})


def test_follow_ups_end_carried_out_refused_or_superseded_before_an_event_is_closed(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far = ended(cast), opened(other)
    own = {"incident_id": incident.pk}
    texts = ("查处胶粘剂", "加装排风", "培训车间主任")
    first, second, third = (
        add_follow_up(cast.staff, AT, text=text, way="referral", body="市公安局", **own) for text in texts
    )
    owed = add_follow_up(cast.staff, AT, text="专项检查", way="obligation", clause="QZ-3-11-2", **own)
    strange = add_follow_up(other.staff, AT, incident_id=far.pk, text="查处", way="referral", body="市公安局")
    ways = {
        finish_follow_up: "已收到回函",
        refuse_follow_up: "厂房已拆除",
        supersede_follow_up: "由整治行动替代",
    }
    for action, outcome in ways.items():
        given = {"follow_up_id": first.pk, "outcome": outcome}
        assert "不能登记后续工作" in refused(action, cast.member("市住建局"), AT, **given)
        assert "请填写" in refused(action, cast.staff, AT, **given | {"outcome": " "})
        assert "姓名" in refused(action, cast.staff, AT, **given | {"outcome": PERSON})
        assert "没有找到" in refused(action, cast.staff, AT, **given | {"follow_up_id": strange.pk})
    assert owed.obligation is not None
    assert f"事项{owed.obligation.number}还没有办结" in refused(
        finish_follow_up, cast.staff, AT, follow_up_id=owed.pk, outcome="已查"
    )
    follow(cast.director, AT, **own)
    explain(cast.staff, AT, what="union_part", text="派员参加", **own)
    write_report(cast.staff, AT, text=drafted(incident), **own)
    assert "有 4 项后续工作没有结果" in refused(close_incident, cast.director, AT, **own)

    states = []
    for row, (action, outcome) in zip((first, second, third), ways.items(), strict=True):
        settled = action(cast.staff, AT, follow_up_id=row.pk, outcome=outcome)
        assert (settled.outcome, settled.settled_at) == (outcome, AT)
        assert IncidentStep.objects.filter(kind="settled", text=f"{row.text}：{outcome}").count() == 1
        states.append(settled.state)
    assert states == ["done", "refused", "superseded"]
    for action in ways:
        again = {"follow_up_id": second.pk, "outcome": "又办了"}
        assert "“未采纳”，不能" in refused(action, cast.staff, AT, **again)
    assert "有 1 项后续工作没有结果" in refused(close_incident, cast.director, AT, **own)
    refuse_follow_up(cast.staff, AT, follow_up_id=owed.pk, outcome="厂房已拆除")
    assert section(incident, HEADINGS[7]).splitlines() == [
        "查处胶粘剂——市公安局：已落实。",
        "加装排风——市公安局：未采纳。",
        "培训车间主任——市公安局：已由别的事项替代。",
        f"专项检查——市住建局（台账{owed.obligation.number}）：未采纳。",
    ]
    text = words(page_of(client, cast, incident, monkeypatch))
    for said in ("已落实已收到回函", "未采纳厂房已拆除", "已由别的事项替代由整治行动替代"):
        assert said in text
    assert close_incident(cast.director, AT, **own).state == "closed"


def test_the_group_of_another_body_is_noted_and_groups_end_with_a_reason(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far, call = opened(cast), opened(other), signalled(cast)
    given = {"body": "市人民政府", "basis": "泉政函〔2026〕7号"}
    own = {"incident_id": incident.pk, **given}
    assert "不能登记他单位组建的组" in refused(note_group, cast.member("市总工会"), AT, **own)
    assert "联席会议不组织调查组" in refused(note_group, cast.staff, AT, **own | {"body": "联席会议办公室"})
    assert "请填写组建机关" in refused(note_group, cast.staff, AT, **own | {"body": ""})
    assert "请填写文号、依据" in refused(note_group, cast.staff, AT, **own | {"basis": " "})
    assert "晚于现在" in refused(note_group, cast.staff, AT, at=LATER, **own)
    assert "没有找到" in refused(note_group, cast.staff, AT, incident_id=far.pk, **given)
    dismiss_incident(cast.staff, AT, incident_id=call.pk, reason="中暑", asked="市疾控中心")
    assert "已排除，不能再登记" in refused(note_group, cast.staff, AT, incident_id=call.pk, **given)
    noted = note_group(cast.staff, AT, at=AT - timedelta(days=2), **own)
    assert (noted.lead_unit, noted.noted_of, noted.paper_ref) == (None, "市人民政府", given["basis"])
    assert noted.is_late
    formed = form_group(
        cast.staff, AT, incident_id=incident.pk, kind="first_response", basis_kind="law", basis="law_37"
    )
    page = page_of(client, cast, incident, monkeypatch)
    assert "他单位组建市人民政府依据泉政函〔2026〕7号" in words(page)
    assert posts(page).count("/do/incidents.group.end") == 2

    strange = note_group(other.staff, AT, incident_id=far.pk, **given)
    assert "不能撤销工作组" in refused(
        end_group, cast.member("市总工会"), AT, group_id=formed.pk, reason="处置结束"
    )
    assert "请填写理由" in refused(end_group, cast.staff, AT, group_id=formed.pk, reason="")
    assert "没有找到" in refused(end_group, cast.staff, AT, group_id=strange.pk, reason="处置结束")
    client.post(
        "/do/incidents.group.end", {"group_id": formed.pk, "reason": "处置结束", "next": "/incidents"}
    )
    formed.refresh_from_db()
    assert formed.ended_at == LATER
    assert IncidentStep.objects.get(kind="group_ended").text == "处置结束"
    page = client.get(f"/incidents/{incident.pk}")
    assert "10:00撤销" in words(page)
    assert posts(page).count("/do/incidents.group.end") == 1
    assert "已经撤销" in refused(end_group, cast.staff, LATER, group_id=formed.pk, reason="再撤")


def test_a_letter_without_an_answer_is_explained_before_an_event_is_closed(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far = ended(cast), opened(other)
    told(other, far, "市总工会")
    own = {"incident_id": incident.pk}
    letter = {"kind": "opinion", "number": "泉工〔2026〕1号", "whom": "市住建局", "text": "整改"}
    union, housing = cast.member("市总工会"), cast.unit("市住建局").pk
    first = enter_letter(union, AT, unit_id=housing, **letter, **own)
    second = enter_letter(union, AT, **letter | {"number": "泉工〔2026〕2号", "whom": "某厂"}, **own)
    strange = enter_letter(other.member("市总工会"), AT, incident_id=far.pk, **letter)
    given = {"letter_id": first.pk, "text": "厂房已拆除"}
    assert refused(explain_letter, cast.member("市发改委"), AT, **given)
    assert "不能说明没有答复" in refused(explain_letter, cast.convener, AT, **given)
    assert refused(explain_letter, cast.member("市住建局"), AT, **given | {"letter_id": second.pk})
    assert "请填写原因" in refused(explain_letter, cast.staff, AT, **given | {"text": " "})
    assert "姓名" in refused(explain_letter, cast.staff, AT, **given | {"text": PERSON})
    assert "没有找到" in refused(explain_letter, cast.staff, AT, **given | {"letter_id": strange.pk})
    add_follow_up(cast.staff, AT, text="修订标准", way="not_ours", body="省卫健委", **own)
    follow(cast.director, AT, **own)
    explain(cast.staff, AT, what="union_part", text="派员参加", **own)
    write_report(cast.staff, AT, text=drafted(incident), **own)
    assert "有 2 份工会文书没有答复" in refused(close_incident, cast.director, AT, **own)

    for seat, row in ((cast.member("市住建局"), first), (cast.staff, second)):
        said = explain_letter(seat, AT, letter_id=row.pk, text="厂房已拆除")
        assert (said.state, said.answer, said.answer_text) == ("explained", "", "厂房已拆除")
    assert "“未答复，已说明”，不能" in refused(explain_letter, cast.staff, AT, **given)
    assert "（泉工〔2026〕2号）：未答复，已说明。" in section(incident, HEADINGS[5])
    assert "未答复，已说明厂房已拆除" in words(page_of(client, cast, incident, monkeypatch))
    # An answer that comes after all takes the place of the explanation.
    answered = answer_letter(cast.staff, AT, letter_id=second.pk, answer="adopted")
    assert answered.state == "answered"
    assert "（泉工〔2026〕2号）：采纳。" in section(incident, HEADINGS[5])
    assert "“已答复”，不能" in refused(explain_letter, cast.staff, AT, **given | {"letter_id": second.pk})
    assert close_incident(cast.director, AT, **own).state == "closed"
    again = own | {"reason": "又有一人死亡"}
    assert refused(reopen, cast.staff, LATER, **again)
    assert refused(reopen, other.director, LATER, **again)
    assert "理由" in refused(reopen, cast.director, LATER, **own | {"reason": " "})
    back = reopen(cast.director, LATER, **again)
    assert (back.closed_at, back.state) == (None, "open")
    assert IncidentStep.objects.get(incident=incident, kind="reopened").text == "又有一人死亡"
    assert "不能" in refused(reopen, cast.director, LATER, **again)
    enter_count(cast.staff, LATER, as_of=LATER, ill=12, dead=1, source="市第一医院", **own)


def test_a_measure_is_lifted_or_said_to_go_on_before_the_response_is_over(
    cast: Cast, other: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident, far, call = opened(cast), opened(other), signalled(cast)
    explained_duties(cast, incident)
    told(cast, incident, "市总工会")
    taken = {"authority": "市卫健委", "incident_id": incident.pk}
    first, second = (note_measure(cast.staff, AT, what=what, **taken) for what in ("停产", "封存胶粘剂"))
    strange = note_measure(other.staff, AT, **taken | {"incident_id": far.pk}, what="停产")
    lost = note_measure(cast.staff, AT, **taken | {"incident_id": call.pk}, what="撤离")
    dismiss_incident(cast.staff, AT, incident_id=call.pk, reason="中暑", asked="市疾控中心")
    lift = lift_measure
    assert "没有找到这条措施" in refused(lift, cast.member("市住建局"), LATER, measure_id=first.pk)
    assert "不能登记措施解除" in refused(lift, cast.convener, LATER, measure_id=first.pk)
    assert "没有找到这条措施" in refused(lift, cast.staff, LATER, measure_id=strange.pk)
    assert "已排除，不能再登记" in refused(lift, cast.staff, LATER, measure_id=lost.pk)
    assert "晚于现在" in refused(lift, cast.staff, LATER, measure_id=first.pk, at=TOMORROW)
    early = AT - timedelta(minutes=1)
    assert "解除早于采取" in refused(lift, cast.staff, LATER, measure_id=first.pk, at=early)
    assert "姓名" in refused(lift, cast.staff, LATER, measure_id=second.pk, listed=PERSON)
    both = {"at": AT, "listed": "执行到复查合格"}
    assert "只能填写一项" in refused(lift, cast.staff, LATER, measure_id=second.pk, **both)
    over = {"incident_id": incident.pk, "text": "市政府宣布结束"}
    assert "还有措施没有解除，也没有列明：停产、封存胶粘剂" in refused(conclude, cast.director, LATER, **over)

    assert lift_measure(cast.member("市总工会"), LATER, measure_id=first.pk).lifted_at == LATER
    assert "已经解除" in refused(lift, cast.staff, LATER, measure_id=first.pk)
    assert "也没有列明：封存胶粘剂。" in refused(conclude, cast.director, LATER, **over)
    listed = lift_measure(cast.staff, LATER, measure_id=second.pk, listed="执行到复查合格")
    assert (listed.lifted_at, listed.listed) == (None, "执行到复查合格")
    assert section(incident, HEADINGS[3]).splitlines() == [
        "2026年3月2日 09:00 市卫健委停产，2026年3月2日 10:00解除。",
        "2026年3月2日 09:00 市卫健委封存胶粘剂，执行到复查合格。",
    ]
    text = words(page_of(client, cast, incident, monkeypatch))
    assert "10:00解除" in text
    assert "执行到复查合格" in text
    conclude(cast.director, LATER, **over)
    # What went on is lifted later; the report then says when.
    assert lift_measure(cast.staff, TOMORROW, measure_id=second.pk).lifted_at == TOMORROW
    assert "封存胶粘剂，2026年3月3日 09:00解除。" in section(incident, HEADINGS[3])
