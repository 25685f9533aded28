"""Many rows in one act: stored and noted at once, found by record, and verified row by row."""

import json
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from cast import AT, Cast
from lianxi.bodies.models import Person, UnitAlias
from lianxi.core.canonical import canonical, jsonable
from lianxi.core.refusals import BadInput, Conflict
from lianxi.journal.acting import Act
from lianxi.journal.models import Entry, Span, Touch
from lianxi.journal.packing import BLOCK, ROWS_AN_ENTRY, batch_of, runs_of, singles
from lianxi.journal.queries import EntryFilter, find_entries, list_history
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_entries
from lianxi.ledger.models import DueDate, Obligation
from lianxi.ledger.rules import OBLIGATION
from lianxi.meetings.models import Opinion

TAKES = "ledger.obligation.acknowledge"


@pytest.fixture(autouse=True)
def _undone(db: None) -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _act(cast: Cast, name: str = "ledger.obligation.enter") -> Act:
    return Act(actor=cast.staff, at=AT, action=name, chain=cast.conference.pk)


def _new(cast: Cast, sequence: int) -> Obligation:
    row = Obligation(conference=cast.conference, year=2026, sequence=sequence, number=f"2026-{sequence:03d}")
    row.title, row.cycle, row.origin = f"第{sequence}项排查", "once", "assigned"
    row.lead_unit, row.created_at, row.state = cast.unit("市住建局"), AT, OBLIGATION.initial
    row.due_derivation = {"rule": "登记", "n": sequence % 3}
    return row


def _entered(cast: Cast, count: int) -> list[Obligation]:
    act = _act(cast)
    rows = [_new(cast, n) for n in range(1, count + 1)]
    act.create_batch(rows)
    act.remark = "成批登记"
    act.append()
    return rows


def _breaks() -> list[str]:
    """The cast enters its founding document by a bare Act: those rows are left out here."""
    rows = [found.record for found in verify_rows() if not found.record.startswith("law.")]
    return rows + [found.message for found in verify_entries()]


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_batch_is_stored_noted_and_verified(cast: Cast) -> None:
    rows = _entered(cast, ROWS_AN_ENTRY + 20)
    assert Obligation.objects.count() == ROWS_AN_ENTRY + 20
    assert Obligation.objects.get(pk=rows[7].pk).title == "第8项排查"
    assert _breaks() == []


def test_a_large_act_is_noted_in_parts_that_say_so(cast: Cast) -> None:
    rows = _entered(cast, ROWS_AN_ENTRY + 20)
    last, first = find_entries(cast.conference.pk, EntryFilter(), size=2)
    assert (first.count, last.count) == (ROWS_AN_ENTRY, 20)
    assert '"part":1' in first.entry.body
    assert '"part":2' in last.entry.body
    assert (first.remark, last.remark) == ("", "成批登记")
    assert last.changes[-1]["new"]["title"] == rows[-1].title
    assert last.entry.subject == first.entry.subject == f"ledger.obligation:{rows[0].pk}"


def test_rows_written_singly_follow_a_batch(cast: Cast) -> None:
    batch = _entered(cast, 3)
    act = _act(cast)
    alone = act.create(_new(cast, 4))
    act.append()
    assert alone.pk == batch[-1].pk + 1
    assert _breaks() == []


def test_a_record_of_a_batch_has_its_own_history(cast: Cast) -> None:
    rows = _entered(cast, 30)
    act = _act(cast)
    act.change(rows[4], title="改过的题目")
    act.append()
    label = f"ledger.obligation:{rows[4].pk}"
    assert [line.entry.seq for line in list_history(cast.conference.pk, label)] == [
        line.entry.seq for line in find_entries(cast.conference.pk, EntryFilter(), size=2)
    ]
    other = f"ledger.obligation:{rows[5].pk}"
    assert len(list_history(cast.conference.pk, other)) == 1
    assert list_history(cast.conference.pk, f"ledger.obligation:{rows[-1].pk + 1}") == []
    assert Touch.objects.filter(record=label).count() == 1


