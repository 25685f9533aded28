"""A greedy plan made better: chains of moves serve what was left out, then firms are planned anew beside the others.

Firms touch each other only in a unit's teams of a week; caps lie within one firm. Each step serves more or enters
fewer times, and steps are counted, not seconds: a busy machine finds the same plan.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from lianxi.inspections.rules.greedy import Room, place_firm
from lianxi.inspections.rules.requests import Request

Cell = tuple[str, int]
# One week or two are looked through whole; firms that need more keep what the greedy choice found.
LOOKED_THROUGH = 2
# Plans tried for one firm, and full weeks that others are asked to leave for one plan.
TRIED, OPENED = 12, 3
# Firms planned anew in all: ten seconds of work where teams are hardly enough, none where they suffice.
STEPS = 100_000


class Board:
    """A plan from which single firms can be taken out and planned anew."""

    def __init__(
        self,
        requests: Sequence[Request],
        options: Mapping[str, Sequence[int]],
        room: Room,
        weeks: Mapping[str, int],
    ) -> None:
        self.requests, self.options, self.room, self.weeks = requests, options, room, dict(weeks)
        self.firms: dict[str, list[Request]] = defaultdict(list)
        for one in requests:
            self.firms[one.firm].append(one)
        self.steps = STEPS

    def improve(self) -> dict[str, int]:
        """Serve what chains of moves can serve, then enter firms less often, and give the weeks."""
        for one in self.requests:
            if one.id not in self.weeks:
                self._serve(one)
        while sum(self._gain(firm) for firm in list(self.firms) if self._is_wanting(firm)):
            pass
        return self.weeks

    def _serve(self, wanting: Request) -> None:
        """Serve a request by the shortest chain of its unit's other requests that each go to another week."""
        held: dict[int, list[Request]] = defaultdict(list)
        for one in self.requests:
            if one.unit == wanting.unit and one.id in self.weeks:
                held[self.weeks[one.id]].append(one)
        came: dict[int, tuple[Request, int | None]] = {
            week: (wanting, None) for week in self.options[wanting.id] if self._suits(wanting, week)
        }
        queue = deque(came)
        while queue:
            week = queue.popleft()
            if not self.room.is_full(wanting.unit, week):
                return self._shift(came, week)
            for one in held[week]:
                for other in self.options[one.id]:
                    if other not in came and self._suits(one, other):
                        came[other] = one, week
                        queue.append(other)
        return None

    def _suits(self, one: Request, week: int) -> bool:
        """Tell whether the caps at its firm let a request go to a week, and it frees a team by going."""
        former = self._take_out(one.firm)
        kept = {id_: at for id_, at in former.items() if id_ != one.id}
        self._put_in(one.firm, kept)
        with self.room.unbounded():
            suits = self.room.has(one, week)
        frees = one.id not in former or one.firm not in self.room.joined[one.unit, former[one.id]]
        self._take_out(one.firm)
        self._put_in(one.firm, former)
        return suits and frees

    def _shift(self, came: Mapping[int, tuple[Request, int | None]], week: int) -> None:
        at: int | None = week
        while at is not None:
            one, before = came[at]
            former = self._take_out(one.firm)
            self._put_in(one.firm, former | {one.id: at})
            at = before

    def _is_wanting(self, firm: str) -> bool:
        own = self._served(firm)
        return _visits(self._where(firm)) > len(earliest_ends(self.options[one.id] for one in own))

    def _served(self, firm: str) -> list[Request]:
        return [one for one in self.firms[firm] if one.id in self.weeks]

    def _gain(self, firm: str) -> bool:
        """Plan a firm anew, first beside the others, then with others making room; tell whether it gained."""
        own, former = self._served(firm), self._take_out(firm)
        found = self._planned(own, ())
        if found is not None and _visits(found) < _visits(former):
            self._put_in(firm, found)
            return True
        targets = self._targets(own, _visits(former))
        self._put_in(firm, former)
        return any(self._opened(firm, plan, cells) for plan, cells in targets)

    def _planned(self, own: Sequence[Request], kept_free: Iterable[Cell]) -> dict[str, int] | None:
        """Plan a firm that was taken out; None where not all that it had can be served."""
        self.steps -= 1
        options = {
            one.id: [week for week in self.options[one.id] if (one.unit, week) not in kept_free]
            for one in own
        }
        exact = next(self._in_few_weeks(own, options), None)
        found = exact if exact is not None else place_firm(own, options, self.room)
        return found if len(found) == len(own) else None

    def _in_few_weeks(
        self, own: Sequence[Request], options: Mapping[str, Sequence[int]]
    ) -> Iterator[dict[str, int]]:
        """Give the plans of a firm in one week or two, as teams and caps let it, fewest weeks first."""
        masks: dict[int, int] = defaultdict(int)
        for place, one in enumerate(own):
            for week in options[one.id]:
                if self.room.has(one, week):
                    masks[week] |= 1 << place
        every = (1 << len(own)) - 1
        pairs = (combinations(sorted(masks), count) for count in range(1, LOOKED_THROUGH + 1))
        for chosen in (weeks for some in pairs for weeks in some):
            if every == masks[chosen[0]] | masks[chosen[-1]]:
                found = {
                    one.id: chosen[0] if masks[chosen[0]] >> place & 1 else chosen[-1]
                    for place, one in enumerate(own)
                }
                if self._keeps_caps(own, found):
                    yield found

    def _keeps_caps(self, own: Sequence[Request], found: Mapping[str, int]) -> bool:
        keeps = True
        for one in own:
            keeps = keeps and self.room.has(one, found[one.id])
            self.room.take(one, found[one.id])
        self.room.clear(own, found)
        return keeps

    def _targets(self, own: Sequence[Request], visits: int) -> list[tuple[dict[str, int], list[Cell]]]:
        """Give the plans that enter a firm less often, with the full weeks that they need, the fewest first."""
        with self.room.unbounded():
            plans = [plan for plan in self._in_few_weeks(own, self.options) if _visits(plan) < visits]
        found = [(plan, sorted({(one.unit, plan[one.id]) for one in own})) for plan in plans]
        needed = [(plan, [cell for cell in cells if self.room.is_full(*cell)]) for plan, cells in found]
        kept = [one for one in needed if len(one[1]) <= OPENED]
        return sorted(kept, key=lambda one: len(one[1]))[:TRIED]

    def _opened(self, firm: str, plan: Mapping[str, int], cells: Sequence[Cell]) -> bool:
        """Have others leave the full weeks that a plan needs; undone where one of them cannot."""
        former = self._take_out(firm)
        self._put_in(firm, plan)
        moved: list[tuple[str, dict[str, int]]] = []
        for cell in cells:
            if (left := self._left(cell, firm, cells)) is None:
                break
            moved.append(left)
        else:
            return True
        for other, weeks in [*reversed(moved), (firm, former)]:
            self._take_out(other)
            self._put_in(other, weeks)
        return False

    def _left(self, cell: Cell, firm: str, cells: Sequence[Cell]) -> tuple[str, dict[str, int]] | None:
        """Move one firm out of a unit's full week that is entered no more often for it; give it with its former weeks."""
        for other in sorted(self.room.joined[cell] - {firm}):
            if self.steps <= 0:
                return None
            own, former = self._served(other), self._take_out(other)
            found = self._planned(own, cells)
            if found is not None and _visits(found) <= _visits(former):
                self._put_in(other, found)
                return other, former
            self._put_in(other, former)
        return None

    def _where(self, firm: str) -> dict[str, int]:
        return {one.id: self.weeks[one.id] for one in self.firms[firm] if one.id in self.weeks}

    def _take_out(self, firm: str) -> dict[str, int]:
        former = self._where(firm)
        self.room.clear(self.firms[firm], former)
        for id_ in former:
            del self.weeks[id_]
        return former

    def _put_in(self, firm: str, weeks: Mapping[str, int]) -> None:
        for one in self.firms[firm]:
            if one.id in weeks:
                self.room.take(one, weeks[one.id])
        self.weeks |= weeks


def earliest_ends(windows: Iterable[Sequence[int]]) -> list[int]:
    """Give the fewest weeks that meet every window: earliest ends first, which is exact for windows."""
    entered: list[int] = []
    for given in sorted(windows, key=lambda given: given[-1]):
        if not set(entered) & set(given):
            entered.append(given[-1])
    return entered


def _visits(weeks: Mapping[str, int]) -> int:
    return len(set(weeks.values()))
