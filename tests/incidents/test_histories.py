"""Five hundred random event histories against a table kept by hand: counts up and down, late entries, merges.

The oracle knows nothing of the rules' code: it walks minutes, keeps the numbers in a plain table and reads the grades
from thresholds written out here.
"""

import itertools
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from lianxi.core.words import CHINA
from lianxi.incidents.rules.counting import MEASURES, Tally, effective
from lianxi.incidents.rules.judging import judge

START = datetime(2026, 3, 9, 8, 0, tzinfo=CHINA)
HAZARD = (("特大", 50, 5), ("重大", 10, 1), ("一般", 1, None))
PHE = (("Ⅱ级", 50, 5), ("Ⅲ级", 10, 1), ("Ⅳ级", 1, None))
SAFETY = (("特别重大", 30, 100), ("重大", 10, 50), ("较大", 3, 10), ("一般", 1, 1))


@dataclass
class Entry:
    """One count as somebody entered it: minute it speaks of, place in the order of entering, event it was entered to."""

    minute: int
    order: int
    event: int
    ill: int
    dead: int
    hurt: int
    confirmed: bool = False


@dataclass
class History:
    """Two events that may be one for a while, with their counts."""

    entries: list[Entry] = field(default_factory=list)
    merged: bool = False


def drawn(seed: int) -> History:
    """Draw a history: counts up and down, some entered late, some confirmed, two events merged and parted."""
    dice, history, minute = random.Random(seed), History(), 0
    for order in range(1, dice.randint(2, 12)):
        minute += dice.choice((0, 5, 30, 300, 4000))
        ill = dice.choice((0, 1, 4, 9, 10, 11, 49, 50, 51, dice.randint(0, 60)))
        dead = min(ill, dice.choice((0, 0, 0, 1, 3, 5, 10)))
        at = minute if dice.random() < 0.7 else dice.randint(0, minute + 1)
        hurt = dice.choice((0, 0, 3))
        history.entries.append(Entry(at, order, dice.choice((1, 1, 2)), ill, dead, hurt, dice.random() < 0.3))
        if dice.random() < 0.3:
            history.merged = not history.merged
    return history


def table_of(entries: list[Entry]) -> list[tuple[int, int, int, int]]:
    """Keep the numbers in force by hand: (minute, ill, dead, hurt) after each count, in the order of minutes."""
    rows: list[tuple[int, int, int, int]] = []
    ill = dead = hurt = 0
    for one in sorted(entries, key=lambda entry: (entry.minute, entry.order)):
        if one.confirmed:
            ill, dead, hurt = one.ill, one.dead, one.hurt
        else:
            ill, dead, hurt = max(ill, one.ill), max(dead, one.dead), max(hurt, one.hurt)
        rows.append((one.minute, ill, dead, hurt))
    return rows


def graded(rows: list[tuple[int, int, int, int]]) -> dict[str, str | None]:
    """Read the grades from the last row of the table; work safety looks at the first thirty days alone."""
    _minute, ill, dead, _hurt = rows[-1]
    inside = [
        row for row in rows if (START + timedelta(minutes=row[0])).date() - START.date() <= timedelta(days=30)
    ]
    _minute, safe_ill, safe_dead, safe_hurt = inside[-1] if inside else (0, 0, 0, 0)
    severe = safe_ill - safe_dead + safe_hurt

    def by(table: tuple[tuple[str, int, int | None], ...]) -> str | None:
        return next((name for name, i, d in table if ill >= i or (d is not None and dead >= d)), None)

    safety = next((name for name, d, s in SAFETY if safe_dead >= d or severe >= s), None)
    return {"hazard_2002": by(HAZARD), "phe_2006": by(PHE), "worksafety_493": safety, "radiation_449": None}


def starts(rows: list[tuple[int, int, int, int]], known: int) -> dict[str, int]:
    """Give in which minute county health's duties begin: within six hours, or at once from ten ill or one dead on."""
    found: dict[str, int] = {}
    moments = sorted({row[0] for row in rows})
    for number, minute in enumerate(moments):
        _m, ill, dead, _h = [row for row in rows if row[0] == minute][-1]
        begins = known if number == 0 else max(known, minute)
        if ill >= 10 or dead >= 1:
            found.setdefault("immediate", begins)
        elif ill >= 1 and "immediate" not in found:
            found.setdefault("6h", begins)
    return found


def answer_of(entries: list[Entry], known: int) -> dict[str, object]:
    """Ask the rules what the page asks: the counts in force as facts, the county told in a minute."""
    tallies = [
        Tally(
            START + timedelta(minutes=one.minute), one.order, ill=one.ill, dead=one.dead,
            severe_other=one.hurt, is_confirmed=one.confirmed,
        )
        for one in entries
    ]  # fmt: skip
    held = effective(tallies)
    counts = [
        {"at": row.tally.at.isoformat(), **{name: row.totals[name] for name in MEASURES if name != "exposed"}}
        for row in held
    ]
    return judge(
        {
            "kind": "acute_poisoning",
            "occurred_at": START.isoformat(),
            "work_safety": "yes",
            "counts": counts,
            "as_of": (START + timedelta(days=400)).isoformat(),
            "known_at": {"county_health": (START + timedelta(minutes=known)).isoformat()},
        }
    )


@pytest.mark.parametrize("block", range(10))
def test_histories_are_graded_and_timed_as_the_table_says(block: int) -> None:
    lowered = merged = 0
    for seed in range(block * 50, block * 50 + 50):
        history, known = drawn(seed), seed % 7 * 20
        groups = (
            [history.entries]
            if history.merged
            else [[one for one in history.entries if one.event == event] for event in (1, 2)]
        )
        merged += history.merged
        for entries in filter(None, groups):
            rows = table_of(entries)
            lowered += any(later[1] < row[1] for row, later in itertools.pairwise(rows))
            answer = answer_of(entries, known)
            assert answer["grades"] == graded(rows), seed
            due = [one for one in answer["due"] if one["actor"] == "county_health"]  # type: ignore[attr-defined]
            begun = {one["limit"]: one["starts_at"] for one in reversed(due)}
            expected = {
                limit: (START + timedelta(minutes=minute)).isoformat()
                for limit, minute in starts(rows, known).items()
            }
            assert begun == expected, seed
    assert lowered > 3
    assert merged > 10


def test_a_lower_count_without_a_second_seat_leaves_what_holds() -> None:
    first = Tally(START, 1, ill=12, dead=1)
    lower = Tally(START + timedelta(hours=1), 2, ill=9, dead=2)
    last = effective([lower, first])[-1]
    assert (last.totals["ill"], last.totals["dead"], last.waiting) == (12, 2, ("ill",))
    agreed = Tally(START + timedelta(hours=1), 2, ill=9, dead=1, is_confirmed=True)
    assert effective([first, agreed])[-1].totals["ill"] == 9
