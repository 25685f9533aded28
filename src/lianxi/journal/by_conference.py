"""The rows and look-ups of a whole journal, conference by conference on all cores."""

from collections.abc import Callable, Iterator

from lianxi.journal.chain import Break
from lianxi.journal.models import Entry
from lianxi.journal.replay import verify_rows, verify_shared_rows
from lianxi.journal.spreading import spread
from lianxi.journal.verify import chain_heads, chain_ids, loose_touches, verify_places

# Fewer entries than these are read here, one after the other.
LARGE = 20_000
SHARED = -1

Report = Callable[[int, int], None]


def verify_places_and_rows(only: int | None = None, report: Report | None = None) -> Iterator[Break]:
    """Compare look-ups and rows with the entries; yields what does not hold.

    `report` is told how many parts are done and of how many. A journal that is not large is read in one go.
    """
    if only is not None or Entry.objects.order_by()[LARGE - 1 : LARGE].count() == 0:
        yield from verify_places(only)
        yield from verify_rows(only)
        return
    lengths = {key: seq for key, seq, _ in chain_heads()}
    # The longest first, so that no core waits for it in the end: what is shared reads over all chains.
    tasks = [SHARED, *sorted(chain_ids(), key=lambda key: -lengths.get(key, 0))]
    for done, (_task, found) in enumerate(spread(verify_part, tasks, is_large=True), 1):
        if report is not None:
            report(done, len(tasks))
        yield from found


def verify_part(key: int) -> list[Break]:
    """Verify look-ups and rows of one chain, or what no conference has for its own (SHARED)."""
    if key == SHARED:
        return [*verify_shared_rows(), *loose_touches()]
    places = list(verify_places(key))
    # The installation's own chain holds no rows of a conference; its rows are shared.
    return [*places, *verify_rows(key)] if key else places
