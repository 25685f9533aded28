"""The chain finds what was changed, removed or reordered, and says which entry."""

import pytest
from django.db import connection

from cast import AT, Cast
from lianxi.bodies.actions import propose_member_change, set_rule
from lianxi.bodies.models import ConferenceRule, Unit
from lianxi.journal.models import Entry
from lianxi.journal.recorded import UnrecordedWrite
from lianxi.journal.verify import verify_entries


@pytest.fixture
def busy(cast: Cast) -> Cast:
    for days in ("2", "4", "6", "8"):
        set_rule(cast.director, AT, code="consent_window", value=days)
    return cast


def _breaks(cast: Cast) -> list[tuple[int, str]]:
    return [(b.seq, b.kind) for b in verify_entries(cast.conference.pk)]


def test_an_untouched_chain_verifies(busy: Cast) -> None:
    assert Entry.objects.filter(chain_id=busy.conference.pk).count() == 5
    assert _breaks(busy) == []


def test_a_changed_body_is_named(busy: Cast) -> None:
    entry = Entry.objects.get(chain_id=busy.conference.pk, seq=3)
    Entry.objects.filter(pk=entry.pk).update(body=entry.body.replace('"value":"4"', '"value":"9"'))
    assert _breaks(busy) == [(3, "changed")]


def test_a_changed_column_is_named(busy: Cast) -> None:
    Entry.objects.filter(chain_id=busy.conference.pk, seq=3).update(actor="别人")
    assert _breaks(busy) == [(3, "columns")]


def test_a_removed_entry_is_named(busy: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM journal_touch WHERE entry_id IN (SELECT id FROM journal_entry WHERE seq=3)"
        )
        cursor.execute("DELETE FROM journal_entry WHERE seq=3 AND chain_id=%s", [busy.conference.pk])
    assert _breaks(busy) == [(3, "removed")]


def test_a_cut_tail_is_named(busy: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM journal_touch WHERE entry_id IN (SELECT id FROM journal_entry WHERE seq=5)"
        )
        cursor.execute("DELETE FROM journal_entry WHERE seq=5 AND chain_id=%s", [busy.conference.pk])
    assert _breaks(busy) == [(5, "removed")]


def test_two_exchanged_entries_are_named(busy: Cast) -> None:
    rows = Entry.objects.filter(chain_id=busy.conference.pk)
    rows.filter(seq=3).update(seq=99)
    rows.filter(seq=4).update(seq=3)
    rows.filter(seq=99).update(seq=4)
    assert {kind for _, kind in _breaks(busy)} >= {"reordered"}
    assert {seq for seq, kind in _breaks(busy) if kind == "reordered"} == {3, 4}


def test_a_forged_entry_with_a_fitting_hash_breaks_its_successor(busy: Cast) -> None:
    from lianxi.journal.chain import link_hash

    entry = Entry.objects.get(chain_id=busy.conference.pk, seq=3)
    body = entry.body.replace('"value":"4"', '"value":"9"')
    Entry.objects.filter(pk=entry.pk).update(body=body, hash=link_hash(entry.prev_hash, body))
    assert _breaks(busy) == [(4, "reordered")]


def test_the_entry_holds_actor_moment_old_and_new_values(busy: Cast) -> None:
    entry = Entry.objects.get(chain_id=busy.conference.pk, seq=3)
    assert entry.actor == "市卫健委·办公室主任"
    assert '"old":{"ends_before":null}' in entry.body
    assert '"value":"4"' in entry.body


def test_a_refused_action_leaves_no_entry(cast: Cast) -> None:
    from lianxi.core.refusals import BadInput

    before = Entry.objects.count()
    with pytest.raises(BadInput):
        propose_member_change(
            cast.member("市住建局"), AT, seat_id=_seat(cast), person_name=" ", title="x", reason="y"
        )
    assert Entry.objects.count() == before


def _seat(cast: Cast) -> int:
    seat = cast.member("市住建局").seat_id
    assert seat is not None
    return seat


def test_recorded_tables_refuse_unrecorded_writes(cast: Cast) -> None:
    rule = ConferenceRule.objects.first()
    assert rule is not None
    with pytest.raises(UnrecordedWrite):
        rule.save()
    with pytest.raises(UnrecordedWrite):
        rule.delete()
    with pytest.raises(UnrecordedWrite):
        ConferenceRule.objects.update(value="x")
    with pytest.raises(UnrecordedWrite):
        ConferenceRule.objects.filter(pk=rule.pk).update(value="x")
    with pytest.raises(UnrecordedWrite):
        Unit.objects.create(region="x", name="y")
