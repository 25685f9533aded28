"""What stays open on an obligation when it no longer needs an answer lapses with it."""

from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.extending import lapse_extension
from lianxi.ledger.actions.slips import lapse_slips
from lianxi.ledger.models import Handback, Obligation
from lianxi.ledger.rules import ENDED, HANDBACK, HANDBACK_OPEN


@action("ledger.handback.lapse", "使退回失效", who=frozenset())
def lapse_open(act: Act, *, obligation: Obligation) -> None:
    """End requests for extension and handbacks that nobody needs to answer any more.

    It runs only inside the act that verifies or ends the obligation.
    """
    lapse_extension.within(act, obligation=obligation)
    if obligation.state in ENDED:
        lapse_slips.within(act, obligation=obligation)
    for row in Handback.objects.filter(obligation=obligation, state__in=HANDBACK_OPEN):
        act.move_as(
            "ledger.handback.lapse", row, HANDBACK, answered_at=act.at, answer="事项已核验通过或已结束。"
        )
