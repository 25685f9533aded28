"""A warning: issued by the director or the convener, to units only, with an obligation for each, in one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from lianxi.bodies.models import Conference, Unit, cited
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.basis import Basis
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, Choices, Day, One, Words
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.citing import cite_clause
from lianxi.law.queries import find_words
from lianxi.ledger.actions import enter_obligation
from lianxi.papers.issuing import Addressee, issue_paper
from lianxi.surveillance.actions.signals import add_step
from lianxi.surveillance.documents import warning_document
from lianxi.surveillance.facts import on_signal
from lianxi.surveillance.models import HazardWarning, Signal, WarnedUnit
from lianxi.surveillance.queries.routed import route_signal
from lianxi.surveillance.rules.machines import LEVEL_LABELS, SIGNAL
from lianxi.surveillance.words import default_title

WARNERS = CONVENERS | {SeatKind.OFFICE_DIRECTOR}
LIMIT = "ledger.warning_response"


class CannotWarn(Refusal):
    """The warning names no unit, or a unit without the clause that makes it answer."""

    code = "cannot_warn"


@action(
    "surveillance.warning.issue",
    "签发预警",
    who=WARNERS,
    rule="预警由办公室主任或召集人签发，只发给责任单位",
    deciding=on_signal("surveillance.warning.issue"),
)
def issue_warning(
    act: Act,
    *,
    signal_id: Annotated[int, One("信号")],
    level: Annotated[str, Choice("级别")],
    text: Annotated[str, Words("要求", 4000)],
    units: Annotated[Sequence[str], Choices("责任单位")],
    title: Annotated[str, Words("标题", 120)] = "",
    due_on: Annotated[date | None, Day("首轮处置时限")] = None,
    evidence_wanted: Annotated[str, Words("需要的材料", 300)] = "",
) -> HazardWarning:
    """Issue a warning: its paper, an obligation for every unit, and the signal's next stage.

    `units` are written `unit id:clause`; the clause is of the conference's own document. Without a date the first
    response is due by the limit in force. Raises CannotWarn, BadInput.
    """
    signal = act.lock(Signal, signal_id)
    conference = Conference.objects.get(pk=act.chain)
    if level not in LEVEL_LABELS:
        raise BadInput("请选择预警级别。", next_step=f"可选：{'、'.join(LEVEL_LABELS.values())}。")
    chosen = _units(act, units)
    warning = act.create(
        HazardWarning(
            conference=conference,
            signal=signal,
            level=level,
            title=filled(title or default_title(signal), "标题", 120),
            text=filled(text, "要求", 4000),
            routed=route_signal(conference, signal).as_dict(),
            issued_at=act.at,
            issued_by=act.actor.label,
        )
    )
    _send(act, signal, warning, chosen)
    wanted = _Wanted(due_on, short_enough(evidence_wanted, "需要的材料", 300))
    _owe(act, warning, chosen, wanted)
    told = [f"{unit.name}：{basis.clause}" for unit, basis in chosen]
    add_step(act, signal, "warned", warning.text, warning=warning.pk, level=level, told=told)
    act.move(signal, SIGNAL, management="warned", warned_at=signal.warned_at or act.at)
    return warning


def _units(act: Act, written: Sequence[str]) -> list[tuple[Unit, Basis]]:
    members = member_unit_ids(act.chain, day_of(act.at))
    chosen: dict[int, Basis] = {}
    for one in written:
        key, _, clause = one.partition(":")
        if not key.isdecimal() or int(key) not in members:
            raise CannotWarn(
                "所选的单位不是本联席会议的成员单位。",
                rule="预警发给成员单位",
                next_step="请从列出的单位中选择。",
            )
        if not clause.strip():
            raise CannotWarn(
                "有责任单位没有写明条款。", rule="每个责任单位须有条款依据", next_step="请选择条款。"
            )
        chosen.setdefault(int(key), cite_clause(act, clause))
    if not chosen:
        raise CannotWarn(
            "预警没有责任单位。", rule="预警须有责任单位", next_step="请至少选择一个责任单位及其条款。"
        )
    rows = {unit.pk: unit for unit in Unit.objects.filter(pk__in=chosen)}
    return [(rows[pk], basis) for pk, basis in chosen.items()]


def _send(act: Act, signal: Signal, warning: HazardWarning, chosen: list[tuple[Unit, Basis]]) -> None:
    printed = []
    for unit, basis in chosen:
        found = find_words(basis)
        citation, words = (found.citation, found.cited) if found else (basis.clause, "")
        printed.append((unit.name, citation, words))
    paper = issue_paper(
        act,
        document=warning_document(signal, warning, printed),
        about=warning,
        addressees=tuple(Addressee(unit.name, unit_id=unit.pk) for unit, _ in chosen),
        basis=chosen[0][1],
    )
    act.change(warning, paper=paper)


@dataclass(frozen=True, slots=True)
class _Wanted:
    due_on: date | None
    evidence: str


def _owe(act: Act, warning: HazardWarning, chosen: list[tuple[Unit, Basis]], wanted: _Wanted) -> None:
    paper = warning.paper
    for unit, basis in chosen:
        obligation = enter_obligation.within(
            act,
            title=f"预警处置：{warning.signal.sentence}"[:200],
            text=warning.text,
            lead_unit_id=unit.pk,
            origin="warning",
            basis=basis,
            source=record_name(warning),
            source_label=f"{paper.title}（{paper.number}）"[:300] if paper else "",
            due_on=wanted.due_on,
            limit_code="" if wanted.due_on else LIMIT,
            evidence_wanted=wanted.evidence,
        )
        act.create(
            WarnedUnit(
                conference_id=act.chain, warning=warning, unit=unit, obligation=obligation, **cited(basis)
            )
        )
