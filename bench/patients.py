"""Follow simulated tokens for three years through the room's own acts: is every one that stands still on the list, and no other?

Each month a list of fresh tokens goes from health to labour. Every token gets a random course: signed for in time or
late, told, applied, decided, refused with a remedy, back to the sender, handed on to aid, not asking at all; some stand
still for weeks. Outcomes come by sheet every second week. On every calendar day the list of unfinished persons is
compared with two reckonings that share no code with the room: one over the simulated log with working days, clocks and
states of its own (working days read from the shipped table of days off), and one in SQL over the words that rows were
given, joined with a table of first listing days made by the same own calendar. Some lists stay drafts for weeks: their
tokens wait for the month's sending. Prints days, rows listed, missing, false by each, seconds of wall and processor.

Then 10,000 courses of links and their ends: the persons counted at the end are those of untouched tokens.

Run: python bench/patients.py [--tokens 20000] [--months 36] [--seed 17] [--runs 10000]
"""

import argparse
import csv
import os
import random
import tempfile
import time
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

START = date(2023, 1, 2)
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
# A row's last word by the order of entering; a draft waits from the last day of its month, a sent list from its sending.
RECOUNT = """
select r.token
from protection_listrow r
join protection_personlist l on l.id = r.list_id
left join protection_rowoutcome o on o.id = (select max(id) from protection_rowoutcome where row_id = r.id)
join bench_first f
  on f.word = case when o.id is not null then o.word when l.state = 'drafted' then 'drafted' else 'sent' end
 and f.said = case when o.id is not null then o.happened_on when l.state = 'drafted'
                   then date(l.month || '-01', '+1 month', '-1 day') else l.sent_on end
where not r.is_dropped and l.state in ('drafted', 'sent', 'received') and f.listed <= %s
  and not (coalesce(o.word, '') in ('not_found', 'moved') and r.ended_on is not null)
"""
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


