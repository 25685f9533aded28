"""The operator's seat keeps the installation running, sees no matter, and is looked over by the convener."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from cast import AT, Cast
from lianxi.bodies.actions import (
    accept_invitation,
    add_operator_seat,
    end_operator_seat,
    invite_holder,
    order_backup,
    release_invitations,
    review_operators,
    set_rule,
)
from lianxi.bodies.daily import back_up_as_ordered
from lianxi.bodies.models import BackupOrder, OperatorReview, Seat, Tenure
from lianxi.bodies.queries import actor_for, rule_value
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import day_of
from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.models import Entry
from lianxi.journal.queries import notices_for
from lianxi.ledger.queries.desk import list_tasks
from meetings.stages import circulated_minutes
from web.signing_in import seated, words

VISITOR = Actor(kind=SeatKind.VISITOR, label="无席位")
# All that an operator may do; everything else is refused by the kind of its seat.
MAY = {
    "bodies.invitation.create",
    "bodies.invitation.revoke",
    "bodies.rule.set",
    "bodies.backup.order",
    "bodies.factor.add_app",
    "bodies.factor.add_key",
    "bodies.factor.end",
    "clocks.calendar.load",
    "outbox.channel.add",
    "outbox.channel.end",
    "outbox.delivery.retry",
    "outbox.todo.retry",
}


@pytest.fixture
def operator(cast: Cast) -> Actor:
    """A seat set up by the director, its link released by the convener, taken by a person."""
    seat = add_operator_seat(cast.director, AT, unit_id=cast.unit("市卫健委").pk)
    row, code = invite_holder(cast.director, AT, seat_id=seat.pk, name="运维", title="管理员")
    assert code == ""
    _row, code = release_invitations(cast.convener, AT, invitation_ids=[row.pk])[0]
    accept_invitation(VISITOR, AT, token=code, login="ops-1", password="not-a-common-password-7")
    return actor_for(Tenure.objects.select_related("seat__unit").get(seat=seat))


def test_an_operator_may_do_these_acts_and_no_other() -> None:
    load_catalogue()
    assert {id_ for id_, one in catalogue.items() if SeatKind.OPERATOR in one.who} == MAY


def test_every_address_but_its_own_is_closed_to_it(cast: Cast, operator: Actor) -> None:
    minutes = circulated_minutes(cast)
    client = seated(Client(), operator)
    opened = set()
    for pattern in get_resolver().url_patterns[0].url_patterns:  # type: ignore[union-attr]
        url = "/" + str(pattern.pattern)
        for name, converter in pattern.pattern.converters.items():
            shown = str(minutes.pk) if "Int" in type(converter).__name__ else "1"
            url = url.replace(f"<int:{name}>", shown).replace(f"<str:{name}>", shown)
        answer = client.get(url.replace("<path:", "").replace(">", ""))
        if answer.status_code == 200:
            opened.add(url)
    assert opened == {
        "/account",
        "/account/second",
        "/clock",
        "/health",
        "/invited",
        "/operator",
        "/outbox",
    }


@pytest.mark.parametrize("page", ["/operator", "/outbox", "/health", "/clock", "/account"])
def test_no_matter_stands_on_its_pages(cast: Cast, operator: Actor, page: str) -> None:
    minutes = circulated_minutes(cast)
    said = words(seated(Client(), operator).get(page))
    titles = [item.topic.title for item in minutes.meeting.items.select_related("topic") if item.topic]
    assert titles
    assert not [title for title in titles if title in said]


def test_nothing_waits_for_it_and_no_notice_of_its_unit_reaches_it(cast: Cast, operator: Actor) -> None:
    circulated_minutes(cast)
    assert list_tasks(operator, timezone.now()).rows == ()
    assert [notice.subject.split(":")[0] for notice in notices_for(operator)] == ["bodies.invitation"]


def test_the_page_of_settings_shows_its_seat_and_sets_one_up(cast: Cast, operator: Actor) -> None:
    client = seated(Client(), cast.director)
    assert "市卫健委·运维管理员（运维）" in words(client.get("/settings"))
    unit = cast.unit("市住建局").pk
    client.post("/do/bodies.operator.add", {"unit_id": unit, "next": "/settings"})
    assert "市住建局·运维管理员（空缺）" in words(client.get("/settings"))


def test_its_invitations_are_released_by_another_seat_also_for_the_office(
    cast: Cast, operator: Actor
) -> None:
    staff = Seat.objects.get(conference=cast.conference, kind=SeatKind.OFFICE_STAFF)
    _row, code = invite_holder(operator, AT, seat_id=staff.pk)
    assert code == ""
    page = words(seated(Client(), operator).get("/operator"))
    assert "待放行" in page


def test_it_sets_the_letterhead_and_no_other_rule(cast: Cast, operator: Actor) -> None:
    set_rule(operator, AT, code="paper_mark", value="泉州职防联席会议文件")
    assert rule_value(cast.conference, "paper_mark", day_of(AT)) == "泉州职防联席会议文件"
    with pytest.raises(NotPermitted, match="只能设定发文机关署名"):
        set_rule(operator, AT, code="consent_window", value="9")


def test_a_backup_it_orders_is_made_by_the_worker(
    cast: Cast, operator: Actor, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_DIR = tmp_path
    order_backup(operator, AT)
    with pytest.raises(BadInput, match="等待后台办理"):
        order_backup(operator, AT)
    made: list[Path] = []

    def make(path: Path, _at: object) -> Any:
        made.append(path)
        return type("Made", (), {"keys": None, "files": 3, "size": 2_000_000})

    monkeypatch.setattr("lianxi.bodies.daily.make_backup", make)
    assert back_up_as_ordered(AT) == 1
    assert back_up_as_ordered(AT) == 0
    order = BackupOrder.objects.get()
    assert (order.state, made[0].parent) == ("made", tmp_path)
    assert "不含密钥" in order.told


def test_a_backup_that_fails_says_why(cast: Cast, operator: Actor, settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_DIR = tmp_path / "file"
    settings.BACKUP_DIR.write_text("no folder")
    order_backup(operator, AT)
    back_up_as_ordered(AT)
    order = BackupOrder.objects.get()
    assert order.state == "failed"
    assert order.told


def test_what_it_did_is_on_the_conveners_desk_once_a_month(cast: Cast, operator: Actor) -> None:
    set_rule(operator, AT, code="paper_mark", value="泉州职防联席会议文件")
    same, later = AT + timedelta(days=3), AT + timedelta(days=40)

    def asked(at: Any) -> bool:
        return "查看运维办理" in [task.kind for task in list_tasks(cast.convener, at).rows]

    assert not asked(same)
    assert asked(later)
    page = words(seated(Client(), cast.convener).get("/operator/acts"))
    assert "设定工作规则" in page
    review_operators(cast.convener, later)
    assert not asked(later)
    assert OperatorReview.objects.get().count == Entry.objects.filter(seat_id=operator.seat_id).count()
    with pytest.raises(BadInput, match="没有还没看过"):
        review_operators(cast.convener, later)


def test_a_seat_that_ended_does_nothing_more(cast: Cast, operator: Actor) -> None:
    with pytest.raises(BadInput, match="不是在用的运维席位"):
        end_operator_seat(cast.convener, AT, seat_id=cast.staff.seat_id or 0)
    end_operator_seat(cast.convener, AT, seat_id=operator.seat_id or 0)
    with pytest.raises(NotPermitted):
        set_rule(operator, AT, code="paper_mark", value="别的")
