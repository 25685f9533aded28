"""Citing a clause: an act names a clause of a document its conference rests on, in the version in force."""

from lianxi.bodies.models import Conference
from lianxi.core.basis import Basis
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act
from lianxi.law.queries import basis_for, citable_versions


def cite_clause(act: Act, code: str) -> Basis:
    """Return the basis of a clause and note it on the act.

    Raises BadInput for a clause that none of the conference's documents holds: another region's clause, or one of a
    further instrument that waits for its approval, is no basis here.
    """
    conference = Conference.objects.get(pk=act.actor.conference_id or 0)
    places = (basis_for(*version, code.strip()) for version in citable_versions(conference))
    basis = next((found for found in places if found.clause), None)
    if basis is None:
        raise BadInput(f"本联席会议的文件里没有条款“{code}”。", next_step="请从条款列表中选择。")
    act.cite(basis)
    return basis
