"""One list of what waits: the page's and the command's, from all rooms, in a bounded number of queries."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import AT, Cast
from ledger.steps import entered
from lianxi.bodies.actions import propose_member_change
from lianxi.bodies.models import Tenure
from lianxi.bodies.queries import actor_for
from lianxi.cli.commands import run as command
from lianxi.core import desk as core_desk
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.rooms import Refused, rooms
from lianxi.ledger.queries.desk import list_days, list_tasks
from lianxi.meetings.actions import ask_opinions, raise_objection
from lianxi.papers.actions import submit_draft
from lianxi.surveillance.actions import check_effect
from lianxi.surveillance.models import Signal
from meetings.stages import accepted_topic, called_meeting, circulated_minutes
from papers.paths import drafted, sent
from surveillance.signal_stages import WARNED, assessed, finished, raised, shipped, warned
from surveillance.test_signals import later_measured
from web.signing_in import seated


def full(cast: Cast) -> None:
    """Something of every kind on some desk."""
    minutes = circulated_minutes(cast)
    key = minutes.revisions.get(number=minutes.revision).paragraphs[1]["key"]
    raise_objection(cast.member("市住建局"), AT, minutes_id=minutes.pk, paragraph=key, text="应写明期限")
    called_meeting(cast)
    topic = accepted_topic(cast)
    ask_opinions(cast.staff, AT, topic_id=topic.pk, unit_ids=(cast.unit("市总工会").pk,), due_on=AT.date())
    for _ in range(3):
        entered(cast, co=("市人社局",))
        sent(cast)
        submit_draft(cast.staff, AT, draft_id=drafted(cast).pk)
    member = cast.member("市住建局")
    propose_member_change(
        member, AT, seat_id=member.seat_id or 0, person_name="新人", title="副局长", reason="调动"
    )


def everyone(cast: Cast) -> Iterator[Actor]:
    for tenure in Tenure.objects.filter(conference=cast.conference).select_related("seat__unit", "person"):
        yield actor_for(tenure)


def test_the_command_and_the_page_list_the_same_for_every_seat(
    client: Client, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    full(cast)
    rooms_seen = set()
    for actor in everyone(cast):
        assert command(["tasks", "--seat", str(actor.seat_id), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        page = seated(client, actor).get("/").context
        for which, mine in (("tasks", True), ("others", False)):
            listed = [
                (one["kind"], one["title"], one["url"], one["why"]) for one in told if one["mine"] is mine
            ]
            assert [(row.what, row.title, row.url, row.why_me) for row in page[which]] == listed
        rooms_seen |= {one["room"] for one in told}
        assert all(one["light"] for one in told if one["due"])
    assert rooms_seen == {"meetings", "ledger", "papers", "bodies"}


def test_the_command_prints_a_line_a_task(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    obligation = entered(cast)
    assert command(["tasks", "--seat", str(cast.member("市住建局").seat_id)]) == 0
    line = capsys.readouterr().out.strip().split("\t")
    assert line[0] == "ledger"
    assert line[-1] == f"/ledger/{obligation.pk}"


def test_a_desk_costs_at_most_five_queries_and_one_a_room(cast: Cast) -> None:
    full(cast)
    for actor in everyone(cast):
        with CaptureQueriesContext(connection) as asked:
            list_tasks(actor, AT)
        assert len(asked) <= 5 + len([room for room in rooms() if not isinstance(room.waiting, Refused)])


def test_a_task_that_another_one_covers_is_left_out(cast: Cast) -> None:
    meeting = called_meeting(cast)
    found = list_tasks(cast.member("市发改委"), AT).rows
    assert [(task.kind, task.covers) for task in found] == [
        ("签收并回复参会人员", f"papers.paper:{meeting.notice_id}")
    ]


def test_what_a_room_cuts_is_said_with_the_way_to_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lianxi.papers.waiting.MOST", 2)
    for _ in range(3):
        sent(cast)
    found = list_tasks(cast.member("市住建局"), AT)
    assert len([task for task in found.rows if task.room == "papers"]) == 2
    assert core_desk.Rest("公文", "/papers") in found.rests


# ---- signals ----


@pytest.fixture
def qz(db: Any, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    settings.DATA_DIR = tmp_path / "data"
    (tmp_path / "files").mkdir()
    monkeypatch.setattr(timezone, "now", lambda: WARNED + timedelta(hours=2))
    return shipped()


def signals_of(actor: Actor) -> list[tuple[str, bool]]:
    return [
        (task.kind, task.mine)
        for task in list_tasks(actor, timezone.now()).rows
        if task.room == "surveillance"
    ]


def test_a_signal_waits_for_whoever_must_act(
    qz: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "files"
    signal = raised(qz, folder)
    assert signals_of(qz.staff) == signals_of(qz.director) == [("核实信号", True)]
    assert signals_of(qz.convener) == signals_of(qz.member("市住建局")) == []
    due = next(task for task in list_tasks(qz.staff, timezone.now()).rows if task.room == "surveillance")
    assert due.due_on == AT.date() + timedelta(days=1)
    assert due.light == "overdue"
    warning = warned(qz, signal)
    assert signals_of(qz.staff) == [("等责任单位处置", False)]
    assert signals_of(qz.convener) == []
    owed = [task.room for task in list_tasks(qz.member("市住建局"), timezone.now()).rows]
    assert "ledger" in owed
    finished(qz, warning, WARNED)
    assert signals_of(qz.staff) == [("核查处置效果", True)]
    at = AT + timedelta(days=20)
    monkeypatch.setattr(timezone, "now", lambda: at)
    later_measured(qz, folder, "1")
    check_effect(qz.staff, at, signal_id=signal.pk, effective=True, text="复测合格")
    assert signals_of(qz.staff) == [("等另一席位结案", False)]
    assert signals_of(qz.director) == signals_of(qz.convener) == [("信号结案", True)]


def test_an_assessed_signal_waits_for_who_may_warn(qz: Cast, tmp_path: Path) -> None:
    assessed(qz, raised(qz, tmp_path / "files"))
    assert signals_of(qz.staff) == [("等签发预警", False)]
    assert signals_of(qz.director) == signals_of(qz.convener) == [("签发预警", True)]
    assert signals_of(qz.actor(SeatKind.MEMBER, "市住建局")) == []


def test_the_day_of_telling_a_signal_is_in_the_offices_calendar_alone(qz: Cast, tmp_path: Path) -> None:
    signal = raised(qz, tmp_path / "files")
    [entry] = [one for one in list_days(qz.staff, timezone.now()) if one.name.startswith("signal-")]
    assert (entry.name, entry.url) == (f"signal-{signal.pk}", f"/signals/{signal.pk}")
    assert entry.due_on == AT.date() + timedelta(days=1)
    assert "设定，待确认" in entry.why
    assert not [one for one in list_days(qz.member("市住建局"), timezone.now()) if "signal" in one.record]
    warned(qz, Signal.objects.get(pk=signal.pk))
    assert not [one for one in list_days(qz.staff, timezone.now()) if one.name.startswith("signal-")]
