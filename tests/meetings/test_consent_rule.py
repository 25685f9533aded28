"""The gate of issue as arithmetic: who must agree, what an edit voids, what silence is worth."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lianxi.meetings.rules.consent import (
    AGREED,
    OBJECTED,
    RESERVED,
    SILENT,
    STALE,
    WAITING,
    Dissent,
    Facts,
    Paragraph,
    Presence,
    Word,
    consent_table,
    paragraph_hash,
    required_units,
)

T = datetime(2026, 3, 9, tzinfo=UTC)
FRAME, FIRST, SECOND = Paragraph("p0", "h0", None), Paragraph("p1", "h1", 1), Paragraph("p2", "h2", 2)
PARAGRAPHS = (FRAME, FIRST, SECOND)


def word(unit: int, stance: str = "agree", minutes: int = 0, **hashes: str) -> Word:
    seen = hashes or {"p0": "h0", "p1": "h1", "p2": "h2"}
    return Word(unit, stance, seen, T + timedelta(minutes=minutes))


def facts(
    words: tuple[Word, ...] = (), presences: tuple[Presence, ...] = (Presence(1), Presence(2)), **rest: object
) -> Facts:
    return Facts(PARAGRAPHS, presences, words, **{"dissents": (), **rest})  # type: ignore[arg-type]


def test_a_late_unit_answers_only_for_what_it_attended() -> None:
    presences = (Presence(1), Presence(2, from_item=2), Presence(3, until_item=1))
    assert required_units(presences, 1) == {1, 3}
    assert required_units(presences, 2) == {1, 2}
    assert required_units(presences, None) == {1, 2, 3}


def test_nobody_present_never_completes() -> None:
    assert not consent_table(facts(presences=())).complete()


def test_silence_is_not_consent_unless_the_rules_say_so() -> None:
    assert not consent_table(facts((word(1),))).complete()
    table = consent_table(facts((word(1),), silence_counts=True))
    assert table.complete()
    assert table.cells["p1", 2] == SILENT


def test_an_edit_voids_the_changed_paragraph_alone() -> None:
    table = consent_table(facts((word(1, p0="h0", p1="old", p2="h2"), word(2))))
    assert [table.cells[key, 1] for key in ("p0", "p1", "p2")] == [AGREED, STALE, AGREED]
    assert table.waiting() == (1,)


def test_silence_does_not_mend_a_stale_word() -> None:
    table = consent_table(facts((word(1, p0="h0", p1="old", p2="h2"), word(2)), silence_counts=True))
    assert not table.complete()


def test_text_that_returns_to_what_was_agreed_counts_again() -> None:
    assert consent_table(facts((word(1), word(2)))).complete()


def test_an_objection_after_a_consent_blocks_and_a_later_consent_lifts_it() -> None:
    objected = facts((word(1), word(2)), dissents=(Dissent(2, "p1", T + timedelta(minutes=1)),))
    assert consent_table(objected).cells["p1", 2] == OBJECTED
    lifted = facts((word(1), word(2, minutes=2)), dissents=(Dissent(2, "p1", T + timedelta(minutes=1)),))
    assert consent_table(lifted).complete()


def test_a_reserved_opinion_is_shown_and_does_not_block() -> None:
    table = consent_table(facts((word(1), word(2, "reserve"))))
    assert table.complete()
    assert table.cells["p2", 2] == RESERVED


def test_a_binding_changes_the_hash() -> None:
    assert paragraph_hash("同一段", {"lead": "甲"}) != paragraph_hash("同一段", {"lead": "乙"})


UNITS = st.sets(st.integers(1, 8), min_size=1, max_size=6)


@given(present=UNITS, agreeing=st.sets(st.integers(1, 8)), stale=st.sets(st.integers(1, 8)))
def test_complete_exactly_when_every_present_unit_agreed_to_this_text(
    present: set[int], agreeing: set[int], stale: set[int]
) -> None:
    words = [word(unit) for unit in agreeing - stale] + [
        word(u, p0="x", p1="y", p2="z") for u in agreeing & stale
    ]
    table = consent_table(facts(tuple(words), tuple(Presence(u) for u in present)))
    assert table.complete() == (present <= agreeing - stale)
    assert set(table.waiting()) == present - (agreeing - stale)
    assert WAITING not in table.cells.values() or not table.complete()
