"""Random courses of link, write and unlink through the acts: in the end every row is what an untouched row is.

Two lists of as many persons get the same words on the same days; of the one tokens are linked, marked as not one person,
unlinked in between. Rows, outcomes, next steps and sums of both are then alike, and as many persons are counted as tokens.
"""

import random
from datetime import timedelta

import pytest

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import Refusal
from lianxi.core.words import day_of
from lianxi.protection.actions import answer_row, confirm_pair, end_pair, propose_pair
from lianxi.protection.daily import run_patients
from lianxi.protection.models import ListRow, PersonLink, PersonList, RowOutcome
from lianxi.protection.queries.pairs import events_of
from lianxi.protection.queries.steps import next_steps
from lianxi.protection.rules.links import persons
from lianxi.protection.rules.lists import ANSWERS, may_follow
from protection.played import HR, Played

# What differs between two lists that were treated alike, and says nothing of how.
OWN = ("id", "list_id", "token", "version", "next_id")
SHORT, LONG, EACH = 24, 600, 4
Lists = tuple[tuple[PersonList, list[str]], tuple[PersonList, list[str]]]


class Course:
    """Two lists under the same words; pairs come and go on the first."""

    def __init__(self, played: Played, seed: int, lists: Lists, place: int) -> None:
        self.played, self.dice = played, random.Random(seed)
        (self.linked, tokens), (self.untouched, others) = lists
        self.tokens, self.others = tokens[place : place + EACH], others[place : place + EACH]
        self.hr: Actor = played.seat(HR)
        self.second: Actor = played.seat(HR, SeatKind.OFFICE_DEPUTY)
        self.open: list[int] = []
        self.writes = self.links = 0

    def run(self) -> None:
        for _step in range(self.dice.randint(6, 14)):
            self.dice.choice((self.pair, self.pair, self.write, self.write, self.end))()
            if self.dice.random() < 0.25:
                self.played.wait(self.dice.choice((1, 2, 9)))
                run_patients(self.played.at)
        self.compare()
        while self.open:
            self.end()
        self.compare()
        # A link ends on its day: from then on each token is a person again.
        day = day_of(self.played.at) + timedelta(days=1)
        own = [one for one in events_of(self.played.conference.pk) if one.a in self.tokens]
        assert persons(own, day) == len(self.tokens)

    def pair(self) -> None:
        a, b = self.dice.choice(self.tokens), self.dice.choice(self.tokens)
        kind = self.dice.choice(("same", "same", "same", "apart"))
        try:
            row = propose_pair(self.hr, self.played.at, a=a, b=b, kind=kind)
        except Refusal:
            return  # To itself, within a ring, against a mark: refused, and nothing was stored.
        if self.dice.random() < 0.85:
            confirm_pair(self.second, self.played.at, pair_id=row.pk)
        self.open.append(row.pk)
        self.links += 1

    def end(self) -> None:
        if self.open:
            end_pair(self.hr, self.played.at, pair_id=self.open.pop(self.dice.randrange(len(self.open))))

    def write(self) -> None:
        """Give one person of either list the same word on the same day."""
        place, day = self.dice.randrange(len(self.tokens)), day_of(self.played.at)
        row = ListRow.objects.get(list=self.linked, token=self.tokens[place])
        words = [word for word in ANSWERS if may_follow(row.word, word) and row.ended_on is None]
        if not words:
            return
        word = self.dice.choice(words)
        reason = "other" if word in ("refused", "not_ours", "handed_on") else ""
        for told, tokens in ((self.linked, self.tokens), (self.untouched, self.others)):
            own = ListRow.objects.get(list=told, token=tokens[place])
            answer_row(self.hr, self.played.at, row_id=own.pk, word=word, word_on=day, reason=reason)
        self.writes += 1

    def compare(self) -> None:
        assert self.state(self.linked, self.tokens) == self.state(self.untouched, self.others)

    def state(self, told: PersonList, tokens: list[str]) -> list[object]:
        found: list[object] = []
        rows = {
            one.token: one
            for one in ListRow.objects.filter(list=told, token__in=tokens).select_related("list")
        }
        steps = next_steps(self.hr, list(rows.values()), day_of(self.played.at))
        columns = [one.attname for one in ListRow._meta.concrete_fields if one.attname not in OWN]
        for token in tokens:
            row = rows[token]
            said = (
                RowOutcome.objects.filter(row=row).order_by("pk").values_list("word", "happened_on", "reason")
            )
            found.append(([getattr(row, name) for name in columns], list(said), steps.get(row.pk)))
        return found


def courses(played: Played, seeds: range) -> None:
    writes = links = 0
    lists = played.listed(EACH * len(seeds)), played.listed(EACH * len(seeds))
    for place, seed in enumerate(seeds):
        one = Course(played, seed, lists, place * EACH)
        one.run()
        writes, links = writes + one.writes, links + one.links
        # An ended pair stays on record: that the two were once believed to be one.
        assert not PersonLink.objects.exclude(state="ended").exists()
    assert writes > len(seeds)
    assert links > len(seeds)


def test_some_dozens_of_courses_come_back_to_the_untouched_state(played: Played) -> None:
    courses(played, range(SHORT))


@pytest.mark.matrix
def test_many_courses_come_back_to_the_untouched_state(played: Played) -> None:
    courses(played, range(SHORT, SHORT + LONG))
