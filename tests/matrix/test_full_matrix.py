"""Every seat × its unit, another unit, another conference, nobody × every state, at every door.

The present answer of every cell stands in answers.csv, the same on SQLite and PostgreSQL. Who changes a right on
purpose records it again: LIANXI_RECORD=1 python -m pytest tests/matrix -m matrix
What a room declares and this does not reach is a failure.
"""

import csv
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from lianxi.bodies.actions import open_feed
from lianxi.core.rooms import record_kinds
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from matrix import doors
from matrix.judged import FOR_ALL, JUDGED, RIGHT, judgement_of, key_of
from matrix.world import AT, ELSEWHERE, NOBODY, OTHER, World, build, rows_of, stand, states_of

pytestmark = pytest.mark.matrix
HERE = Path(__file__).parent
ANSWERS, OPEN = HERE / "answers.csv", HERE / "open_to_other_units.csv"
HEADER = ["record", "state", "door", "seat", "relation", "answer"]
OPEN_HEADER = ["record", "states", "door", "seat", "answer", "verdict", "reason"]
# Kinds without a door of their own, and where their content is reached.
NO_DOOR = {
    "journal.chain": "counted by the journal's own page",
    "journal.touch": "an index of the journal",
    "journal.span": "an index of the journal",
    "journal.notice": "shown to its own seat on the desk",
    "bodies.signin": "read by its own person alone, at /account",
    "journal.keptfilter": "the own seat's, above its lists",
    "journal.draft": "read by its own writer alone, by person",
}
PASSED = ("taken", "200", "shown")
# Units and people stand once for all conferences of a region: what is theirs is shown to each.
SHARED = {"bodies.unit", "bodies.unitalias", "bodies.person"}
ELSEWHERES_OWN = {
    "ledger.delegationanswer": "the answer is a row of the conference below, which the matrix has no seat of"
}
Cell = tuple[str, str, str, str, str, str]


def test_every_action_about_a_record_names_a_declared_kind() -> None:
    load_catalogue()
    labels = {next(iter(catalogue[id_].payload.values())).words.label for id_ in doors.unknown_records()}
    # A stand-in and an operator are named for a seat, by what the seat is asked to do.
    assert labels == {"代办席位", "运维席位"}


