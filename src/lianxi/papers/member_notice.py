"""The words of the notice that tells of changed members: which changes it takes, its text, the roster beside it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianxi.core.words import long_date
from lianxi.papers.layout import Table

ROSTER_HEADS, ROSTER_WIDTHS = ("联席会议职务", "姓名", "单位", "职务"), (3, 2, 4, 5)
WAITING, NOTIFIED, OUTSIDE = "还没有确定", "已列入", "不在所选期间内确定"


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of members as the notice tells it; `decided_on` is None while it waits.

    `seat` is the seat's kind in words. The former holder's name is "" for a seat that was vacant; `letter` is "" where
    the unit wrote none. `notified` is the title of the draft or paper that lists it already.
    """

    pk: int
    unit: str
    seat: str
    former: str
    former_title: str
    name: str
    title: str
    effective_on: date | None
    decided_on: date | None
    letter: str = ""
    letter_on: date | None = None
    notified: str = ""

    @property
    def words(self) -> str:
        """Name the change in a list."""
        return f"{self.unit}{self.seat}：{self.name}（{self.title}）"


def choose(
    changes: Iterable[Changed], first: date, last: date
) -> tuple[list[Changed], list[tuple[str, str]]]:
    """Take the changes decided in the days that no notice lists yet; give the others with why they are left out."""
    taken, left = [], []
    for one in changes:
        if one.decided_on is None:
            left.append((one.words, WAITING))
        elif one.notified:
            # One that was told of before the period is no news to anybody.
            left += [(one.words, f"{NOTIFIED}“{one.notified}”")] if first <= one.decided_on <= last else []
        elif first <= one.decided_on <= last:
            taken.append(one)
        else:
            left.append((one.words, f"{OUTSIDE}（{long_date(one.decided_on)}确定）"))
    return taken, left


def draw_notice(
    conference: str, taken: Sequence[Changed], basis: str, places: Mapping[str, int], roster_on: date
) -> str:
    """Write the notice's text: the basis, each change in the units' printed order, the roster that goes with it.

    `basis` is the citation and its words, "" where no clause says who changes members; `places` the order of units.
    """
    letters = "有关单位来函" if any(one.letter for one in taken) else ""
    grounds = "和".join(filter(None, (basis, letters)))
    opening = f"{f'根据{grounds}，' if grounds else ''}经联席会议确定，对{conference}成员作如下调整："
    ordered = sorted(taken, key=lambda one: (places.get(one.unit, len(places)), one.pk))
    lines = [f"{place}.{_line(one)}" for place, one in enumerate(ordered, 1)]
    closing = f"调整后的{conference}成员名单（截至{long_date(roster_on)}）见附件。"
    return "\n".join([opening, *lines, closing])


def _line(one: Changed) -> str:
    former = f"由{_person(one.former, one.former_title)}调整为" if one.former else "（原空缺）确定为"
    since = f"，自{long_date(one.effective_on)}起" if one.effective_on else ""
    letter = f"（{one.letter}，{long_date(one.letter_on)}）" if one.letter and one.letter_on else ""
    return f"{one.unit}{one.seat}{former}{_person(one.name, one.title)}{since}{letter}。"


def _person(name: str, title: str) -> str:
    return f"{name}（{title}）" if title and title != name else name


def draw_roster(rows: Iterable[tuple[str, str, str, str]]) -> Table:
    """Set the roster: place in the conference, name, unit, post; a vacant seat says so."""
    return Table(
        ROSTER_HEADS,
        tuple((seat, name or "（空缺）", unit, post) for seat, name, unit, post in rows),
        ROSTER_WIDTHS,
    )
