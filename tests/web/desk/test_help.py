"""Every part of the menu has its help, and every page leads to it."""

import pytest
from django.test import Client

from cast import Cast
from lianxi.core.rooms import menu
from lianxi.web.desk.helping import help_topics, topic_of
from web.signing_in import seated, words


def test_every_part_of_the_menu_has_its_help() -> None:
    assert {one.url for one in menu()} - set(help_topics()) == set()
    assert all(topic.sentences and topic.title for topic in help_topics().values())


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("/", "工作台"),
        ("/meetings/3", "会议"),
        ("/minutes/1", "会议"),
        ("/slips", "台账"),
        ("/brief", "简况"),
    ],
)
def test_a_page_leads_to_the_help_of_its_part(cast: Cast, page: str, title: str) -> None:
    topic = topic_of(page)
    assert topic is not None
    assert topic.title == title
    answer = seated(Client(), cast.member("市住建局")).get("/help", {"page": page})
    assert f"帮助先是“{title}”" in words(answer)


@pytest.mark.parametrize("page", ["", "x", "//evil", "/nowhere"])
def test_an_odd_page_shows_all_help(cast: Cast, page: str) -> None:
    assert topic_of(page) is None
    assert seated(Client(), cast.member("市住建局")).get("/help", {"page": page}).status_code == 200
