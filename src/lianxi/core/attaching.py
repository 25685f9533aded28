"""Files put to a record: who may add one, and who reads it beside its owner.

A room names a function of this kind beside its record (`core.rooms.RecordKind.attaches`); without one no file can be
put to the record. Who reads a record reads its files, but for those that their owner keeps to itself and the office.
"""

from dataclasses import dataclass

from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.core.refusals import NotPermitted

# Who reads a file beside its owner: every member, whoever sees the record, the office alone.
MEMBERS, PARTIES, OWN = "members", "parties", "own"
LEVELS = {PARTIES: "有关单位可见", MEMBERS: "各成员单位可见", OWN: "本单位和办公室可见"}


@dataclass(frozen=True, slots=True)
class Writers:
    """The units (database ids) that may put files to a record, and whether the office may."""

    units: frozenset[int]
    by_office: bool = True


# What has ended takes no more files.
NOBODY = Writers(frozenset(), by_office=False)


def may_attach(writers: Writers | None, actor: Actor) -> NotPermitted | None:
    """Refuse a seat that may not put a file to a record; None stands for a record that takes none."""
    if writers is not None:
        speaks = actor.kind in UNIT_SPEAKERS and actor.unit_id in writers.units
        if speaks or (actor.is_office and writers.by_office):
            return None
    return NotPermitted(
        "你的席位不能给这条记录添加附件。",
        rule="附件由承办、提出或答复的单位和办公室添加",
        next_step="请切换到有关单位的席位，或请该单位添加。",
    )
