"""Due dates counted under an earlier calendar are derived anew once a year's holidays are announced."""

from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE
from lianxi.core.due import from_dict, recomputed
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.ledger.actions.checks import cite_tracking, tell_units
from lianxi.ledger.actions.extending import set_due
from lianxi.ledger.models import Obligation

AT_ONCE = 500


@action("ledger.due_date.recompute", "按新的放假安排重算时限", who=OFFICE)
def recompute_due_dates(act: Act) -> list[Obligation]:
    """This function will derive anew what was counted under another calendar edition, at most 500 at once.

    It gives the obligations it changed; those whose date moved keep the earlier date in their trace and
    their units are told. Run it again while it gives 500.
    """
    calendar = calendar_now()
    running = Obligation.objects.filter(conference_id=act.chain, closed_at__isnull=True)
    counted = running.filter(due_derivation__days__gte=1).exclude(due_derivation__edition=calendar.edition)
    changed = []
    for pk in counted.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        obligation = act.lock(Obligation, pk)
        before = from_dict(obligation.due_derivation)
        after = recomputed(before, day_of(act.at), calendar)
        if obligation.closed_at is not None or after == before:
            continue
        set_due(act, obligation, after, "recomputed")
        cite_tracking(act, obligation)
        if after.due_on != before.due_on:
            tell_units(
                act,
                obligation,
                f"放假安排更新，事项{obligation.number}的时限改为{long_date(after.due_on)}",
            )
        changed.append(obligation)
    return changed
