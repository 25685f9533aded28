"""The office rules on disputed competence: a worked boundary case, kept beside later answers, changing none."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from lianxi.bodies.models import Conference, Unit, cited
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.actors import CONVENERS, OFFICE
from lianxi.core.basis import Basis
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, Choices, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.law.cases import find_case_law
from lianxi.law.models import Ruling
from lianxi.law.queries import basis_for
from lianxi.law.routing import load_vocabulary

LONGEST_CASE = 20_000
LONGEST_REASON = 4_000
STATES = ("true", "false", "unknown")


@action("law.ruling.record", "记录职责裁定", who=OFFICE | CONVENERS)
def record_ruling(
    act: Act,
    *,
    text: Annotated[str, Words("案情", 20_000)],
    facts: Annotated[Sequence[str], Choices("案情事实")],
    unit_ids: Annotated[Sequence[int], Units("承办单位")],
    considered_ids: Annotated[Sequence[int], Units("考虑过的单位")],
    reason: Annotated[str, Words("理由", 4000)],
    clause: Annotated[str, Choice("依据条款")],
) -> Ruling:
    """Record which units answer in a disputed case, with the reason and the clause.

    `facts` are written `dimension:code:state`; `unit_ids` answer, `considered_ids` were weighed. Raises
    BadInput for a clause outside the conference's adopted document, a unit that is no member, or no facts.
    """
    basis = _own_clause(act, clause)
    ruling = Ruling(conference_id=act.chain, decided_at=act.at, decided_by=act.actor.label, **cited(basis))
    ruling.text = filled(text, "案情", LONGEST_CASE)
    ruling.reason = filled(reason, "理由", LONGEST_REASON)
    ruling.facts = _facts(facts)
    names = _members(act, {*unit_ids, *considered_ids})
    ruling.answering = [{"unit": pk, "name": names[pk]} for pk in dict.fromkeys(unit_ids)]
    if not ruling.answering:
        raise BadInput("请选择由哪个单位负责。")
    weighed = dict.fromkeys((*considered_ids, *unit_ids))
    ruling.considered = [{"unit": pk, "name": names[pk]} for pk in weighed]
    act.cite(basis)
    act.create(ruling)
    for pk in weighed:
        act.notify(f"办公室记录了职责裁定：{_short(ruling.text)}", about=ruling, unit=pk)
    return ruling


def _own_clause(act: Act, code: str) -> Basis:
    """Give the basis of a clause of the conference's own adopted document: no other clause is one."""
    law = find_case_law(Conference.objects.get(pk=act.chain))
    basis = basis_for(law.code, law.number, code.strip()) if law is not None and code.strip() else Basis()
    if not basis.clause:
        raise BadInput("裁定没有写明本联席会议采用的文件里的条款。", next_step="请从条款列表中选择依据。")
    return basis


def _members(act: Act, wanted: Iterable[int]) -> dict[int, str]:
    members = member_unit_ids(act.chain, day_of(act.at))
    if set(wanted) - members:
        raise BadInput("所选单位中有的不是成员单位。", next_step="请只在成员单位中选择。")
    return dict(Unit.objects.filter(pk__in=members).values_list("pk", "name"))


def _facts(written: Iterable[str]) -> list[dict[str, Any]]:
    rows = [_fact(one) for one in dict.fromkeys(written)]
    if not rows:
        raise BadInput(
            "裁定没有写明案情事实。", next_step="请先确认案情事实，再记录裁定；以后靠事实找到这一裁定。"
        )
    return rows


def _fact(written: str) -> dict[str, Any]:
    dimension, code, state = ([*written.split(":"), "", ""])[:3]
    known = load_vocabulary().get(dimension)
    if known is None or code not in known.values or state not in STATES:
        raise BadInput(f"案情事实“{written[:40]}”不在事实词汇里。", next_step="请从“谁负责”页重新打开。")
    return {"dimension": dimension, "code": code, "state": state}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return f"{words[:30]}…" if len(words) > 30 else words
