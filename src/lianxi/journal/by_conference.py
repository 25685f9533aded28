"""The rows and look-ups of a whole journal on all cores, conference by conference, a large one in shares."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import F, Sum

from lianxi.journal.chain import Break
from lianxi.journal.models import Span
from lianxi.journal.replay import INSTALLATION_CHAIN, verify_rows, verify_share, verify_shared_rows
from lianxi.journal.spreading import spread
from lianxi.journal.tally import Share
from lianxi.journal.verify import chain_heads, chain_ids, loose_touches, verify_places

# Fewer changes than these are read here, one after the other.
LARGE = 20_000
# Parts a core: many small ones end together, but each reads the installation's chain again.
PARTS_A_CORE = 4

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of some small conferences, or a share of a large one's; None stands for what all share."""

    share: Share | None
    places: tuple[int, ...] = ()


def verify_places_and_rows(only: int | None = None, report: Report | None = None) -> Iterator[Break]:
    """Compare look-ups and rows with the entries; yields what does not hold.

    `report` is told how many parts are done and of how many. A journal that is not large is read in one go.
    """
    weights = _weights(only)
    if sum(weights.values()) < LARGE:
        yield from verify_places(only)
        yield from verify_rows(only)
        return
    parts = _parts(weights, only)
    for done, (_part, found) in enumerate(spread(verify_part, parts, is_large=True), 1):
        if report is not None:
            report(done, len(parts))
        yield from found


def _weights(only: int | None) -> dict[int, int]:
    """Estimate the changes that each chain notes: its entries, and the rows of its batches."""
    lengths = {key: seq for key, seq, _ in chain_heads(only)}
    weights = {key: lengths.get(key, 0) for key in (chain_ids() if only is None else [only])}
    spans = Span.objects.all() if only is None else Span.objects.filter(entry__chain_id=only)
    rows = spans.values_list("entry__chain_id").annotate(rows=Sum(F("last") - F("first") + 1)).order_by()
    for key, count in rows:
        weights[key] = weights.get(key, 0) + count
    return weights


def _parts(weights: dict[int, int], only: int | None) -> list[Part]:
    """Cut the work into parts of about one weight, so that no core waits for another in the end."""
    most = max(sum(weights.values()) // (PARTS_A_CORE * (os.cpu_count() or 1)), 1)
    # What is shared is read over all chains, and the installation's own chain holds no rows of a conference.
    parts = [Part(None)] if only is None else []
    parts += [Part(Share(frozenset()), (INSTALLATION_CHAIN,))] if INSTALLATION_CHAIN in weights else []
    some: list[int] = []
    held = 0
    for key, weight in sorted(weights.items(), key=lambda one: -one[1]):
        if key == INSTALLATION_CHAIN:
            continue
        if (of := -(-weight // most)) > 1:
            parts += [Part(Share(frozenset({key}), n, of), () if n else (key,)) for n in range(of)]
            continue
        if held + weight > most:
            parts, some, held = [*parts, _together(some)], [], 0
        some, held = [*some, key], held + weight
    return [*parts, _together(some)] if some else parts


def _together(keys: list[int]) -> Part:
    return Part(Share(frozenset(keys)), tuple(keys))


def verify_part(part: Part) -> list[Break]:
    """Verify look-ups and rows of one part."""
    if part.share is None:
        return [*verify_shared_rows(), *loose_touches()]
    places = [one for key in part.places for one in verify_places(key)]
    return [*places, *verify_share(part.share)] if part.share.conferences else places
