"""The merged plan as an integer programme: which request in which week, which firm entered when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import scipy

from lianxi.inspections.rules.requests import Request, Subject

# How SciPy says that the time was enough.
OPTIMAL, INFEASIBLE = 0, 2


class Programme:
    """Columns and rows of the programme, built once from the requests."""

    def __init__(
        self,
        requests: Sequence[Request],
        options: Mapping[str, Sequence[int]],
        units: Mapping[str, Subject],
        system_left: Mapping[tuple[str, str], int],
    ) -> None:
        self.requests, self.options, self.is_proven = requests, options, False
        self.columns: dict[tuple[str | int, ...], int] = {}
        self.rows: list[dict[int, float]] = []
        self.lowest: list[float] = []
        self.highest: list[float] = []
        self._build(units, system_left)

    def solve(self, seconds: float) -> dict[str, int] | None:
        """Give the weeks of a best plan; None where none was found. `is_proven` tells whether the time was enough."""
        served, entered = self._aims()
        return self._solved(entered - (len(self.requests) + 1) * served, seconds)

    def require_one_of(self, ids: Sequence[str]) -> None:
        """Ask for plans that serve at least one of these requests."""
        self._row({self._at("x", id_, week): 1.0 for id_ in ids for week in self.options[id_]}, 1, np.inf)

    def _aims(self) -> tuple[np.ndarray, np.ndarray]:
        served, entered = np.zeros(len(self.columns)), np.zeros(len(self.columns))
        weeks = sorted({week for given in self.options.values() for week in given})
        # So little that all weeks together weigh less than one visit: of equal plans the earlier.
        step = 0.5 / (len(weeks) * max(1, len(self.requests)))
        place = {week: number for number, week in enumerate(weeks)}
        for key, number in self.columns.items():
            served[number] = key[0] == "x"
            entered[number] = 1 + step * place[int(key[2])] if key[0] == "v" else 0
        return served, entered

    def _solved(self, cost: np.ndarray, seconds: float) -> dict[str, int] | None:
        count = len(self.columns)
        places = [(row, column) for row, terms in enumerate(self.rows) for column in terms]
        values = [value for terms in self.rows for value in terms.values()]
        rows, columns = zip(*places, strict=True) if places else ((), ())
        matrix = scipy.sparse.csr_array((values, (rows, columns)), shape=(len(self.rows), count))
        found = scipy.optimize.milp(
            cost,
            constraints=scipy.optimize.LinearConstraint(matrix, self.lowest, self.highest),
            integrality=np.ones(count, dtype=np.int64),
            bounds=scipy.optimize.Bounds(0, 1),
            # Serving weighs so much more than entering that a relative gap would hide visits.
            options={"time_limit": seconds, "mip_rel_gap": 0},
        )
        self.is_proven = found.status in (OPTIMAL, INFEASIBLE)
        if found.x is None:
            return None
        return {
            str(key[1]): int(key[2])
            for key, at in self.columns.items()
            if key[0] == "x" and found.x[at] > 0.5
        }

    def _build(self, units: Mapping[str, Subject], system_left: Mapping[tuple[str, str], int]) -> None:
        joined: dict[tuple[str, int], set[int]] = defaultdict(set)
        counted: dict[tuple[str, str], set[int]] = defaultdict(set)
        lines: dict[tuple[str, str], set[int]] = defaultdict(set)
        for one in self.requests:
            system = units[one.unit].system
            self._row({self._at("x", one.id, week): 1.0 for week in self.options[one.id]}, 0, 1)
            for week in self.options[one.id]:
                served = self._at("x", one.id, week)
                unit_in = self._at("u", one.unit, one.firm, week)
                self._below(served, unit_in)
                self._below(unit_in, self._at("v", one.firm, week))
                joined[one.unit, week].add(unit_in)
                if one.is_counted:
                    check = self._at("c", one.unit, one.firm, week)
                    self._below(served, check)
                    counted[one.unit, one.firm].add(check)
                    lines[system, one.firm].add(check)
        for (unit, _week), columns in joined.items():
            self._at_most(columns, units[unit].visits_per_week)
        for (unit, firm), columns in counted.items():
            self._at_most(columns, units[unit].left(firm))
        for line, columns in lines.items():
            if line in system_left:
                self._at_most(columns, system_left[line])

    def _at(self, *key: str | int) -> int:
        # Keys of visits are ("v", firm, week), so that the week stands at the same place as in ("x", id, week).
        return self.columns.setdefault(key, len(self.columns))

    def _below(self, lower: int, upper: int) -> None:
        self._row({lower: 1.0, upper: -1.0}, -np.inf, 0)

    def _at_most(self, columns: set[int], most: int) -> None:
        if len(columns) > most:
            self._row(dict.fromkeys(columns, 1.0), 0, most)

    def _row(self, terms: dict[int, float], low: float, high: float) -> None:
        self.rows.append(terms)
        self.lowest.append(low)
        self.highest.append(high)
