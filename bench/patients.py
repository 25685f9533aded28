"""Follow simulated tokens for three years through the room's own acts: is every one that stands still on the list, and no other?

Each month a list of fresh tokens goes from health to labour. Every token gets a random course: signed for in time or
late, told, applied, decided, refused with a remedy, back to the sender, handed on to aid, not asking at all; some stand
still for weeks. Outcomes come by sheet every second week. On every calendar day the list of unfinished persons is
compared with two reckonings that share no code with the room: one over the simulated log with working days, clocks and
states of its own (working days read from the shipped table of days off), and one in SQL over the words that rows were
given, joined with a table of first listing days made by the same own calendar. Some lists stay drafts for weeks: their
tokens wait for the month's sending. Prints days, rows listed, missing, false by each, seconds of wall and processor.

Then 10,000 courses of links and their ends: the persons counted at the end are those of untouched tokens.

Run: python bench/patients.py [--tokens 20000] [--months 36] [--seed 17] [--runs 10000] [--database sqlite | postgresql]
"""

import argparse
import csv
import random
import time
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from databases import database_option, fresh_database
from patients_parts import AREAS, DAY, REASON, SAID, WAITS, Case, Off, course, link_runs, months_after

START = date(2023, 1, 2)
# A row's last word by the order of entering; a draft waits from its month's end, a sent list from its sending.
RECOUNT = """
select r.token
from protection_listrow r
join protection_personlist l on l.id = r.list_id
left join protection_rowoutcome o on o.id = (select max(id) from protection_rowoutcome where row_id = r.id)
join bench_first f
  on f.word = case when o.id is not null then o.word when l.state = 'drafted' then 'drafted' else 'sent' end
 and f.said = case when o.id is not null then cast(o.happened_on as text) when l.state = 'drafted' then l.month
                   else cast(l.sent_on as text) end
where not r.is_dropped and l.state in ('drafted', 'sent', 'received') and f.listed <= %s
  and not (coalesce(o.word, '') in ('not_found', 'moved') and r.ended_on is not null)
"""


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
                is_end = (day + DAY).day == 1
                if word != "drafted" or is_end:
                    said = f"{day:%Y-%m}" if word == "drafted" else day.isoformat()
                    rows.append((word, said, self.off.after(due, 1).isoformat()))
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


def main() -> None:
    """Follow the tokens on a fresh database and print what was missing or false."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--runs", type=int, default=10_000)
    database_option(parser)
    asked = parser.parse_args()
    with fresh_database(asked.database):
        began = time.perf_counter()
        bench = Bench(asked.tokens, asked.months, asked.seed)
        bench.run()
        spent = time.perf_counter() - began
        print_found(bench, spent, asked.database)
        print(f"{asked.runs:,} courses of links: {link_runs(asked.runs, asked.seed)} did not come back")


def print_found(bench: Bench, spent: float, database: str) -> None:
    """Print how much was played, what was missing or false by either reckoning, and how long it took."""
    cases = [one for _row, cases in bench.lists for one in cases]
    words = sum(len(one.log) for one in cases)
    print(
        f"{database}: {len(cases):,} tokens, {len(bench.lists)} lists, {bench.days:,} days, {words:,} words"
    )
    print(
        f"on the list, summed over the days: {bench.listed:,}; against the log: missing {bench.missing}, false {bench.false}; "
        f"against SQL: missing {bench.sql_missing}, false {bench.sql_false}"
    )
    print(
        f"{spent:.0f} s ({time.process_time():.0f} s CPU); "
        + ", ".join(f"{name} {1000 * took / bench.days:.0f} ms a day" for name, took in bench.seconds.items())
    )


if __name__ == "__main__":
    main()
