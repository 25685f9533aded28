"""What bench/patients.py plays with: courses of tokens, a calendar and clocks of its own, courses of links."""

import csv
import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

DAY = timedelta(days=1)
# Word → what waits: working days, days or months from the day of the word. The second reckoning's own table.
WAITS = {
    "drafted": ("w", 5),
    "sent": ("w", 3),
    "received": ("d", 30),
    "approached": ("d", 30),
    "applied": ("d", 30),
    "in_decision": ("d", 30),
    "lapsed": ("d", 30),
    "refused_to_apply": ("m", 12),
    "handed_on": ("w", 3),
    "not_found": ("w", 3),
    "moved": ("w", 3),
}
SAID = {
    "approached": "已通知到人", "applied": "已申请", "in_decision": "审核中", "granted": "已认定或者纳入",
    "refused": "不予认定或者不予纳入（有书面理由）", "refused_to_apply": "本人不申请", "handed_on": "转其他名单",
    "not_found": "查无此人", "moved": "迁出",
}  # fmt: skip
REASON = {"refused": "超过申请期限", "handed_on": "用人单位不存在"}
AREAS = ("鲤城区", "丰泽区", "晋江市", "石狮市", "南安市", "惠安县", "安溪县", "永春县", "德化县")


class Off:
    """Working days by the shipped table of days off, read as plain text."""

    def __init__(self, path: Path) -> None:
        rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
        self.days = {date.fromisoformat(row["date"]): row["kind"] for row in rows}

    def works(self, day: date) -> bool:
        kind = self.days.get(day)
        return day.weekday() < 5 if kind is None else kind == "work"

    def after(self, day: date, count: int) -> date:
        while count:
            day += DAY
            count -= self.works(day)
        return day


def months_after(day: date, count: int) -> date:
    place = day.year * 12 + day.month - 1 + count
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass
class Case:
    """A token of one list: its planned course and what was entered of it until now."""

    token: str
    since: date
    course: list[tuple[date, str]]
    log: list[tuple[str, date]] = field(default_factory=list)
    is_done: bool = False

    def due(self, off: Off) -> date | None:
        word, day = self.log[-1]
        if self.is_done or word not in WAITS:
            return None
        kind, count = WAITS[word]
        return (
            off.after(day, count)
            if kind == "w"
            else day + DAY * count
            if kind == "d"
            else months_after(day, count)
        )

    def stands(self, day: date, off: Off) -> bool:
        due = self.due(off)
        return due is not None and off.after(due, 1) <= day


def course(dice: random.Random, received: date) -> list[tuple[date, str]]:
    """Draw what happens to a person after the receipt of the list; some stand still for months."""
    day, found = received + DAY * dice.choice((3, 8, 15, 25, 30, 31, 40, 55, 200)), []
    kind = dice.choices(
        ("granted", "refused", "refuses", "back", "handed", "silent", "told"), (60, 10, 6, 6, 2, 4, 12)
    )[0]
    if kind == "silent":
        return []
    if kind == "back":
        return [(day, dice.choice(("not_found", "moved")))]
    if kind == "handed":
        return [(day, "handed_on")]
    if dice.random() < 0.7 or kind == "told":
        found.append((day, "approached"))
        day += DAY * dice.choice((5, 20, 29, 30, 31, 45))
    if kind == "told":
        return found
    if kind == "refuses":
        return [*found, (day, "refused_to_apply")]
    found.append((day, "applied"))
    day += DAY * dice.choice((10, 30, 31, 33))
    if dice.random() < 0.6:
        found.append((day, "in_decision"))
        day += DAY * dice.choice((20, 30, 32, 60))
    return [*found, (day, "granted" if kind == "granted" else "refused")]


def link_runs(runs: int, seed: int) -> int:
    """Play courses of links, entries and ends of links; give how many do not come back to the untouched state."""
    from lianxi.protection.rules.links import Event, persons

    dice, wrong = random.Random(seed), 0
    for _run in range(runs):
        tokens, day = [f"T{number}" for number in range(dice.randint(2, 6))], date(2026, 1, 1)
        entered = [Event(day, "enter", one) for one in tokens]
        events, links = list(entered), []
        for _step in range(dice.randint(1, 14)):
            day += DAY * dice.randint(0, 3)
            chance = dice.random()
            if links and chance < 0.35:
                events.append(Event(day, "unlink", *links.pop(dice.randrange(len(links)))))
            elif chance < 0.5:
                late = Event(day, "enter", f"L{len(entered)}")
                entered.append(late)
                events.append(late)
                tokens.append(late.a)
            else:
                pair = dice.choice(tokens), dice.choice(tokens)
                events.append(Event(day, "link", *pair))
                links.append(pair)
        events += [Event(day, "unlink", *pair) for pair in links]
        wrong += persons(events, day + DAY) != persons(entered, day + DAY) or persons(
            entered, day + DAY
        ) != len(tokens)
    return wrong
