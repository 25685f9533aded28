"""The cycle of a duty by a clause: a further instrument in force says how often, in place of what was configured."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice, One
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.law.citing import cite_clause
from lianxi.law.queries import citations_of, find_version
from lianxi.work.actions.arranging import REVISING, revise_arrangement
from lianxi.work.models import Arrangement
from lianxi.work.rules.periods import CYCLE_LABELS

LONGEST = 200


@action("work.arrangement.give_cycle", "按条款定周期", who=OFFICE, rule="周期须有条款依据", deciding=REVISING)
def give_cycle(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    clause: Annotated[str, Choice("依据条款")],
    cycle: Annotated[str, Choice("周期", CYCLE_LABELS)],
) -> Arrangement:
    """Let a clause that may be cited give an arrangement its cycle: a new version, which names the clause.

    Returns already asked for keep their day; the next period follows the new cycle. Raises BadInput for no cycle.
    """
    if cycle not in CYCLE_LABELS:
        raise BadInput("请选择周期。")
    basis = cite_clause(act, clause)
    version = find_version(basis.instrument, basis.version)
    cite = citations_of(basis.instrument, basis.version).get(basis.clause) or basis.clause
    title = "".join(version.instrument.title.split()) if version else basis.instrument
    told = f"《{title}》{cite}"[:LONGEST]
    new = revise_arrangement.within(
        act, arrangement_id=arrangement_id, cycle=cycle, reason=f"周期按{told}"[:300]
    )
    return act.change(new, cycle_basis=told)
