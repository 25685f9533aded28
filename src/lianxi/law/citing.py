"""Citing a clause: an act names a clause of its conference's own document, in the version in force."""

from lianxi.bodies.models import Conference
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act
from lianxi.law.queries import basis_for


def cite_clause(act: Act, code: str) -> Basis:
    """Return the basis of a clause and note it on the act.

    Raises BadInput for a clause that the conference's document does not hold: another region's clause is
    no basis here.
    """
    conference = Conference.objects.get(pk=act.actor.conference_id or 0)
    basis = basis_for(conference.instrument, conference.instrument_version, code.strip())
    if not basis.clause:
        raise BadInput(f"本联席会议的建立文件里没有条款“{code}”。", next_step="请从条款列表中选择。")
    act.cite(basis)
    return basis
