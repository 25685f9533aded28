"""Which form a request for supervision may take, whether it may be opened, and what is missing for it.

政府督查 is supervision of governments, departments and authorised bodies by the government; a department runs it
only as designated with matter, scope, duties and term (政府督查工作条例第五、七、八、十一条), and an enterprise is
never its object. Every other wish has a lawful form of its own, which the answer names with its reason.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass as validated

from lianxi.core.facts import read_facts

CLOSED = ConfigDict(extra="forbid")
# 政府督查工作条例 in force; 行政执法监督条例第四十二条第三项 in force.
REGULATION_FROM, LINE_GUIDANCE_FROM = date(2021, 2, 1), date(2026, 2, 1)
PARTS = ("matter", "scope", "duties", "term")
PART_LABELS = {
    "matter": "督查事项",
    "scope": "督查范围",
    "duties": "督查职责",
    "term": "督查期限",
    "lead_not_a_department": "牵头单位须是本级政府所属部门",
    "government_confirmation": "本级人民政府的指定",
}
# Bodies that are no 所属部门 of a government (条例第七条), by what their names contain.
NO_DEPARTMENTS = ("总工会", "宣传部", "联席会议")
UNVERIFIED = ("unverified_complaint", "media")
DESIGNATING = ("government_decision", "mayor_instruction")
CONFIRMED_ELSEWHERE = ("vice_mayor", "deputy_mayor", "party_committee")
SCOPE_LIMIT = "只督查处置与整改，不代替事故调查"
JOINT, TRACK = "联合督查", "跟踪督促"
HOST = {"GD": "省卫生健康委"}
OWNER = {"GD": "省国资委"}


@validated(frozen=True, config=CLOSED)
class MandateFacts:
    """A designation as its paper reads: the unit, and which of the four parts it states."""

    unit: str | None = None
    matter: bool = False
    scope: bool = False
    duties: bool = False
    term: bool = False


@validated(frozen=True, config=CLOSED)
class MechanismFacts:
    """A written supervision mechanism: approved by the government, naming this trigger, designating somebody."""

    approved_by_government: bool
    lists_trigger: bool
    designates: bool


@validated(frozen=True, config=CLOSED)
class OpeningFacts:
    """Who asks what of whom, on which day and paper."""

    instrument: str
    asked_on: date
    target: Literal[
        "county_government",
        "county_department",
        "city_department",
        "public_body",
        "enterprise",
        "municipal_soe",
    ]
    trigger: str
    major: bool = True
    mandate: MandateFacts | None = None
    mechanism: MechanismFacts | None = None
    lead_named: str | None = None
    already_supervised: bool = False
    investigation_running: Literal["none", "county", "city", "province", "state"] = "none"

    @property
    def is_investigated(self) -> bool:
        return self.investigation_running != "none"

    @property
    def host(self) -> str:
        return HOST.get(self.instrument, "市卫健委")


@dataclass(frozen=True, slots=True)
class Opening:
    """The form a request takes and why; `missing` in the order matter, scope, duties, term."""

    form: str
    next: str
    why: str
    is_supervision: bool = False
    opened_by: str | None = None
    lead: str | None = None
    missing: tuple[str, ...] = ()
    scope_limit: str | None = None


def _duplicate(facts: OpeningFacts) -> Opening | None:
    if not facts.already_supervised:
        return None
    return Opening("并入", "refuse_duplicate", "已有对同一事项的督查：严禁重复督查、多头督查（条例第十五条）")


def _unverified(facts: OpeningFacts) -> Opening | None:
    if facts.trigger not in UNVERIFIED:
        return None
    return Opening("核实", "verify_first", "反映的情况尚未核实，先请有权限的单位核实")


def _enterprise(facts: OpeningFacts) -> Opening | None:
    if facts.target not in ("enterprise", "municipal_soe"):
        return None
    if facts.is_investigated:
        return Opening("参与事故调查", "join_investigation", "事故正在调查，各单位依法参加调查，工会必须参加")
    if facts.target == "municipal_soe":
        owner = OWNER.get(facts.instrument, "市国资委")
        why = "出资人对所监管企业的督促检查，不是行政检查（QZ-3-13-3、GD-16-03）"
        return Opening("出资人督促检查", "refer_owner", why, lead=owner)
    why = "企业不是督查对象（条例第五条），联席会议也不得检查（国办发〔2024〕54号）：转各单位个案检查"
    return Opening("各单位个案检查", "refer_case_check", why)


def _designated(facts: OpeningFacts) -> Opening | None:
    """Look for a decision of the government or its head's instruction, which designates only with all four parts."""
    if facts.trigger not in DESIGNATING:
        return None
    mandate = facts.mandate or MandateFacts()
    lead = facts.lead_named or mandate.unit
    if not is_department(lead):
        return _ask(("lead_not_a_department",), "指定的牵头单位不是政府所属部门（条例第七条）")
    missing = tuple(part for part in PARTS if not getattr(mandate, part))
    if missing:
        return _ask(missing, "指定没有写明条例第七条要求的内容")
    return _joint(
        facts, lead or facts.host, "本级人民政府（指定）", "本级人民政府已指定（条例第七条、第十一条）"
    )


