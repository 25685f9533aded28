"""A call comes in: it is entered in a minute, becomes an incident, or is dismissed or handed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice, Moment, Number, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.incidents.actions.counts import add_count
from lianxi.incidents.actions.entering import ENTERING, add_step, entered, hold_running, plain, words_of
from lianxi.incidents.models import HandSignal, Incident, Telling
from lianxi.incidents.queries.standing import standing_of
from lianxi.incidents.rules.counting import Tally
from lianxi.incidents.rules.guards import opening
from lianxi.incidents.rules.machines import INCIDENT, KINDS, SOURCES
from lianxi.incidents.words import WHOM
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import Deciding, holding
from lianxi.papers.issuing import draw_number

REGISTER = "事件"
# What a caller answers to the first question: whom they have told already.
ALREADY = {
    "unknown": "不清楚",
    "both": "县级卫健部门和疾控机构都已报",
    "county": "只报了县级卫健部门",
    "cdc": "只报了疾控机构",
    "none": "都没有报",
}
_TOLD = {"both": ("county_health", "cdc"), "county": ("county_health",), "cdc": ("cdc",)}


@dataclass(frozen=True, slots=True)
class _Told:
    source_kind: str
    told_by: str
    place: str
    said: str
    callback: str
    cause: str
    measures: str
    trend: str
    entered_for: str

    def read(self, act: Act) -> "_Told":
        """Give the call without blanks around its words. Raises BadInput for a person in them."""
        return _Told(
            self.source_kind,
            words_of(act, self.told_by, "来电单位和职务", 120),
            words_of(act, self.place, "在哪里", 200, needed=True),
            words_of(act, self.said, "说了什么", 2000, needed=True),
            self.callback.strip(),
            words_of(act, self.cause, "疑似原因", 200),
            words_of(act, self.measures, "已采取的措施", 300),
            words_of(act, self.trend, "发展趋势", 200),
            words_of(act, self.entered_for, "代哪个单位登记", 120),
        )


@action("incidents.call.enter", "登记来电", who=ENTERING)
def enter_call(
    act: Act,
    *,
    source_kind: Annotated[str, Choice("谁来电", SOURCES)],
    told_at: Annotated[datetime, Moment("接报时间")],
    place: Annotated[str, Words("在哪里", 200)],
    content: Annotated[str, Words("说了什么", 2000)],
    already: Annotated[str, Choice("是否已报县级卫健部门、疾控机构", ALREADY)] = "unknown",
    told_by: Annotated[str, Words("来电单位和职务", 120)] = "",
    division: Annotated[str, Choice("地区")] = "",
    kind: Annotated[str, Choice("疑似类别", KINDS)] = "unknown",
    ill: Annotated[int | None, Number("发病（含死亡）")] = None,
    dead: Annotated[int | None, Number("死亡")] = None,
    employer: Annotated[str, Words("用人单位", 200)] = "",
    cause: Annotated[str, Words("疑似原因", 200)] = "",
    measures: Annotated[str, Words("已采取的措施", 300)] = "",
    trend: Annotated[str, Words("发展趋势", 200)] = "",
    callback: Annotated[str, Words("回拨电话", 60)] = "",
    entered_for: Annotated[str, Words("代哪个单位登记", 120)] = "",
    into_id: Annotated[int | None, One("同一事件")] = None,
    paper: Annotated[str, Words("补登凭据", 200)] = "",
) -> Incident:
    """Enter a call: a new incident, or one more call of the incident `into_id`.

    A phone number stands in `callback` alone. Raises BadInput.
    """
    if source_kind not in SOURCES or kind not in KINDS or already not in ALREADY:
        raise BadInput("请从列出的选项中选择谁来电、疑似类别和是否已报。")
    told = _Told(source_kind, told_by, place, content, callback, cause, measures, trend, entered_for).read(
        act
    )
    times = entered(act, told_at, paper, "接报时间")
    employer = words_of(act, employer, "用人单位", 200)
    if into_id is None:
        incident = _begin(
            act, times, told, {"kind": kind, "division": division.strip(), "employer": employer}
        )
    else:
        incident = hold_running(act, into_id)
        if told_at < incident.told_at:
            act.change(incident, told_at=told_at)
    call = act.create(HandSignal(incident=incident, unit_id=act.actor.unit_id, **times, **_columns(told)))
    _note_told(act, call, already, times)
    if ill is not None or dead is not None:
        tally = Tally(told_at, 0, ill=dead or 0 if ill is None else ill, dead=dead or 0)
        add_count(act, incident, tally, times, source=told.told_by or SOURCES[source_kind], reason="来电所报")
    if not act.actor.is_office:
        act.notify(f"{act.actor.label}登记来电：{incident.title}", about=incident, office=True)
    return incident


def _columns(told: _Told) -> dict[str, str]:
    return {name: getattr(told, name) for name in _Told.__slots__}


def _begin(act: Act, times: dict[str, Any], told: _Told, known: dict[str, str]) -> Incident:
    words = known["division"] or told.place[:20]
    label = "" if known["kind"] == "unknown" else KINDS[known["kind"]]
    incident = Incident(
        conference_id=act.chain,
        title=f"{words}疑似{label or '职业病危害'}事件"[:120],
        place=told.place,
        told_at=times["happened_at"],
        entered_at=act.at,
        is_late=times["is_late"],
        **known,
    )
    if known["employer"] and known["employer"] in incident.title:
        incident.title = f"{known['division'] or '本市'}疑似{label or '职业病危害'}事件"
    incident.state = INCIDENT.initial
    return act.create(incident)


def _note_told(act: Act, call: HandSignal, already: str, times: dict[str, Any]) -> None:
    for code in _TOLD.get(already, ()):
        act.create(
            Telling(
                incident=call.incident,
                actor=call.told_by or SOURCES[call.source_kind],
                whom=WHOM[code],
                whom_kind=code,
                channel="other",
                proof="来电人所述",
                **times,
            )
        )


@action(
    "incidents.incident.open",
    "立为事件",
    who=OFFICE,
    deciding=Deciding(holding(Incident, "incident_id"), standing_of, opening),
)
def open_incident(act: Act, *, incident_id: Annotated[int, One("群体事件")]) -> Incident:
    """Open a signalled incident and give it its number."""
    incident = act.get(Incident, incident_id)
    given: dict[str, Any] = {} if incident.number else _number(act)
    add_step(act, incident, "opened", "立为事件")
    return act.move(incident, INCIDENT, opened_at=incident.opened_at or act.at, **given)


def _number(act: Act) -> dict[str, Any]:
    year = day_of(act.at).year
    sequence = draw_number(act, Conference.objects.get(pk=act.chain), REGISTER, year)
    return {"year": year, "sequence": sequence, "number": f"事件〔{year}〕{sequence}号"}


@action("incidents.incident.dismiss", "排除来电", who=OFFICE, deciding=plain("incidents.incident.dismiss"))
def dismiss_incident(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    reason: Annotated[str, Words("理由", 300)],
    asked: Annotated[str, Words("问过谁（疾控、县级卫健部门）", 200)],
) -> Incident:
    """End a signal that is no event, with the reason and who was asked."""
    incident = act.lock(Incident, incident_id)
    why = words_of(act, reason, "理由", 300, needed=True)
    whom = words_of(act, asked, "问过谁", 200, needed=True)
    add_step(act, incident, "dismissed", f"{why}（问过：{whom}）")
    return act.move(incident, INCIDENT)


@action(
    "incidents.incident.hand_over", "移交来电", who=OFFICE, deciding=plain("incidents.incident.hand_over")
)
def hand_over_incident(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    body: Annotated[str, Words("移交给谁", 120)],
    reason: Annotated[str, Words("理由", 300)],
) -> Incident:
    """Hand over what is not occupational or lies outside the city, with the body that was told."""
    incident = act.lock(Incident, incident_id)
    whom = words_of(act, body, "移交给谁", 120, needed=True)
    why = words_of(act, reason, "理由", 300, needed=True)
    step = add_step(act, incident, "handed_over", f"移交{whom}：{why}")
    act.create(
        Telling(
            incident=incident,
            actor=act.actor.label,
            whom=whom,
            whom_kind="other",
            channel="phone",
            proof=why,
            **entered(act, step.happened_at, ""),
        )
    )
    return act.move(incident, INCIDENT)
