"""Whose a matter is, as a unit that hands it back says: another member unit, by a clause on that unit's duties."""

from lianxi.bodies.models import Unit
from lianxi.bodies.queries import member_unit_ids
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.law.citing import cite_clause
from lianxi.law.models import Clause


def named_unit(act: Act, unit_id: int, *excluded: int | None) -> Unit:
    """Return the unit that is named as the right one. Raises BadInput for no member, the own or an excluded unit."""
    if unit_id not in member_unit_ids(act.chain, day_of(act.at)):
        raise BadInput("请写明应由哪个成员单位承办。", next_step="请在成员单位中选择。")
    if unit_id in (act.actor.unit_id, *excluded):
        raise BadInput("退回须指明本单位和现在的主办单位以外的单位。", next_step="请改选应承办的单位。")
    return Unit.objects.get(pk=unit_id)


def clause_of_unit(act: Act, unit: Unit, code: str) -> Basis:
    """Cite the clause by which the matter is that unit's: a clause of a third unit is no reason."""
    if not code.strip():
        raise BadInput("退回没有写明依据的条款。", next_step="请选择写明该单位职责的条款。")
    basis = cite_clause(act, code)
    whose = unit_of_clause(basis)
    if whose and whose not in {unit.name, *unit.aliases.values_list("text", flat=True)}:
        raise BadInput(f"所选条款写的是{whose}的职责，不是{unit.name}的。", next_step="请改选单位或条款。")
    return basis


def unit_of_clause(basis: Basis) -> str:
    """Return the unit whose duty a clause is, as its document prints it; empty where it binds no single one."""
    version = {"instrument_version__instrument__code": basis.instrument}
    version["instrument_version__number"] = str(basis.version)
    row = Clause.objects.filter(code=basis.clause, **version).only("unit").first()
    return str(row.unit or "") if row else ""