def _confirmed_elsewhere(facts: OpeningFacts) -> Opening | None:
    if not facts.trigger.startswith(CONFIRMED_ELSEWHERE):
        return None
    return _ask(("government_confirmation",), "不是本级人民政府的决定或者行政首长的指令（条例第十一条）")


def _by_mechanism(facts: OpeningFacts) -> Opening | None:
    mechanism = facts.mechanism
    if mechanism is None or not mechanism.lists_trigger:
        return None
    if facts.asked_on < REGULATION_FROM:
        return _joint(facts, facts.host, "召集人或者办公室主任", "条例施行前，按书面机制启动")
    if not (mechanism.approved_by_government and mechanism.designates):
        return None
    if not is_department(facts.lead_named):
        return _ask(("lead_not_a_department",), "指定的牵头单位不是政府所属部门（条例第七条）")
    why = "经本级人民政府批准的机制已作常设指定"
    return _joint(facts, facts.lead_named or facts.host, "本级人民政府（机制常设指定）", why)


def _member(facts: OpeningFacts) -> Opening | None:
    if facts.target != "city_department":
        return None
    return Opening(TRACK, "track", "对成员单位跟踪督促议定事项（QZ-4-4），不需要授权")


def _line(facts: OpeningFacts) -> Opening | None:
    if facts.target != "county_department" or facts.asked_on < LINE_GUIDANCE_FROM:
        return None
    why = "由本系统市级部门对县级部门督促指导（行政执法监督条例第四十二条第三项）"
    return Opening("业务督促指导", "guide_line", why)


# The first that answers decides.
STEPS: Sequence[Callable[[OpeningFacts], Opening | None]] = (
    _duplicate,
    _unverified,
    _enterprise,
    _designated,
    _confirmed_elsewhere,
    _by_mechanism,
    _member,
    _line,
)


def open_supervision(facts: OpeningFacts) -> Opening:
    """Say which form a request takes; without any ground it is tracked, and a designation is asked for."""
    found = (step(facts) for step in STEPS)
    return next((one for one in found if one is not None), None) or _ask(
        PARTS, "没有本级人民政府的指定（条例第七条）"
    )


def is_department(unit: str | None) -> bool:
    """Tell whether a named lead may be a department of the government; nobody named says nothing against it."""
    return unit is None or not any(name in unit for name in NO_DEPARTMENTS)


def _ask(missing: tuple[str, ...], why: str) -> Opening:
    return Opening(TRACK, "ask_mandate", f"{why}；先跟踪督促成员单位，并请示指定", missing=missing)


def _joint(facts: OpeningFacts, lead: str, opened_by: str, why: str) -> Opening:
    limit = SCOPE_LIMIT if facts.is_investigated else None
    return Opening(JOINT, "plan", why, is_supervision=True, opened_by=opened_by, lead=lead, scope_limit=limit)


ADAPTER = TypeAdapter(OpeningFacts)


def judge(facts: Mapping[str, Any], _kind: str = "") -> dict[str, Any]:
    """Answer the facts of a request as plain JSON. Raises BadFacts."""
    found = open_supervision(read_facts(ADAPTER, facts))
    return {
        "form": found.form,
        "may_open_supervision": found.is_supervision,
        "opened_by": found.opened_by,
        "lead": found.lead,
        "next": found.next,
        "missing": list(found.missing),
        "scope_limit": found.scope_limit,
    }


def explain(facts: Mapping[str, Any]) -> str:
    """Say in a sentence why a request takes the form that `judge` gives it. Raises BadFacts."""
    return open_supervision(read_facts(ADAPTER, facts)).why
