"""The faces of the rooms: every facet stated or refused, everything they name is there, jobs by their needs."""

from dataclasses import fields, replace
from importlib.resources import files
from typing import Any

import pytest
from django.apps import apps
from django.urls import Resolver404, resolve

from lianxi.core import rooms as core_rooms
from lianxi.core.rooms import (
    DailyJob,
    Refused,
    Room,
    daily_jobs,
    kind_of,
    load,
    menu,
    paper_kinds,
    record_kinds,
    rooms,
    stated,
)
from lianxi.core.transitions import Machine
from lianxi.web.urls import urlpatterns

FACETS = [field.name for field in fields(Room) if field.name not in ("name", "title", "package")]
CELLS = [(room, facet) for room in rooms() for facet in FACETS]


@pytest.mark.parametrize(("room", "facet"), CELLS, ids=lambda one: getattr(one, "name", one))
def test_a_facet_is_stated_or_refused_with_a_reason(room: Room, facet: str) -> None:
    found = getattr(room, facet)
    if isinstance(found, Refused):
        assert len(found.why.split()) >= 4
    else:
        assert found


def _names(value: Any) -> list[str]:
    """Every name of an object that a facet holds, at any depth."""
    if isinstance(value, str):
        return [value] if value.startswith("lianxi.") and ":" in value and " " not in value else []
    if isinstance(value, tuple):
        return [name for one in value for name in _names(one)]
    if isinstance(value, Refused) or not hasattr(value, "__dataclass_fields__"):
        return []
    return [name for field in fields(value) for name in _names(getattr(value, field.name))]


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_what_a_face_names_is_there(room: Room) -> None:
    names = _names(room)
    for name in names:
        module, _, attribute = name.partition(":")
        if "." in attribute:
            assert files(module).joinpath(attribute).is_file()
        else:
            assert load(name) is not None
    for kind in stated(room.records):
        assert not kind.machine or isinstance(load(kind.machine), Machine)


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_face_states_every_table_of_its_room(room: Room) -> None:
    tables = {model._meta.label_lower for model in apps.get_app_config(room.name).get_models()}
    assert {kind.table for kind in stated(room.records)} == tables


def test_every_page_that_a_face_names_is_an_address() -> None:
    urls = [entry.url for entry in menu()] + [kind.url for kind in record_kinds().values() if kind.url]
    missing = []
    for url in urls:
        try:
            resolve(url.partition("#")[0].format(7))
        except Resolver404:
            missing.append(url)
    assert missing == []


def test_every_export_is_stated_and_every_stated_one_is_an_address() -> None:
    stated_ones = {export.url for room in rooms() for export in stated(room.exports)}
    lists = {f"/{one.pattern}" for one in urlpatterns if str(one.pattern).endswith("/export")}
    assert stated_ones == lists
    pages = [export.page for room in rooms() for export in stated(room.exports)]
    assert [page for page in pages if resolve(page).url_name is None] == []


def test_a_kind_of_paper_is_one_rooms_and_can_be_stored_and_listed() -> None:
    issued = [kind for room in rooms() for kind in stated(room.papers)]
    assert list(paper_kinds().values()) == sorted(issued, key=lambda kind: kind.place)
    for distinct in ("code", "label", "place"):
        assert len({getattr(kind, distinct) for kind in issued}) == len(issued)
    longest = apps.get_model("papers.paper")._meta.get_field("kind").max_length
    assert [kind.code for kind in issued if len(kind.code) > longest] == []
    assert kind_of("circular").label == "通报"
    with pytest.raises(ValueError, match="poem"):
        kind_of("poem")


def test_the_days_jobs_run_in_the_order_of_what_they_need() -> None:
    order = [job.name for job in daily_jobs()]
    assert order.index("calendar") < order.index("slips") < order.index("digests") < order.index("deliveries")
    assert order.index("signals") < order.index("digests")
    assert len(order) == len(set(order))


def _with_jobs(monkeypatch: pytest.MonkeyPatch, *jobs: DailyJob) -> None:
    monkeypatch.setattr(core_rooms, "rooms", lambda: (replace(rooms()[0], jobs=jobs),))


def test_jobs_are_sorted_whatever_order_they_are_stated_in(monkeypatch: pytest.MonkeyPatch) -> None:
    last, first = DailyJob("c", "", "", after=("b",)), DailyJob("a", "", "", before=("b",))
    _with_jobs(monkeypatch, last, DailyJob("b", "", ""), first)
    assert [job.name for job in daily_jobs()] == ["a", "b", "c"]


def test_jobs_that_need_each_other_or_nothing_that_is_there_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _with_jobs(monkeypatch, DailyJob("a", "", "", after=("b",)), DailyJob("b", "", "", after=("a",)))
    with pytest.raises(ValueError, match="need each other"):
        daily_jobs()
    _with_jobs(monkeypatch, DailyJob("a", "", "", after=("gone",)))
    with pytest.raises(ValueError, match="gone"):
        daily_jobs()
