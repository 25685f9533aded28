"""统一待办 follows the desk: created once, finished once, never opened again, whatever the platform answers."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from ledger.steps import acknowledged, at, entered
from lianxi.bodies.actions import end_tenure, set_rule
from lianxi.cli import working
from lianxi.cli.commands import run
from lianxi.core.actors import timer_of
from lianxi.core.desk import Task
from lianxi.core.refusals import WrongState
from lianxi.journal.clock import keep_time
from lianxi.journal.models import Entry, Notice
from lianxi.journal.sight import sight
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.ledger.queries.desk import list_tasks
from lianxi.outbox.actions import begin_todo, enter_contact, raise_todo, retry_todo, set_own_contact
from lianxi.outbox.models import Channel, Todo
from lianxi.outbox.selfcheck import look_at_ways
from lianxi.outbox.telling import task_title
from lianxi.outbox.todos import follow_desks
from outbox.gateway_server import RECORDED, Played, todo_gateway
from web.signing_in import seated, words

ACCOUNT = "zjj.wang"
SAID = RECORDED["todo"]


@pytest.fixture
def todo(gateway: Played, settings: Any, tmp_path: Path) -> Played:
    settings.TODO, settings.PUBLIC_URL = todo_gateway(tmp_path, gateway.url), "https://lx.example.gov.cn"
    return gateway


@pytest.fixture
def matter(cast: Cast) -> Obligation:
    """Give a member an account, and its unit a matter to sign for."""
    set_own_contact(cast.member("市住建局"), at(), kind="todo", channel_address=ACCOUNT)
    return entered(cast)


def follow(todo: Played, moment: datetime, *answers: str) -> int:
    """Compare once; the platform gives these answers and is asked no more than that."""
    todo.play(*[SAID[one] for one in answers])
    taken = follow_desks(moment)
    assert todo.answers == []
    return taken


def states() -> list[str]:
    return list(Todo.objects.order_by("pk").values_list("state", flat=True))


def paths(todo: Played) -> list[str]:
    return [one["path"] for one in todo.asked]


def sign(cast: Cast, matter: Obligation, moment: datetime) -> None:
    """Sign for the matter: its row falls from the desk, and another one stands there."""
    member = cast.member("市住建局")
    before = [one.kind for one in list_tasks(member, moment).rows if one.mine]
    acknowledged(cast, matter, moment)
    after = [one.kind for one in list_tasks(member, moment).rows if one.mine]
    assert (before, after) == (["签收"], ["反馈办理情况"])


def test_a_row_that_appears_is_put_there_and_one_that_falls_away_is_finished(
    cast: Cast, matter: Obligation, todo: Played
) -> None:
    assert follow(todo, at(0, 1), "created") == 1
    assert follow(todo, at(0, 2)) == 0
    row = Todo.objects.get()
    assert (row.state, row.outside_id, row.account) == ("open", "T-77", ACCOUNT)
    (told,) = todo.bodies()
    # By default what kind of step it is, and nothing of the matter.
    assert told == {
        "flow": row.key,
        "name": row.title,
        "link": f"https://lx.example.gov.cn/ledger/{matter.pk}",
        "user": ACCOUNT,
    }
    assert "粉尘" not in row.title
    sign(cast, matter, at(1))
    assert follow(todo, at(1, 1), "finished", "created") == 2
    row.refresh_from_db()
    assert (row.state, row.account) == ("finished", "")
    assert paths(todo) == ["/todo/create", "/todo/finish/T-77", "/todo/create"]
    assert follow(todo, at(1, 2)) == 0
    assert ACCOUNT not in "".join(Entry.objects.values_list("body", flat=True))
    assert list(verify_chains()) == []


@pytest.mark.parametrize("first", ["no answer", "garbage", "error 500"])
def test_a_lost_answer_does_not_double(cast: Cast, matter: Obligation, todo: Played, first: str) -> None:
    """The same key is sent again, and the platform says that it has it."""
    assert follow(todo, at(0, 1), first) == 0
    assert states() == ["pending"]
    assert follow(todo, at(0, 1)) == 0  # not before its turn
    assert follow(todo, at(0, 2), "duplicate") == 1
    assert Todo.objects.get().outside_id == "T-77"
    one, two = todo.bodies()
    assert one == two


def test_a_row_gone_after_a_lost_answer_is_finished_all_the_same(
    cast: Cast, matter: Obligation, todo: Played
) -> None:
    follow(todo, at(0, 1), "no answer")
    sign(cast, matter, at(1))
    assert follow(todo, at(1, 1), "finished", "created") == 2
    key = Todo.objects.earliest("pk").key
    assert paths(todo) == ["/todo/create", f"/todo/finish/{key}", "/todo/create"]


def test_a_row_gone_before_it_left_is_dropped(
    cast: Cast, matter: Obligation, todo: Played, settings: Any, tmp_path: Path
) -> None:
    channel = Channel.objects.get()
    timer = timer_of(cast.conference.pk)
    row = raise_todo(timer, at(), channel_id=channel.pk, task="x" * 64, title="签收", page="/ledger/9")
    assert row is not None
    assert (
        raise_todo(timer, at(), channel_id=channel.pk, task="x" * 64, title="签收", page="/ledger/9") is None
    )
    follow(todo, at(0, 1), "created")
    row.refresh_from_db()
    assert row.state == "finished"
    assert paths(todo) == ["/todo/create"]


def test_what_is_finished_over_there_is_not_opened_again(
    cast: Cast, matter: Obligation, todo: Played
) -> None:
    follow(todo, at(0, 1), "no answer")
    assert follow(todo, at(0, 2), "done already") == 1
    row = Todo.objects.get()
    assert (row.state, row.is_elsewhere) == ("finished", True)
    for hour in (3, 4):
        assert follow(todo, at(0, hour)) == 0
    sign(cast, matter, at(1))
    assert follow(todo, at(1, 1), "created") == 1
    row.refresh_from_db()
    assert row.fell_at == at(1, 1)
    assert states() == ["finished", "open"]


def test_finishing_what_is_finished_or_unknown_there_is_as_good(
    cast: Cast, matter: Obligation, todo: Played
) -> None:
    follow(todo, at(0, 1), "created")
    sign(cast, matter, at(1))
    assert follow(todo, at(1, 1), "error 500", "created") == 1
    assert states() == ["to_finish", "open"]
    assert follow(todo, at(1, 2), "done already") == 1
    assert states() == ["finished", "open"]


def test_after_a_restart_nothing_is_lost(cast: Cast, matter: Obligation, todo: Played) -> None:
    """A worker that ended half-way: the next one asks again with the same key, once an hour has passed."""
    follow(todo, at(0, 1), "error 500")
    row = Todo.objects.get()
    timer = timer_of(cast.conference.pk)
    assert begin_todo(timer, at(0, 2), todo_id=row.pk) is not None
    assert begin_todo(timer, at(0, 2), todo_id=row.pk) is None
    assert follow(todo, at(0, 2)) == 0
    assert follow(todo, at(0, 4)) == 0  # found again, its turn comes in 20 minutes
    assert follow(todo, at(0, 5), "duplicate") == 1
    assert states() == ["open"]


def test_who_is_refused_for_good_is_told_of_and_may_be_sent_again(
    cast: Cast, matter: Obligation, todo: Played, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(todo, at(0, 1), "refused")
    row = Todo.objects.get()
    assert (row.state, row.error) == ("lost", "平台没有收下（403）")
    assert Notice.objects.filter(to_office=True, title__contains="统一待办没有送到").count() == 1
    assert [
        one.words for one in list_tasks(cast.director, at(0, 2)).alarms if one.url == "/outbox#troubled"
    ] == ["条统一待办没有送到"]
    told = [sign.sentence for sign in look_at_ways(date(2026, 3, 2)) if not sign.well]
    assert len(told) == 1
    assert told[0].startswith("统一待办：经市统一待办平台（http://127.0.0.1:")
    assert "还没有送出过；1 条没有送到" in told[0]
    monkeypatch.setattr(timezone, "now", lambda: at(0, 2))
    page = words(seated(client, cast.staff).get("/outbox"))
    assert "没有送到统一待办的" in page
    assert "平台没有收下（403）" in page
    retry_todo(cast.staff, at(0, 3), todo_id=row.pk)
    with pytest.raises(WrongState):
        retry_todo(cast.staff, at(0, 3), todo_id=row.pk)
    assert follow(todo, at(0, 3), "created") == 1
    assert [sign.well for sign in look_at_ways(date(2026, 3, 2))] == [True]


def test_it_is_given_up_after_five_days(cast: Cast, matter: Obligation, todo: Played) -> None:
    for hour in range(0, 6 * 24, 4):
        todo.answers.clear()
        follow_desks(at(0, hour))
    row = Todo.objects.get()
    assert row.state == "lost"
    assert row.error == "平台答复 HTTP 503"


def test_an_account_that_ends_leaves_nothing_behind(cast: Cast, matter: Obligation, todo: Played) -> None:
    member = cast.member("市住建局")
    follow(todo, at(0, 1), "created")
    end_tenure(cast.convener, at(1), seat_id=member.seat_id or 0, reason="工作变动")
    assert follow(todo, at(1, 1), "finished") == 1
    assert states() == ["finished"]
    assert follow(todo, at(2)) == 0


def test_another_account_takes_over_the_desk(cast: Cast, matter: Obligation, todo: Played) -> None:
    member = cast.member("市住建局")
    follow(todo, at(0, 1), "created")
    enter_contact(cast.staff, at(1), seat_id=member.seat_id or 0, kind="todo", channel_address="zjj.li")
    assert follow(todo, at(1, 1), "finished", "created") == 2
    assert sorted(one["user"] for one in todo.bodies()) == ["zjj.li", ACCOUNT, ACCOUNT]


def test_its_titles_are_the_holders_own(cast: Cast, matter: Obligation, todo: Played) -> None:
    follow(todo, at(0, 1), "created")
    row, channel = Todo.objects.get(), Channel.objects.get()
    assert sight(cast.member("市住建局"), row).shows("title")
    assert not sight(cast.staff, row).shows("title")
    assert sight(cast.staff, row).shows("state")
    assert not sight(cast.staff, channel).shows("address")
    assert not sight(cast.liaison("市住建局"), row).is_whole


def test_a_title_says_what_the_level_lets_it(cast: Cast, matter: Obligation, todo: Played) -> None:
    day = date(2026, 3, 2)
    plain = Task("签收", "2026-001 粉尘危害排查", "/ledger/1", "你单位主办")
    firm = Task("核实信号", "示例企业0008", "/signals/3", "按职责核实")
    patient = Task("办理", "患者张三要求工伤认定", "/ledger/2", "你单位主办")
    assert [task_title(one, "count", day) for one in (plain, firm, patient)] == ["签收", "核实信号", "办理"]
    assert [task_title(one, "title", day) for one in (plain, firm, patient)] == [
        "签收：2026-001 粉尘危害排查", "核实信号", "办理",
    ]  # fmt: skip
    assert task_title(firm, "full", day) == "核实信号：示例企业0008（按职责核实）"
    assert task_title(patient, "full", day) == "办理"
    set_rule(cast.director, at(), code="told_todo", value="title")
    follow(todo, at(0, 1), "created")
    assert matter.title in Todo.objects.get().title


def test_without_a_platform_nothing_is_done(cast: Cast, matter: Obligation) -> None:
    assert follow_desks(at(0, 1)) == 0
    assert not Todo.objects.exists()


def test_the_worker_follows_acts_and_the_day(
    cast: Cast,
    matter: Obligation,
    todo: Played,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at(0, 1))
    assert keep_time(at(0, 1))
    todo.play(SAID["created"])
    seen, later = working._follow_acts(0, 0.0)
    assert states() == ["open"]
    assert working._follow_acts(seen, later) == (seen, later)  # not again within half a minute
    sign(cast, matter, at(0, 2))
    monkeypatch.setattr(timezone, "now", lambda: at(0, 3))
    todo.play(SAID["finished"], SAID["created"])
    assert run(["daily", "--at", "2026-03-02T12:00"]) == 0
    assert "核对并推送统一待办：2 项" in capsys.readouterr().out
    assert states() == ["finished", "open"]
