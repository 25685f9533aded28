"""Verification reads every chain there must be, the look-up tables beside it, and the stored files."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.cli.commands import run
from lianxi.journal.models import Chain, Entry, Notice, Touch
from lianxi.journal.verify import verify_entries
from lianxi.meetings.actions import issue_minutes
from lianxi.papers.files import path_of
from lianxi.papers.models import StoredFile
from lianxi.papers.verify import verify_files
from meetings.stages import LATER, agreed_minutes


@pytest.fixture(autouse=True)
def _undone(db: None) -> Iterator[None]:
    """What a test breaks is taken back, so that the database's own check at the end of a test passes."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    for days in ("2", "4"):
        set_rule(cast.director, AT, code="consent_window", value=days)
    return cast


@pytest.fixture
def file(cast: Cast) -> Iterator[StoredFile]:
    issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    row = StoredFile.objects.order_by("-pk")[0]
    content = path_of(row.sha256).read_bytes()
    yield row
    path_of(row.sha256).write_bytes(content)


def _breaks(only: int | None = None) -> list[tuple[int, str]]:
    return [(found.seq, found.kind) for found in verify_entries(only)]


def test_a_missing_head_is_a_break(busy: Cast) -> None:
    Chain.objects.filter(pk=busy.conference.pk)._raw_delete("default")  # type: ignore[attr-defined]
    assert _breaks() == [(3, "head")]
    assert _breaks(busy.conference.pk) == [(3, "head")]


def test_a_conference_without_any_chain_is_a_break(busy: Cast) -> None:
    key = busy.conference.pk
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_touch")
        cursor.execute("DELETE FROM journal_notice")
        cursor.execute("DELETE FROM journal_entry WHERE chain_id = %s", [key])
        cursor.execute("DELETE FROM journal_chain WHERE id = %s", [key])
    assert (0, "head") in _breaks(key)


def test_a_head_moved_back_alone_is_a_break(busy: Cast) -> None:
    second = Entry.objects.get(chain_id=busy.conference.pk, seq=2)
    Chain.objects.filter(pk=busy.conference.pk).update(seq=2, head=second.hash)
    assert _breaks() == [(3, "head")]


def test_an_edited_touch_is_named(busy: Cast) -> None:
    entry = Entry.objects.get(chain_id=busy.conference.pk, seq=2)
    Touch.objects.filter(pk=entry.touches.order_by("pk")[0].pk).update(record="papers.paper:9")
    assert _breaks() == [(2, "touch")]


def test_a_removed_and_a_doubled_touch_are_named(busy: Cast) -> None:
    second, third = Entry.objects.filter(chain_id=busy.conference.pk, seq__gt=1).order_by("seq")
    second.touches.order_by("pk")[0].delete()
    Touch.objects.create(entry=third, record=third.touches.order_by("pk")[0].record)
    assert _breaks() == [(2, "touch"), (3, "touch")]


def test_touches_and_notices_of_no_entry_are_named(busy: Cast) -> None:
    Touch.objects.create(entry_id=987654, record="papers.paper:9")
    Notice.objects.create(
        entry_id=987654, conference_id=busy.conference.pk, title="假通知", subject="papers.paper:9", at=AT
    )
    assert _breaks() == [(0, "notice"), (0, "touch")]


def test_a_notice_turned_to_another_record_is_named(cast: Cast, file: StoredFile) -> None:
    notice = Notice.objects.order_by("-pk")[0]
    assert _breaks() == []
    Notice.objects.filter(pk=notice.pk).update(subject="papers.paper:999")
    assert _breaks() == [(notice.entry.seq, "notice")]


def test_a_changed_and_a_missing_file_are_named(cast: Cast, file: StoredFile) -> None:
    assert list(verify_files()) == []
    path_of(file.sha256).write_bytes(b"something else")
    assert [(found.record, "改动" in found.message) for found in verify_files(cast.conference.pk)] == [
        (f"papers.storedfile:{file.pk}", True)
    ]
    path_of(file.sha256).unlink()
    assert ["不见了" in found.message for found in verify_files()] == [True]


def test_the_command_names_the_conference_and_prints_the_heads(
    busy: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = Chain.objects.get(pk=busy.conference.pk)
    own = ["journal", "verify", "--conference", str(chain.pk)]
    assert run(own) == 0
    out = capsys.readouterr().out
    assert "日志完好" in out
    assert f"{busy.conference.name}\t链 {chain.pk}\t第 3 条\t{chain.head}" in out
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bodies_conferencerule SET value = '9' WHERE code = 'consent_window'")
    assert run([*own, "--chain-only"]) == 0
    capsys.readouterr()
    assert run(own) == 1
    assert f"{busy.conference.name}：" in capsys.readouterr().err


def test_the_command_re_reads_the_files(
    cast: Cast, file: StoredFile, capsys: pytest.CaptureFixture[str]
) -> None:
    path_of(file.sha256).write_bytes(b"something else")
    assert run(["journal", "verify", "--conference", str(cast.conference.pk)]) == 1
    assert "内容被改动过" in capsys.readouterr().err
    assert run(["journal", "verify", "--conference", "999"]) == 2
