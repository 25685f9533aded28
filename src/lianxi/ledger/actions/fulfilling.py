"""A matter that stood for something missing ends when that comes in: it needs no report and no second answer."""

from typing import Annotated

from lianxi.core.entries import filled
from lianxi.core.fields import Words
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import by_seat, cite_tracking, tell_units
from lianxi.ledger.actions.lapsing import lapse_open
from lianxi.ledger.actions.slips import answer_slips
from lianxi.ledger.models import Obligation, Progress
from lianxi.ledger.rules import ENDED, OBLIGATION

FULFIL = "ledger.obligation.fulfil"


@action(FULFIL, "因所缺的已补齐而办结", who=frozenset())
def fulfil_obligation(
    act: Act, *, obligation: Obligation, text: Annotated[str, Words("办理情况", 4000)]
) -> Obligation:
    """Close a matter by the act that hands in what it asked for; `text` says what came in.

    It runs only inside that act, of the unit that owed it. One that has ended already is left as it is.
    """
    if obligation.state in ENDED:
        return obligation
    report = Progress(**by_seat(act, obligation), done=True, text=filled(text, "办理情况", 4000))
    act.create(report)
    answer_slips(act, obligation)
    act.move_as(FULFIL, obligation, OBLIGATION, last_reported_at=act.at, passed_at=act.at, closed_at=act.at)
    lapse_open.within(act, obligation=obligation)
    cite_tracking(act, obligation)
    tell_units(act, obligation, f"事项{obligation.number}所缺的已补齐，办结")
    return obligation
