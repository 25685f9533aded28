"""Acts whose body is no member unit have no arrangement, and the page says so by body and clause."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cast import AT
from law.office import Office
from lianxi.bodies.models import Unit
from lianxi.work.actions import arranging, propose_arrangements
from lianxi.work.queries.arrangements import left_out
from web.signing_in import seated, words

PAGE = "/work/arrangements"


@pytest.fixture
def office(db: None) -> Office:
    return Office()


def test_nothing_is_left_out_where_every_body_is_a_member(client: Client, office: Office) -> None:
    propose_arrangements(office.director, AT)
    assert left_out(office.conference.pk) == {}
    page = words(seated(client, office.director).get(PAGE))
    assert "项职责都已备好安排" in page
    assert "还没有安排" not in page


def test_a_body_that_is_no_member_is_named_with_its_clauses(
    client: Client, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = arranging.find_unit

    def without(conference: Any, name: str, day: date) -> Unit | None:
        return None if name == "市住建局" else whole(conference, name, day)

    assert left_out(office.conference.pk) != {}
    monkeypatch.setattr(arranging, "find_unit", without)
    propose_arrangements(office.director, AT)
    ((body, clauses),) = left_out(office.conference.pk).items()
    assert body == "市住建局"
    assert "QZ-3-11-2" in clauses
    page = words(seated(client, office.director).get(PAGE))
    assert "项职责都已备好安排" not in page
    assert "市住建局：QZ-3-11" in page
