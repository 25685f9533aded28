"""One search over all rooms: what the seat sees, and nothing else; the same hits as a comparison of folded texts."""

import random

import pytest
from django.test import Client

from cast import AT, Cast
from ledger.steps import entered
from lianxi.core.rooms import record_kinds
from lianxi.core.searching import fold, words_of
from lianxi.journal.finding import find_records, matching
from lianxi.journal.searching import LONGEST
from lianxi.ledger.models import Obligation
from lianxi.meetings.actions import propose_topic
from lianxi.meetings.models import Topic
from meetings.stages import accepted_topic, called_meeting
from web.signing_in import seated, words

# Few characters, so that queries of several hit; with their traditional and full-width forms, and what a pattern means.
LETTERS = "粉尘塵职職业業防护護Ａa1１.%_*-（"
QUERIES = 2_000


def _text(draw: random.Random, least: int, most: int) -> str:
    return "".join(draw.choice(LETTERS) for _ in range(draw.randint(least, most)))


def test_hits_equal_a_comparison_of_folded_texts(cast: Cast) -> None:
    draw = random.Random(18)
    for number in range(60):
        propose_topic(
            cast.liaison("市住建局"),
            AT,
            title=f"题{_text(draw, 4, 14)}{number}",
            text="x",
            clause="QZ-3-11-2",
        )
        entered(cast, title=f"项{_text(draw, 4, 14)}{number}")
    stored = {
        table: dict(model.objects.values_list("pk", "title"))  # type: ignore[attr-defined]
        for table, model in (("meetings.topic", Topic), ("ledger.obligation", Obligation))
    }
    hit = 0
    for number in range(QUERIES):
        asked = _text(draw, 1, 6) if number % 3 else f"{_text(draw, 1, 3)} {_text(draw, 1, 2)}"
        table, model = ("meetings.topic", Topic) if number % 2 else ("ledger.obligation", Obligation)
        found = set(matching(cast.staff, model, record_kinds()[table], asked).values_list("pk", flat=True))
        wanted = words_of(asked, LONGEST)
        expected = {pk for pk, title in stored[table].items() if all(word in fold(title) for word in wanted)}
        assert found == expected, (asked, table)
        hit += bool(expected)
    assert hit > QUERIES / 10


def test_a_record_is_found_by_who_sees_it_alone(cast: Cast) -> None:
    propose_topic(cast.liaison("市住建局"), AT, title="隧道粉尘", text="x", clause="QZ-3-11-2")
    found = {
        who: list(find_records(actor, "隧道"))
        for who, actor in (("office", cast.staff), ("other", cast.member("市总工会")))
    }
    assert [one.label for one in found["office"]] == ["议题"]
    assert found["other"] == []


def test_every_page_has_the_box_and_the_page_links_the_hits(cast: Cast) -> None:
    topic, meeting = accepted_topic(cast, "隧道粉尘防护"), called_meeting(cast, 1)
    client = seated(Client(), cast.member("市住建局"))
    assert 'action="/search"' in client.get("/meetings").content.decode()
    page = client.get("/search?q=隧道").content.decode()
    assert f'href="/topics/{topic.pk}"' in page
    assert f"/meetings/{meeting.pk}" in client.get("/search?q=全體會議").content.decode()
    assert "职责" in words(client.get("/search?q=粉尘 隧道")) or "议题" in page


@pytest.mark.parametrize("asked", ["", "%20", "%25", "*", "[", "\\\\", "没有这样的词", "a" * 500])
def test_odd_questions_get_a_page(cast: Cast, asked: str) -> None:
    assert seated(Client(), cast.member("市住建局")).get(f"/search?q={asked}").status_code == 200


def test_clauses_units_and_people_are_found(cast: Cast) -> None:
    client = seated(Client(), cast.member("市住建局"))
    said = words(client.get("/search?q=市人社局"))
    assert "单位" in said
    assert "人员" in said