def test_many_rows_change_at_once_and_equal_ones_are_left_alone(cast: Cast) -> None:
    rows = _entered(cast, 40)
    act = _act(cast, "ledger.obligation.recompute")
    due = date(2026, 5, 6)
    pairs = ((row, {"due_on": due if row.sequence % 2 else None, "due_order": due}) for row in rows[:20])
    assert act.change_batch(pairs) == 20
    assert act.change_batch((row, {"due_on": row.due_on}) for row in rows) == 0
    act.append()
    assert Obligation.objects.filter(due_on=due, version=2).count() == 10
    (line,) = find_entries(cast.conference.pk, EntryFilter(), size=1)
    assert line.changes[0]["old"] == {"due_on": None, "due_order": "9999-12-31"}
    assert line.changes[0]["new"] == {"due_on": "2026-05-06", "due_order": "2026-05-06"}
    assert _breaks() == []


def test_a_row_that_somebody_else_changed_stops_the_batch(cast: Cast) -> None:
    rows = _entered(cast, 3)
    act = _act(cast)
    act.change(Obligation.objects.get(pk=rows[1].pk), title="先改的")
    with pytest.raises(Conflict):
        act.change_batch((row, {"title": "后改的"}) for row in rows)


def test_states_move_by_the_table_only(cast: Cast) -> None:
    rows = _entered(cast, 5)
    act = _act(cast, TAKES)
    with pytest.raises(ValueError, match="move_batch"):
        act.change_batch((row, {"state": "closed"}) for row in rows)
    assert act.move_batch(((row, {}) for row in rows), OBLIGATION) == 5
    act.append()
    assert set(Obligation.objects.values_list("state", flat=True)) == {"in_progress"}
    assert _breaks() == []


def test_a_text_that_is_too_long_is_refused(cast: Cast) -> None:
    row = _new(cast, 1)
    row.title = "长" * 201
    with pytest.raises(BadInput, match="201 个字"):
        _act(cast).create_batch([row])
    (stored,) = _entered(cast, 1)
    with pytest.raises(BadInput, match="201 个字"):
        _act(cast).change_batch([(stored, {"title": "长" * 201})])


def test_a_secret_is_noted_by_name_alone(cast: Cast) -> None:
    act = _act(cast)
    people = [Person(name=f"某{n}", password=f"hash{n}") for n in range(2)]
    act.create_batch(people)
    entry = act.append()
    assert "hash" not in entry.body
    assert '"password":"***"' in entry.body
    assert Person.objects.get(pk=people[1].pk).password == "hash1"
    assert _breaks() == []


def test_a_changed_row_of_a_batch_is_named(cast: Cast) -> None:
    rows = _entered(cast, 60)
    _sql("UPDATE ledger_obligation SET title = 'x' WHERE id = %s", rows[33].pk)
    _sql("DELETE FROM ledger_obligation WHERE id = %s", rows[2].pk)
    label = "ledger.obligation"
    assert sorted(_breaks()) == sorted([f"{label}:{rows[33].pk}", f"{label}:{rows[2].pk}"])


def test_a_span_that_does_not_fit_its_entry_is_named(cast: Cast) -> None:
    rows = _entered(cast, 10)
    Span.objects.filter(table="ledger.obligation").update(last=rows[-1].pk + 1)
    assert any("成批索引" in message for message in _breaks())


def test_a_span_without_its_entry_is_named(cast: Cast) -> None:
    _entered(cast, 2)
    span = Span.objects.get(table="ledger.obligation")
    span.pk, span.entry_id = None, Entry.objects.latest("pk").pk + 9
    with transaction.atomic():
        span.save()
        assert any("所属的日志不见了" in found.message for found in verify_entries())
        Span.objects.filter(entry_id=span.entry_id).delete()


def test_a_batch_of_several_tables_stands_in_one_entry(cast: Cast) -> None:
    act = _act(cast)
    rows = act.create_batch([_new(cast, n) for n in (1, 2)])
    dues = [DueDate(conference=cast.conference, obligation=row, cause="entered", at=AT) for row in rows]
    act.create_batch(dues)
    act.create_batch([UnitAlias(unit=cast.unit("市住建局"), text="住建")])
    entry = act.append()
    assert '"part"' not in entry.body
    assert set(entry.spans.values_list("table", flat=True)) == {
        "ledger.obligation",
        "ledger.duedate",
        "bodies.unitalias",
    }
    assert _breaks() == []


