"""The replay finds what was changed, removed or slipped in behind the journal, and names the record."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from cast import AT, Cast, found_cast
from lianxi.bodies.actions import set_rule
from lianxi.bodies.models import ConferenceRule
from lianxi.journal.chain import Break
from lianxi.journal.models import Chain, Entry
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.meetings.actions import issue_minutes
from lianxi.meetings.models import Consent, Minutes, Topic
from lianxi.papers.models import Paper
from lianxi.stories.founding import found_shipped
from meetings.stages import LATER, accepted_topic, agreed_minutes


@pytest.fixture(autouse=True)
def _undone(db: None) -> Iterator[None]:
    """What a test breaks is taken back, so that the database's own check at the end of a test passes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def issued(cast: Cast) -> Minutes:
    minutes = agreed_minutes(cast)
    issue_minutes(cast.convener, LATER, minutes_id=minutes.pk)
    return minutes


def _sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _found(only: int | None = None) -> list[Break]:
    """The cast enters its founding document by a bare Act: those rows are left out here."""
    return [found for found in verify_rows(only) if not found.record.startswith("law.")]


def _rows(only: int | None = None) -> list[tuple[str, int]]:
    return [(found.record, found.seq) for found in _found(only)]


def _last(cast: Cast) -> Entry:
    return Entry.objects.filter(chain_id=cast.conference.pk).latest("seq")


def test_the_whole_procedure_is_explained_by_its_entries(cast: Cast, issued: Minutes) -> None:
    found_cast("另一联席会议", "GD")
    assert _rows() == []
    assert _rows(cast.conference.pk) == []


def test_a_changed_paper_is_named_with_its_last_entry(cast: Cast, issued: Minutes) -> None:
    paper = Paper.objects.get(kind="minutes")
    _sql("UPDATE papers_paper SET title = %s WHERE id = %s", "别的纪要", paper.pk)
    expected = [(f"papers.paper:{paper.pk}", _last(cast).seq)]
    assert _rows() == expected
    assert _rows(cast.conference.pk) == expected
    assert "标题（title）" in _found()[0].message
    assert list(verify_chains()) == []


def test_a_changed_consent_is_named(cast: Cast, issued: Minutes) -> None:
    consent = Consent.objects.order_by("pk")[0]
    _sql("UPDATE meetings_consent SET stance = 'reserve' WHERE id = %s", consent.pk)
    assert [record for record, _ in _rows()] == [f"meetings.consent:{consent.pk}"]


def test_a_changed_json_column_and_version_are_seen(cast: Cast, issued: Minutes) -> None:
    _sql("UPDATE papers_paper SET document = '{}' WHERE kind = 'minutes'")
    _sql("UPDATE meetings_minutes SET version = version + 1")
    assert {record.partition(":")[0] for record, _ in _rows()} == {"papers.paper", "meetings.minutes"}


def test_a_removed_row_is_named(cast: Cast, issued: Minutes) -> None:
    consent = Consent.objects.order_by("pk")[0]
    _sql("DELETE FROM meetings_consent WHERE id = %s", consent.pk)
    found = _found()
    assert [one.record for one in found] == [f"meetings.consent:{consent.pk}"]
    assert "表里却没有" in found[0].message


def test_a_row_that_no_entry_created_is_named(cast: Cast) -> None:
    _sql("INSERT INTO bodies_unit (version, region, name) VALUES (1, '福建省泉州市', '市某局')")
    found = _found()
    assert [(one.record.partition(":")[0], one.seq) for one in found] == [("bodies.unit", 0)]
    assert "没有哪一条日志" in found[0].message


def test_a_row_moved_to_another_conference_is_missed_there(cast: Cast) -> None:
    other = found_cast("另一联席会议", "GD")
    topic = accepted_topic(cast)
    _sql("UPDATE meetings_topic SET conference_id = %s WHERE id = %s", other.conference.pk, topic.pk)
    record = f"meetings.topic:{topic.pk}"
    assert [name for name, _ in _rows(cast.conference.pk)] == [record]
    assert [name for name, _ in _rows(other.conference.pk)] == [record]


def test_an_end_cut_with_the_head_moved_back_leaves_rows_unexplained(cast: Cast) -> None:
    set_rule(cast.director, AT, code="consent_window", value="2")
    topic = accepted_topic(cast)
    last = _last(cast)
    _sql("DELETE FROM journal_touch WHERE entry_id = %s", last.pk)
    _sql("DELETE FROM journal_notice WHERE entry_id = %s", last.pk)
    _sql("DELETE FROM journal_entry WHERE id = %s", last.pk)
    Chain.objects.filter(pk=last.chain_id).update(seq=last.seq - 1, head=last.prev_hash)
    assert list(verify_chains()) == []
    assert _rows() == [(f"meetings.topic:{topic.pk}", last.seq - 1)]


def test_old_values_that_were_never_noted_are_named(cast: Cast) -> None:
    """An entry rewritten with its row: the next change of that row no longer fits what it says it found."""
    topic = Topic.objects.get(pk=accepted_topic(cast).pk)
    entry = Entry.objects.get(chain_id=cast.conference.pk, action="meetings.topic.propose")
    body = entry.body.replace('"state":"submitted"', '"state":"withdrawn"')
    Entry.objects.filter(pk=entry.pk).update(body=body)
    assert _rows() == [(f"meetings.topic:{topic.pk}", _last(cast).seq)]


def test_an_unreadable_entry_leaves_its_rows_unexplained(cast: Cast) -> None:
    set_rule(cast.director, AT, code="consent_window", value="2")
    rule = ConferenceRule.objects.get(code="consent_window")
    Entry.objects.filter(pk=_last(cast).pk).update(body="{")
    assert f"bodies.conferencerule:{rule.pk}" in [record for record, _ in _rows()]


def test_an_installation_founded_by_its_document_is_explained_in_full(db: None) -> None:
    found_shipped("QZ", AT)
    found_shipped("GD", AT)
    assert list(verify_rows()) == []
    _sql("UPDATE law_clause SET text = 'x' WHERE id = (SELECT min(id) FROM law_clause)")
    assert [found.record.partition(":")[0] for found in verify_rows()] == ["law.clause"]
