"""Whose the working papers of a matter are while it waits to be verified by a seat outside the office.

Where the office sits in the host alone, what the host leads is verified by a seat of another unit or by the convener:
whoever may verify reads what was reported and what was given as evidence, for as long as it waits.
"""

from django.db.models import F, Q

from lianxi.core.actors import SEATED, Actor


def to_verify(actor: Actor) -> Q:
    """Return the condition of a report or piece of evidence on a matter of the host that asks for closing."""
    return _of_host("obligation", actor)


def files_to_verify(actor: Actor) -> Q:
    """Return the same condition for a file of a report."""
    return _of_host("progress__obligation", actor)


def _of_host(path: str, actor: Actor) -> Q:
    if actor.kind not in SEATED:
        return Q(pk__in=())
    host = {f"{path}__lead_unit": F(f"{path}__conference__office_unit")}
    return Q(**{f"{path}__state": "submitted"}, **host)