@given(st.lists(st.integers(1, 3 * BLOCK), min_size=1))
def test_runs_hold_exactly_the_ids_and_stay_in_their_block(ids: list[int]) -> None:
    runs = runs_of([("t", ids)])
    assert [pk for _, first, last in runs for pk in range(first, last + 1)] == sorted(set(ids))
    assert all(first // BLOCK == last // BLOCK for _, first, last in runs)


_plain = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.datetimes()
_json = st.none() | st.booleans() | st.integers() | st.text()
_values = _plain | st.lists(_json, max_size=2) | st.dictionaries(st.text(), _json, max_size=2)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(_values, min_size=n, max_size=n), min_size=1)))
def test_a_batch_is_written_in_the_canonical_form_and_reads_back(columns: list[list[object]]) -> None:
    named = {f"c{n}": values for n, values in enumerate(columns)}
    ids = list(range(1, len(columns[0]) + 1))
    batch = batch_of("t", ids, named, named)
    assert batch.text == canonical(json.loads(batch.text))
    for place, change in enumerate(singles([json.loads(batch.text)])):
        row = {name: jsonable(values[place]) for name, values in named.items()}
        assert change == {"record": f"t:{place + 1}", "op": "change", "new": row, "old": row}


def test_a_json_column_without_a_value_stays_without_one(cast: Cast) -> None:
    act = _act(cast)
    own = {"conference": cast.conference, "unit": cast.unit("市住建局"), "due_on": AT.date(), "asked_at": AT}
    told = [None, {"rule": "十日"}, None, {"rule": "it's"}]
    rows = [Opinion(topic_id=n, due_derivation=how, **own) for n, how in enumerate(told)]
    act.create_batch(rows)
    assert Opinion.objects.filter(due_derivation__isnull=True).count() == 2
    pairs = zip(rows, [*told[1:], None], strict=True)
    assert act.change_batch((row, {"due_derivation": how, "text": "改"}) for row, how in pairs) == 4
    act.append()
    assert list(Opinion.objects.order_by("pk").values_list("due_derivation", flat=True)) == [*told[1:], None]
    assert Opinion.objects.filter(due_derivation__isnull=True).count() == 2
    assert _breaks() == []


def test_a_json_value_of_several_rows_is_written_once() -> None:
    told = [{"rule": "十日"}, {"rule": "五日"}, {"rule": "十日"}]
    batch = batch_of("t", [1, 2, 3], {"how": told, "n": [7, 8, 9]})
    assert batch.text.count("十日") == 1
    assert [change["new"] for change in singles([json.loads(batch.text)])] == [
        {"how": how, "n": n} for how, n in zip(told, (7, 8, 9), strict=True)
    ]
    for wrong in ("2", "-1"):
        text = batch.text.replace("[0,7]", f"[{wrong},7]")
        assert text != batch.text
        with pytest.raises(ValueError, match="no value"):
            list(singles([json.loads(text)]))


def test_values_without_objects_are_stored_as_objects_would_be(cast: Cast) -> None:
    objects, act = _entered(cast, 3), _act(cast)
    names = ["conference_id", "year", "sequence", "number", "title", "cycle", "origin", "lead_unit_id"]
    names += ["created_at", "state", "due_derivation"]
    told = [[getattr(row, name) for name in names] for row in objects]
    ids = act.create_rows(Obligation, names, [[row[0], 2027, *row[2:]] for row in told])
    act.append()
    for one, other in zip(objects, Obligation.objects.filter(pk__in=ids).order_by("pk"), strict=True):
        one.refresh_from_db()
        columns = [c.attname for c in Obligation._meta.concrete_fields if c.attname not in ("id", "year")]
        assert [getattr(one, name) for name in columns] == [getattr(other, name) for name in columns]
    changed = [(pk, 1, ["第1项排查"], ["改过"]) for pk in ids]
    with pytest.raises(Conflict):
        act.change_rows(Obligation, ["title"], [(pk, 2, old, new) for pk, _, old, new in changed])
    with pytest.raises(ValueError, match="move_batch"):
        act.change_rows(Obligation, ["state"], [(ids[0], 1, ["issued"], ["closed"])])
    with pytest.raises(ValueError, match="no columns"):
        act.create_rows(Obligation, ["no_such"], [[1]])


def test_a_packed_change_whose_rows_do_not_fit_its_ids_is_unreadable() -> None:
    packed = {"same": {"a": 1}, "columns": ["b"], "rows": [[2]]}
    change = {"table": "t", "op": "create", "ids": [1, 2], "new": packed}
    with pytest.raises(ValueError, match="rows for"):
        list(singles([change]))
    assert list(singles([{**change, "ids": [1]}])) == [
        {"record": "t:1", "op": "create", "new": {"a": 1, "b": 2}}
    ]
