"""What is known of an incident, put right as more is known; and what is missing, explained in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice, Choices, Flag, Moment, Number, One, Words
from lianxi.core.refusals import BadInput
from lianxi.incidents.actions.course import EXPLAINED, explained
from lianxi.incidents.actions.entering import add_step, words_of
from lianxi.incidents.facts import on_event
from lianxi.incidents.models import Incident
from lianxi.incidents.queries.grading import load_whole
from lianxi.incidents.rules.counting import impossible
from lianxi.incidents.rules.machines import KINDS, RADIATION, WORK_SAFETY
from lianxi.incidents.rules.steps import entering
from lianxi.incidents.rules.timing import require_past
from lianxi.journal.acting import Act, action

SECTORS = {"": "其他", "education": "教育系统（学校、校办企业）", "prison": "监狱、戒毒场所", "mine": "矿山"}


_TEXTS = {
    "title": ("事件名称", 120),
    "place": ("地点", 200),
    "employer": ("用人单位", 200),
    "employer_code": ("统一社会信用代码", 40),
    "hazard": ("危害因素", 100),
    "danger": ("现实危险", 300),
    "work_safety_paper": ("认定凭据", 200),
}


@action("incidents.incident.amend", "修改事件要素", who=OFFICE, deciding=on_event(entering))
def amend_incident(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    title: Annotated[str, Words("事件名称（不写单位和人名）", 120)],
    kind: Annotated[str, Choice("类别", KINDS)],
    division: Annotated[str, Choice("地区")],
    place: Annotated[str, Words("地点", 200)],
    employer: Annotated[str, Words("用人单位", 200)] = "",
    employer_code: Annotated[str, Words("统一社会信用代码（两个用人单位的都写）", 40)] = "",
    hazard: Annotated[str, Words("危害因素", 100)] = "",
    danger: Annotated[str, Words("现实危险（没有人发病时写）", 300)] = "",
    occurred_at: Annotated[datetime | None, Moment("发生时间")] = None,
    is_confirmed: Annotated[bool, Flag("已诊断确认")] = False,
    work_safety: Annotated[str, Choice("是否生产安全事故", WORK_SAFETY)] = "unknown",
    work_safety_paper: Annotated[str, Words("认定凭据（应急部门文号或来电）", 200)] = "",
    is_industrial: Annotated[bool, Flag("工业企业")] = False,
    is_municipal: Annotated[bool, Flag("市属企业")] = False,
    is_public: Annotated[bool, Flag("政府或主管部门已公开")] = False,
    sector: Annotated[str, Choice("系统", SECTORS)] = "",
    radiation: Annotated[Sequence[str], Choices("辐射情况", RADIATION)] = (),
    severe_ars: Annotated[int, Number("重度以上急性放射病（人）")] = 0,
    seen: Annotated[int | None, Number("打开时的版本")] = None,
) -> Incident:
    """Put right what is known of an incident; the journal keeps what was written before. Raises BadInput."""
    incident = act.get(Incident, incident_id)
    act.require_version(incident, seen)
    if kind not in KINDS or work_safety not in WORK_SAFETY or sector not in SECTORS:
        raise BadInput("请从列出的选项中选择类别、系统和是否生产安全事故。")
    _require_sure(work_safety, work_safety_paper)
    _require_radiation(kind, radiation, severe_ars)
    texts = {"title": title, "place": place, "employer": employer, "employer_code": employer_code}
    texts |= {"hazard": hazard, "danger": danger, "work_safety_paper": work_safety_paper}
    said = {name: words_of(act, text, *_TEXTS[name]) for name, text in texts.items()}
    _require_no_name(said)
    _require_possible(act, incident, kind, occurred_at)
    add_step(act, incident, "amended", "修改事件要素")
    flags = {"is_confirmed": is_confirmed, "is_industrial": is_industrial, "is_municipal": is_municipal}
    return act.change(
        incident,
        kind=kind,
        division=division.strip(),
        occurred_at=occurred_at,
        work_safety=work_safety,
        sector=sector,
        radiation=dict.fromkeys(radiation, 1) | ({"severe_ars": severe_ars} if severe_ars else {}),
        is_public=is_public,
        **said,
        **flags,
    )


def _require_no_name(said: dict[str, str]) -> None:
    for name in ("title", "place"):
        if not said[name]:
            raise BadInput(f"请填写{_TEXTS[name][0]}。")
    if said["employer"] and said["employer"] in said["title"]:
        raise BadInput("事件名称里写了用人单位。", next_step="请去掉，用地区和类别命名；单位另有一栏。")


def _require_sure(work_safety: str, paper: str) -> None:
    if work_safety != "unknown" and not paper.strip():
        raise BadInput(
            "是否生产安全事故由应急部门认定，没有写明凭据。",
            next_step="请填写应急部门的文号或来电；还没有认定的，选“尚未认定”。",
            rule="等级并列，不由联席会议认定",
        )


def _require_radiation(kind: str, radiation: Sequence[str], severe_ars: int) -> None:
    if not set(radiation) <= set(RADIATION) or not 0 <= severe_ars <= 10_000:
        raise BadInput("请从列出的选项中选择辐射情况，人数填写 0 或正数。")
    if (radiation or severe_ars) and kind != "radiation":
        raise BadInput("辐射情况只用于辐射事故。", next_step="请改类别为辐射事故，或去掉辐射情况。")


def _require_possible(act: Act, incident: Incident, kind: str, occurred_at: datetime | None) -> None:
    if occurred_at is not None:
        require_past(occurred_at, act.at, "发生时间")
    for row in load_whole(incident).effective():
        if fault := impossible(kind, row.tally, occurred_at, act.at):
            raise BadInput(f"与已登记的人数不符：{fault}", next_step="请核对类别、发生时间，或先更正人数。")


@action("incidents.incident.explain", "写明情况或理由", who=OFFICE, deciding=on_event(entering))
def explain(
    act: Act,
    *,
    incident_id: Annotated[int, One("群体事件")],
    what: Annotated[str, Choice("说明什么", EXPLAINED)],
    text: Annotated[str, Words("情况或理由", 300)],
) -> Incident:
    """Write down the union's part, why it had none, or why nothing is followed up."""
    incident = act.get(Incident, incident_id)
    said = words_of(act, text, "情况或理由", 300, needed=True)
    return act.change(incident, **explained(act, incident, what, said))
