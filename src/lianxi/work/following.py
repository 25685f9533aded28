"""When a unit's place passes to another one, what the clauses ask of it is asked of the other one, with its records."""

from lianxi.journal.acting import Act
from lianxi.work.models import Arrangement, Part, Party, Return, Row
from lianxi.work.queries.arrangements import LIVE
from lianxi.work.rules.machines import OPEN


def pass_work(act: Act, old: int, new: int) -> None:
    """Let the live arrangements of unit `old` go on with unit `new` (database ids), rows and open returns with them.

    Where `new` has the same part, return or row already, the old one is left as the record of its time. What was
    handed in stays the old unit's.
    """
    live = Arrangement.objects.filter(conference_id=act.chain, state__in=LIVE)
    for row in live.filter(unit_id=old).select_for_update():
        act.change(row, unit_id=new)
    for row in live.filter(entered_by_id=old).select_for_update():
        act.change(row, entered_by_id=new)
    parties = Party.objects.filter(arrangement__in=live)
    there = set(parties.filter(unit_id=new).values_list("arrangement_id", "role"))
    for party in parties.filter(unit_id=old):
        if (party.arrangement_id, party.role) not in there:
            act.change(party, unit_id=new)
    _pass_returns(act, old, new)
    _pass_rows(act, old, new)


def _pass_returns(act: Act, old: int, new: int) -> None:
    rows = Return.objects.filter(conference_id=act.chain)
    there = set(rows.filter(unit_id=new).values_list("line_id", "period"))
    passing = rows.filter(unit_id=old, state__in=OPEN).select_for_update().order_by("pk")
    act.change_batch([(row, {"unit_id": new}) for row in passing if (row.line_id, row.period) not in there])


def _pass_rows(act: Act, old: int, new: int) -> None:
    """Pass the rows in all their versions, so that a list goes on and its history stays together."""
    rows = Row.objects.filter(conference_id=act.chain)
    there = set(rows.filter(unit_id=new).values_list("line_id", "about", "key"))
    passing = [one for one in rows.filter(unit_id=old) if (one.line_id, one.about, one.key) not in there]
    act.change_batch([(one, {"unit_id": new}) for one in passing])
    parts = Part.objects.filter(conference_id=act.chain, unit_id=old)
    act.change_batch([(one, {"unit_id": new}) for one in parts])
