"""Every seat × every column of lists, rows, outcomes, recognitions and pairs, against a table written by hand."""

from collections.abc import Iterator

import pytest
from django.db import models

from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.sight import Level
from lianxi.core.words import day_of
from lianxi.journal.models import Notice
from lianxi.journal.sight import seen, sight
from lianxi.protection.actions import ask_recognition, propose_pair, take_over
from lianxi.protection.models import (
    ListRow,
    PersonLink,
    PersonList,
    Recognition,
    RecognitionFact,
    RowOutcome,
)
from lianxi.protection.queries.records import list_recognitions
from protection.played import CIVIL, HEALTH, HR, MARKET, MEDICAL, Played, found
from protection.test_lists import recognised

SPEAKERS = (SeatKind.MEMBER, SeatKind.OFFICE_MEMBER, SeatKind.OFFICE_DEPUTY)
# What a unit that speaks sees of a row of a kind of list (patients.md: the two units whole; beside them a state).
ROWS = {
    "L1": {HEALTH: Level.ROW, HR: Level.ROW},
    "L3": {HR: Level.ROW, MEDICAL: Level.ROW, HEALTH: Level.STATUS, CIVIL: Level.STATUS},
}


def everyone(played: Played) -> Iterator[tuple[Actor, str]]:
    rows = Tenure.objects.filter(conference=played.conference, ends_before__isnull=True)
    for one in rows.select_related("seat__unit").order_by("pk"):
        yield actor_for(one), one.seat.unit.name if one.seat.unit else ""


def columns(model: type[models.Model]) -> set[str]:
    return {one.attname for one in model._meta.concrete_fields}


@pytest.fixture
def filled(played: Played) -> tuple[Played, list[str]]:
    """A list with one row handed on to medical aid on a recognition, another recognition asked, a pair proposed."""
    row, tokens = played.listed(3)
    played.name_signer(HR)
    played.answer(row, [(tokens[0], "转其他名单", day_of(played.at), "用人单位不存在", "")])
    recognised(played, tokens[0])
    aid = played.draft("L3", HR)
    take_over(played.seat(HR), played.at, list_id=aid.pk)
    played.send(aid, 1)
    played.receive(PersonList.objects.get(pk=aid.pk), 1)
    ask_recognition(played.seat(HR), played.at, token=tokens[1], area="晋江市")
    propose_pair(played.seat(HR), played.at, a=tokens[1], b=tokens[2])
    return played, tokens


def test_every_seat_and_every_column(filled: tuple[Played, list[str]]) -> None:
    played, _tokens = filled
    checked = 0
    for actor, unit in everyone(played):
        speaks = actor.kind in SPEAKERS
        for row in ListRow.objects.select_related("list"):
            told, wanted = (
                sight(actor, row),
                ROWS[row.list.kind].get(unit, Level.NONE) if speaks else Level.NONE,
            )
            assert told.level == wanted, (actor.label, row.list.kind)
            every = columns(ListRow)
            assert (told.fields == every) == (wanted is Level.ROW)
            assert "since_on" not in told.fields or wanted is Level.ROW
            assert seen(actor, ListRow.objects.filter(pk=row.pk)).exists() == (wanted is Level.ROW)
            checked += len(every)
        for row in RowOutcome.objects.select_related("row__list"):
            whole = speaks and ROWS[row.row.list.kind].get(unit) is Level.ROW
            assert sight(actor, row).is_whole == whole
            checked += len(columns(RowOutcome))
        for row in Recognition.objects.all():
            assert ("token" in sight(actor, row).fields) == (speaks and unit == HR), actor.label
            checked += len(columns(Recognition))
        for row in RecognitionFact.objects.select_related("unit"):
            assert sight(actor, row).is_whole == (speaks and unit in (HR, row.unit.name))
            checked += len(columns(RecognitionFact))
        listed = [row.pk for row in list_recognitions(actor)]
        assert len(listed) == len(set(listed)), actor.label
        for row in PersonLink.objects.all():
            assert bool(sight(actor, row).fields) == (speaks and unit == HR)
            checked += len(columns(PersonLink))
        for row in PersonList.objects.select_related("sender", "receiver"):
            assert ("sha256" in sight(actor, row).fields) == (
                speaks and unit in (row.sender.name, row.receiver.name)
            )
            checked += len(columns(PersonList))
    assert checked > 5_000


def test_no_message_names_a_token(filled: tuple[Played, list[str]]) -> None:
    _played, tokens = filled
    titles = " ".join(Notice.objects.values_list("title", flat=True))
    assert "名单〔2026〕" in titles
    assert not [one for one in tokens if one in titles]


def test_a_provinces_lists_go_between_its_own_units(db: None) -> None:
    told = found(instrument="GD")
    told.assess("省卫生健康委", ("L1",))
    row = told.draft("L1", "省卫生健康委")
    assert row.receiver.name == "省人力资源社会保障厅"
    assert row.receiver.name != MARKET