class Bench:
    """The room under test, driven by its acts, beside the log of what was done to it."""

    def __init__(self, tokens: int, months: int, seed: int) -> None:
        self.dice, self.months, self.each = random.Random(seed), months, max(1, tokens // months)
        from lianxi.core import calendars

        self.off = Off(Path(calendars.__file__).parent / "cn.csv")
        self.lists: list[tuple[object, list[Case]]] = []
        self.at = datetime(START.year, START.month, START.day, 1, 0).astimezone()
        self.missing = self.false = self.listed = self.days = self.sql_missing = self.sql_false = 0
        self.seconds = defaultdict(float)
        self.drafts: list[tuple[object, list[Case], date]] = []

    def run(self) -> None:
        from lianxi.stories.founding import found_shipped

        self.conference = found_shipped("QZ", self._moment(START - DAY * 20), is_demo=True)
        self._assess()
        self._lay_out()
        day, end = START, months_after(START, self.months) + DAY * 60
        next_list, count = START, 0
        while day < end:
            if day >= next_list and self.off.works(day) and count < self.months:
                self._draft(day)
                count, next_list = count + 1, months_after(START, count + 1)
            self._send(day)
            self._receive(day)
            if day.weekday() == 2 and day.isocalendar().week % 2:
                self._answer(day)
            if day.weekday() == 4 and day.isocalendar().week % 3 == 0:
                self._confirm(day)
            self._daily(day)
            self._compare(day)
            day += DAY

    def _moment(self, day: date) -> datetime:
        from lianxi.core.words import CHINA

        return datetime(day.year, day.month, day.day, 9, 0, tzinfo=CHINA)

    def _seat(self, unit: str):
        from lianxi.bodies.models import Tenure
        from lianxi.bodies.queries import actor_for
        from lianxi.core.actors import SeatKind

        rows = Tenure.objects.select_related("seat__unit").filter(
            conference=self.conference,
            seat__kind=SeatKind.MEMBER,
            seat__unit__name=unit,
            ends_before__isnull=True,
        )
        return actor_for(rows.first())

    def _assess(self) -> None:
        from lianxi.protection.actions import enter_assessment

        self.health, self.hr = self._seat("市卫健委"), self._seat("市人社局")
        enter_assessment(
            self.health, self._moment(START), kinds=["L1"], purposes=["injury"], measures=["outside"], risk="low",
            paper="泉卫健函〔2023〕1号", done_on=START - DAY,
        )  # fmt: skip

    def _sheet(self, headings, rows):
        import io

        from lianxi.papers.files import Upload

        text = io.StringIO()
        csv.writer(text).writerows([headings, *rows])
        return Upload("a.csv", text.getvalue().encode(), "text/csv")

    def _lay_out(self) -> None:
        """Lay out as a table from which day on a row stands on the list, by its word and the day of the word."""
        from django.db import connection

        rows, day = [], START - DAY * 400
        while day < months_after(START, self.months) + DAY * 500:
            for word in WAITS:
                due = Case("", day, [], [(word, day)]).due(self.off)
                rows.append((word, day.isoformat(), self.off.after(due, 1).isoformat()))
            day += DAY
        with connection.cursor() as cursor:
            cursor.execute(
                "create temp table bench_first (word text, said text, listed text, primary key (word, said))"
            )
            cursor.executemany("insert into bench_first values (%s, %s, %s)", rows)

    def _draft(self, day: date) -> None:
        from lianxi.protection.actions import draft_list, fill_list
        from lianxi.protection.rules.sheets import template_headings
        from lianxi.protection.rules.tokens import draw_tokens

        at, dice = self._moment(day), self.dice
        cases = [Case(one, day - DAY * dice.randint(1, 330), []) for one in draw_tokens(self.each)]
        row = draft_list(self.health, at, kind="L1", month=f"{day:%Y-%m}")
        upload = self._sheet(
            template_headings("L1"), [(one.token, dice.choice(AREAS), one.since) for one in cases]
        )
        fill_list(self.health, at, list_id=row.pk, file=upload)
        for one in cases:
            one.log.append(("drafted", months_after(day.replace(day=1), 1) - DAY))
        self.lists.append((row, cases))
        self.drafts.append((row, cases, day + DAY * dice.choice((0, 0, 0, 12, 29, 45))))

    def _send(self, day: date) -> None:
        from lianxi.protection.actions import send_list

        for row, cases, on in [one for one in self.drafts if one[2] <= day]:
            self.drafts.remove((row, cases, on))
            sent = send_list(
                self.health,
                self._moment(day),
                list_id=row.pk,
                way="sealed",
                count=len(cases),
                sha256="ab" * 32,
            )
            row.signs_on = day + DAY * self.dice.choice((0, 2, 3, 5, 6, 9, 14))
            assert sent.pk == row.pk
            for one in cases:
                one.log.append(("sent", day))

    def _receive(self, day: date) -> None:
        from lianxi.protection.actions import receive_list

        for row, cases in self.lists:
            if getattr(row, "signs_on", None) == day:
                receive_list(self.hr, self._moment(day), list_id=row.pk, count=len(cases), sha256="ab" * 32)
                for one in cases:
                    one.log.append(("received", day))
                    one.course = course(self.dice, day)

    def _answer(self, day: date) -> None:
        """Enter by sheet what has happened since: one word a token, the next one with the next sheet."""
        from lianxi.protection.actions import answer_sheet
        from lianxi.protection.rules.sheets import template_headings

        for row, cases in self.lists:
            ready = [one for one in cases if one.course and one.course[0][0] <= day]
            rows = []
            for one in ready:
                on, word = one.course.pop(0)
                # A lapse entered by the timer meanwhile is later than what happened: it is told on today's day.
                on = day if one.log[-1][0] == "lapsed" else max(on, one.log[-1][1], one.since)
                rows.append(
                    (one.token, SAID[word], on, REASON.get(word, ""), on if word == "refused" else "")
                )
                one.log.append((word, on))
                one.is_done = word == "granted"
            if rows:
                answer_sheet(
                    self.hr, self._moment(day), list_id=row.pk, file=self._sheet(template_headings(""), rows)
                )

    def _confirm(self, day: date) -> None:
        from lianxi.protection.actions import confirm_returns

        for row, cases in self.lists:
            back = [one for one in cases if one.log[-1][0] in ("not_found", "moved") and not one.is_done]
            if back:
                confirm_returns(self.health, self._moment(day), list_id=row.pk)
                for one in back:
                    one.is_done = True

    def _daily(self, day: date) -> None:
        from lianxi.protection.daily import run_patients

        began = time.process_time()
        run_patients(self._moment(day))
        self.seconds["daily run"] += time.process_time() - began
        for _row, cases in self.lists:
            for one in cases:
                if one.log[-1][0] in ("received", "approached") and months_after(one.since, 12) < day:
                    one.log.append(("lapsed", day))

    def _compare(self, day: date) -> None:
        from django.db import connection

        from lianxi.protection.queries.unfinished import unfinished

        began = time.process_time()
        told = set(unfinished(day).filter(conference=self.conference).values_list("token", flat=True))
        self.seconds["list"] += time.process_time() - began
        wanted = {one.token for _row, cases in self.lists for one in cases if one.stands(day, self.off)}
        with connection.cursor() as cursor:
            cursor.execute(RECOUNT, [day.isoformat()])
            counted = {token for (token,) in cursor.fetchall()}
        self.missing += len(wanted - told)
        self.false += len(told - wanted)
        self.sql_missing += len(counted - told)
        self.sql_false += len(told - counted)
        self.listed += len(told)
        self.days += 1


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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--runs", type=int, default=10_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIANXI_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        began = time.perf_counter()
        bench = Bench(asked.tokens, asked.months, asked.seed)
        bench.run()
        spent = time.perf_counter() - began
    cases = [one for _row, cases in bench.lists for one in cases]
    print(
        f"{len(cases):,} tokens, {len(bench.lists)} lists, {bench.days:,} days, {sum(len(one.log) for one in cases):,} words"
    )
    print(
        f"on the list, summed over the days: {bench.listed:,}; against the log: missing {bench.missing}, false {bench.false}; "
        f"against SQL: missing {bench.sql_missing}, false {bench.sql_false}"
    )
    print(
        f"{spent:.0f} s ({time.process_time():.0f} s CPU); "
        + ", ".join(f"{name} {1000 * took / bench.days:.0f} ms a day" for name, took in bench.seconds.items())
    )
    print(f"{asked.runs:,} courses of links: {link_runs(asked.runs, asked.seed)} did not come back")


if __name__ == "__main__":
    main()