def test_every_cell_answers_as_recorded(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    load_catalogue()
    world = build()
    cells, told, unreached = _look(world)
    with capsys.disabled():
        print("\n" + "\n".join(told))
    if os.environ.get("LIANXI_RECORD") == "1":
        _write(ANSWERS, HEADER, cells)
        _write(OPEN, OPEN_HEADER, _judged(cells))
    leaks = [cell for cell in cells if cell[4] in (ELSEWHERE, NOBODY) and cell[5] in PASSED]
    assert [cell for cell in leaks if cell[0] not in SHARED] == []
    assert [cell for cell in cells if cell[5].startswith("fault")] == []
    assert unreached == {}
    assert sorted(set(cells) ^ set(_read(ANSWERS)))[:20] == []
    assert sorted(set(_judged(cells)) ^ set(_read(OPEN)))[:20] == []


def test_every_door_that_another_unit_passes_is_judged() -> None:
    """One line a door says whether it is right today or is to be closed; none is missing, none too many."""
    opened = _read(OPEN)
    assert [row for row in opened if judgement_of(row[0], row[2], row[3]) is None] == []
    used = {key_of(row[0], row[2]) for row in opened if row[3] not in FOR_ALL}
    assert sorted(set(JUDGED) - used) == []
    assert {row[5] for row in opened} <= {RIGHT}


def _look(world: World) -> tuple[list[Cell], list[str], dict[str, str]]:
    kept = doors.clients(world)
    cells: set[Cell] = set()
    told, unreached = [], {}
    for table in record_kinds():
        rows = rows_of(table, world.conference)
        found = _of_kind(world, table, kept) if rows.exists() and table not in NO_DOOR else []
        cells |= set(found)
        answers = Counter(cell[5] for cell in found)
        states, seats = {cell[1] for cell in found}, {cell[3:5] for cell in found}
        skipped = {**NO_DOOR, **ELSEWHERES_OWN}.get(table, "") or ("" if found else world.made[table])
        told.append(
            f"{table}: {rows.count()} records ({world.made[table]}), {len(seats)} seats, {len(states)} states,"
            f" {len({cell[2] for cell in found})} doors, {len(found)} cells {dict(answers.most_common(4))}"
            + (f"; skipped: {skipped}" if skipped else "")
        )
        if not found and table not in {**NO_DOOR, **ELSEWHERES_OWN}:
            unreached[table] = world.made[table]
    cells |= {*_exports(world, kept), *_feed(world)}
    return sorted(cells), told, unreached


def _of_kind(world: World, table: str, kept: dict[Any, Client]) -> list[Cell]:
    cells: list[Cell] = []
    actions, pages = doors.actions_about(table), doors.pages_about(table)
    for state in states_of(table):
        row = doors.sample(table, state, world)
        assert row is not None
        forced = world.made[table] == "made" or (bool(state) and getattr(row, "state", state) != state)
        with transaction.atomic():
            stand(row, state)
            for seat in world.seats_for(row):
                own = (table, state, seat.actor.kind.value, seat.relation)
                told = doors.history(table, row, kept[seat.actor.seat_id])
                cells.append(_cell(own, "/journal?record=", told, forced=forced))
                for action in actions:
                    answer = doors.try_action(action, row, seat, world)
                    cells.append(_cell(own, action.id, answer, forced=forced))
                for page in pages if seat.relation != ELSEWHERE or table != "journal.entry" else []:
                    # Entries are numbered in each conference's own chain: the other one has its own under the number.
                    if any(mark in page for mark in doors.RENDERED) and seat.relation not in (
                        ELSEWHERE,
                        NOBODY,
                    ):
                        continue
                    number = getattr(row, "seq", row.pk) if table == "journal.entry" else row.pk
                    answer = doors.open_page(page, number, kept[seat.actor.seat_id])
                    if answer != "405":  # an address that is only posted to
                        cells.append(_cell(own, page, answer, forced=forced))
            transaction.set_rollback(True)
    return cells


def _cell(own: tuple[str, str, str, str], door: str, answer: str, *, forced: bool) -> Cell:
    table, state, kind, relation = own
    # A record put into a state without what leads there may be inconsistent: its fault says nothing.
    told = "not judged: no history" if forced and answer.startswith("fault") else answer
    return (table, state, door, kind, relation, told)


def _exports(world: World, kept: dict[Any, Client]) -> list[Cell]:
    row = rows_of("bodies.conference", world.conference).first()
    return [
        # A list holds the made rows too, whose plain values no act would store: its fault says nothing.
        _cell(("list", "", seat.actor.kind.value, seat.relation), page, answer, forced=True)
        for seat in world.seats_for(row)
        if seat.relation != ELSEWHERE
        for page in doors.exports()
        for answer in [doors.open_page(page, 0, kept[seat.actor.seat_id])]
    ]


def _feed(world: World) -> list[Cell]:
    """Look at a seat's calendar by its secret address, and by one that is not."""
    holder = next(seat.actor for seat in world.seats_for(world.conference) if seat.actor.seat_id)
    with transaction.atomic():
        _row, token = open_feed(holder, AT)
        found = [
            ("bodies.calendarfeed", "active", "/feeds/<token>.ics", "anybody", who, _status(address))
            for who, address in (("has the link", f"/feeds/{token}.ics"), (NOBODY, "/feeds/x.ics"))
        ]
        transaction.set_rollback(True)
    return found


def _status(address: str) -> str:
    return str(Client().get(address).status_code)


def _judged(cells: list[Cell]) -> list[tuple[str, ...]]:
    """Name what each kind of seat of another unit passes, over all states, with the judgement of it."""
    states: dict[tuple[str, str, str, str], list[str]] = {}
    for table, state, door, kind, relation, answer in cells:
        if relation == OTHER and answer in PASSED:
            states.setdefault((table, door, kind, answer), []).append(state)
    rows = []
    for (table, door, kind, answer), found in sorted(states.items()):
        verdict, reason = judgement_of(table, door, kind) or ("not judged", "")
        rows.append((table, " ".join(found), door, kind, answer, verdict, reason))
    return rows


def _read(path: Path) -> list[tuple[str, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def _write(path: Path, header: list[str], rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
