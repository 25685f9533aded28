"""The played half year carries acts out, and every page of docs/clauses.md answers the unit whose act it is."""

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from lianxi.bodies.models import Conference, Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.words import CHINA, day_of
from lianxi.exchange.models import Receipt
from lianxi.journal.verify import verify_chains
from lianxi.stories.founding import found_shipped
from lianxi.stories.province import play_province
from lianxi.stories.story import Story
from lianxi.stories.worked import carry_out
from lianxi.work.actions import propose_arrangements, start_set
from lianxi.work.models import Arrangement, Return, Row
from lianxi.work.queries.clauses import act_url, clauses_markdown, founded_lines
from lianxi.work.queries.years import year_of
from web.signing_in import seated

AT = datetime(2026, 3, 3, 9, 0, tzinfo=CHINA)
TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs" / "clauses.md"


@pytest.fixture
def played(db: None) -> Story:
    story = Story(found_shipped("QZ", AT, is_demo=True), AT)
    carry_out(story)
    return story


def test_the_demonstration_enters_hands_in_says_nil_and_sends(played: Story) -> None:
    states = Counter(Return.objects.values_list("state", "nil"))
    assert states["handed_in", True] == 2
    assert states["handed_in", False] == 1
    assert Row.objects.count() == 6
    assert set(Receipt.objects.values_list("state", flat=True)) == {"answered"}
    # A year's returns are those of the starting set; one period of each half-yearly one is not open yet.
    lines = year_of(played.conference.pk, played.office, day_of(played.at))
    assert sum(len(line.cells) for line in lines if line.arrangement.returns and line.role == "doer") == 56


@pytest.mark.django_db
def test_the_province_beside_it_hands_in_and_says_nil_too() -> None:
    conference = play_province(AT)
    assert conference.instrument == "GD"
    states = Counter(Return.objects.filter(conference=conference).values_list("state", "nil"))
    assert states["received", False] == 3
    assert states["handed_in", True] == 4
    assert states["due", False] > 30
    assert Row.objects.filter(conference=conference).count() == 4
    assert list(verify_chains()) == []


def _office(conference: Conference) -> Actor:
    rows = Tenure.objects.filter(conference=conference, seat__kind=SeatKind.OFFICE_DIRECTOR)
    return actor_for(rows.select_related("seat__unit").get())


def _speaker(conference: Conference, unit: str) -> Actor | None:
    rows = Tenure.objects.filter(conference=conference, seat__unit__name=unit, seat__kind=SeatKind.MEMBER)
    held = rows.select_related("seat__unit").first()
    return actor_for(held) if held else None


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("code", ["QZ", "GD"])
def test_the_page_of_every_act_answers_the_unit_that_handles_it(code: str) -> None:
    now = timezone.now()
    conference = found_shipped(code, now, is_demo=True)
    office = _office(conference)
    propose_arrangements(office, now)
    start_set(office, now)
    units = dict(Arrangement.objects.filter(conference=conference).values_list("act", "unit__name"))
    clients: dict[str, Client] = {}
    silent: list[tuple[str, str]] = []
    lines = list(founded_lines([conference], TESTS))
    written = DOCS.read_text(encoding="utf-8").splitlines()
    assert {row for row in clauses_markdown(lines).splitlines() if row.startswith(f"| {code}-")} <= set(
        written
    )
    for one in lines:
        unit = units[one.act] or ""
        if unit not in clients:
            clients[unit] = seated(Client(), _speaker(conference, unit) or office)
        asked = {page: clients[unit].get(page, follow=True) for page in (one.page, act_url(one.act))}
        silent += [(one.act, page) for page, answer in asked.items() if answer.status_code != 200]
    assert silent == []
    assert len(units) == (98 if code == "QZ" else 93)
