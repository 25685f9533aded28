"""Every entry says by which door its act came, in which session, and who only acted for somebody."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import AT, Cast
from lianxi.bodies.rules.secrets import short_hash
from lianxi.cli.commands import run
from lianxi.core.actors import INSTALLER, timer_of
from lianxi.journal.models import Entry
from lianxi.journal.queries import door_words, list_entries
from lianxi.surveillance.models import Batch
from surveillance.intake_stages import MEASURED, rows, write_csv
from web.signing_in import seated, words


@pytest.fixture(autouse=True)
def _at_once(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def _last() -> dict[str, Any]:
    found = Entry.objects.order_by("-pk").first()
    assert found is not None
    return dict(json.loads(found.body))


def _propose(client: Client) -> None:
    answer = client.post(
        "/do/meetings.topic.propose", {"title": "粉尘", "text": "请研究。", "clause": "QZ-1-02"}
    )
    assert answer.status_code == 302, words(answer)


def test_an_act_on_a_page_notes_the_session_and_the_person_finds_it_again(cast: Cast) -> None:
    client = seated(Client(), cast.member("市住建局"))
    _propose(client)
    own = short_hash(client.session.session_key)
    assert len(own) == 8
    assert _last()["door"] == {"kind": "web", "session": own}
    entry = list_entries(cast.conference.pk)[0]
    assert entry.door == f"页面，会话 {own}"
    assert f"途径页面，会话{own}" in words(client.get(f"/journal/{entry.entry.seq}"))
    assert f"会话{own}" in words(client.get("/account"))


def test_two_sessions_of_a_person_are_told_apart(cast: Cast) -> None:
    doors = []
    for _ in range(2):
        _propose(seated(Client(), cast.member("市住建局")))
        doors.append(_last()["door"]["session"])
    assert doors[0] != doors[1]


def test_a_command_from_the_server_is_marked_as_acting_for_the_seat(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    seat = cast.member("市住建局").seat_id
    assert (
        run(
            [
                "do",
                "meetings.topic.propose",
                "--seat",
                str(seat),
                "--set",
                "title=粉尘",
                "text=研究",
                "clause=QZ-1-02",
            ]
        )
        == 0
    )
    assert _last()["door"] == {"kind": "command", "session": ""}
    capsys.readouterr()
    page = words(seated(Client(), cast.director).get("/journal"))
    assert "市住建局·成员（服务器命令行代）服务器命令行" in page


def test_the_timer_and_the_installer_have_their_doors(cast: Cast) -> None:
    assert timer_of(cast.conference.pk).door.kind == "worker"
    assert INSTALLER.door.kind == "command"
    assert {json.loads(body)["door"]["kind"] for body in Entry.objects.values_list("body", flat=True)} == {
        "command"
    }


def test_an_entry_of_before_there_were_doors_says_so() -> None:
    assert door_words(None) == "未记"


def test_the_same_seat_at_another_door_is_the_same_actor(cast: Cast) -> None:
    from dataclasses import replace

    from lianxi.core.actors import Door, DoorKind

    own = cast.director
    assert replace(own, door=Door(DoorKind.WEB, "abc")) == own


def _sent(client: Client, tmp_path: Path) -> Batch:
    content = write_csv(tmp_path / "m.csv", rows(MEASURED)).read_bytes()
    file = SimpleUploadedFile("检测.csv", content, "text/csv")
    client.post("/surveillance/send", {"stream": "measurements", "file": file})
    return Batch.objects.latest("pk")


def test_a_check_is_recorded_for_who_asked_for_it_by_the_worker(cast: Cast, tmp_path: Path) -> None:
    client, office = seated(Client(), cast.member("市住建局")), seated(Client(), cast.staff)
    batch = _sent(client, tmp_path)
    first = _last()
    assert (first["action"], first["actor"]["seat"]) == (
        "surveillance.batch.check",
        cast.member("市住建局").seat_id,
    )
    assert first["door"] == {"kind": "worker", "session": short_hash(client.session.session_key)}
    office.post(f"/surveillance/batches/{batch.pk}/check")
    again = _last()
    assert (again["action"], again["actor"]["seat"]) == ("surveillance.batch.check", cast.staff.seat_id)
    assert again["door"] == {"kind": "worker", "session": short_hash(office.session.session_key)}


@pytest.mark.parametrize("step", ["check", "stop"])
def test_another_unit_neither_checks_nor_stops_a_batch(cast: Cast, tmp_path: Path, step: str) -> None:
    batch = _sent(seated(Client(), cast.member("市住建局")), tmp_path)
    before = Entry.objects.count()
    answer = seated(Client(), cast.member("市人社局")).post(f"/surveillance/batches/{batch.pk}/{step}")
    assert answer.status_code == 404
    assert Entry.objects.count() == before


def test_another_unit_does_not_apply_a_batch_and_is_not_offered_it(cast: Cast, tmp_path: Path) -> None:
    batch = _sent(seated(Client(), cast.member("市住建局")), tmp_path)
    other = seated(Client(), cast.member("市人社局"))
    for step in ("apply", "discard"):
        answer = other.post(f"/do/surveillance.batch.{step}", {"batch_id": batch.pk})
        assert "没有找到这条数据批次" in words(answer)
    assert other.get(f"/surveillance/batches/{batch.pk}").status_code == 404
    assert Batch.objects.get(pk=batch.pk).state == "checked"
    own = seated(Client(), cast.liaison("市住建局"))
    own.post("/do/surveillance.batch.apply", {"batch_id": batch.pk})
    assert Batch.objects.get(pk=batch.pk).state == "applied"


def test_another_unit_does_not_replace_an_applied_batch(cast: Cast, tmp_path: Path) -> None:
    own = seated(Client(), cast.member("市住建局"))
    batch = _sent(own, tmp_path)
    own.post("/do/surveillance.batch.apply", {"batch_id": batch.pk})
    content = write_csv(tmp_path / "n.csv", rows(MEASURED, {"检测结果": "0.2"})).read_bytes()
    file = SimpleUploadedFile("改.csv", content, "text/csv")
    given = {"stream": "measurements", "file": file, "replaces_id": str(batch.pk)}
    answer = seated(Client(), cast.member("市人社局")).post("/surveillance/send", given)
    assert "不是由本单位提交的" in words(answer)
    assert Batch.objects.count() == 1
    assert batch.received_at >= AT
