"""A holder's own mailbox: beside the unit's, with what is the own seat's, and ended with the tenure."""

from datetime import date

import pytest

from cast import Cast
from ledger.steps import at, entered
from lianxi.bodies.actions import end_tenure, set_rule
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput
from lianxi.journal.models import Entry, Notice
from lianxi.journal.verify import verify_chains
from lianxi.outbox.actions import add_channel, set_own_address, set_own_contact
from lianxi.outbox.daily import build_digests, forget_addresses
from lianxi.outbox.models import Channel, Delivery, Digest
from lianxi.outbox.queries import due_deliveries, list_unreached
from lianxi.outbox.selfcheck import look_at_addresses

OWN = "wang@zjj.example.gov.cn"


def told(cast: Cast, seat_id: int, title: str) -> None:
    """Put a notice to one seat into the outbox, as a handover does."""
    entry = Entry.objects.latest("pk")
    row = entered(cast, due_on=date(2026, 9, 1))
    Notice.objects.create(
        title=title, subject=f"ledger.obligation:{row.pk}", to_seat_id=seat_id, at=at(1), entry=entry,
        conference_id=cast.conference.pk,
    )  # fmt: skip


def texts() -> dict[str, str]:
    return {row.channel.shown: row.text for row in Delivery.objects.select_related("channel")}


def test_an_own_address_gets_the_units_digest_and_only_its_own_seats_notices(cast: Cast) -> None:
    set_rule(cast.director, at(), code="told_mail", value="title")
    member, liaison = cast.member("市住建局"), cast.liaison("市住建局")
    add_channel(
        cast.staff, at(), kind="mail", channel_address="lianluo@zjj.example.gov.cn", unit_id=member.unit_id
    )
    set_own_address(member, at(), channel_address=OWN)
    entered(cast)
    told(cast, member.seat_id or 0, "给成员的移交")
    told(cast, liaison.seat_id or 0, "给联络员的移交")
    assert build_digests(at(2)) == 1
    assert Digest.objects.get().recipient == f"unit:{member.unit_id}"
    found = texts()
    assert set(found) == {"li***@zjj.example.gov.cn", "wa***@zjj.example.gov.cn"}
    assert "给成员的移交" in found["wa***@zjj.example.gov.cn"]
    assert "给联络员的移交" not in found["wa***@zjj.example.gov.cn"]
    assert "给联络员的移交" in found["li***@zjj.example.gov.cn"]
    assert OWN not in "".join(Entry.objects.values_list("body", flat=True))


def test_the_director_reads_the_offices_digest(cast: Cast) -> None:
    set_rule(cast.director, at(), code="told_mail", value="title")
    set_own_address(cast.director, at(), channel_address="zhuren@wjw.example.gov.cn")
    told(cast, cast.director.seat_id or 0, "给主任的移交")
    assert build_digests(at(2)) == 1
    assert Digest.objects.get().recipient == "office"
    assert "给主任的移交" in Delivery.objects.get().text


def test_another_address_takes_its_place_and_none_ends_it(cast: Cast) -> None:
    member = cast.member("市住建局")
    set_own_address(member, at(), channel_address=OWN)
    set_own_address(member, at(1), channel_address="wang2@zjj.example.gov.cn")
    assert [row.shown for row in Channel.objects.filter(ended_at__isnull=True)] == [
        "wa***@zjj.example.gov.cn"
    ]
    assert set_own_address(member, at(2)) is None
    assert not Channel.objects.exclude(address="").exists()
    assert list(verify_chains()) == []
    with pytest.raises(BadInput, match="邮箱地址不对"):
        set_own_address(member, at(3), channel_address="not an address")


def test_it_ends_with_the_tenure_and_what_waits_for_it_stays(cast: Cast) -> None:
    member: Actor = cast.member("市住建局")
    set_own_address(member, at(), channel_address=OWN)
    entered(cast)
    assert build_digests(at(2)) == 1
    assert due_deliveries(at(2)) == [Delivery.objects.get().pk]
    end_tenure(cast.convener, at(3), seat_id=member.seat_id or 0, reason="工作变动")
    assert due_deliveries(at(4)) == []
    entered(cast)
    assert build_digests(at(7)) == 0


def test_who_is_reached_by_nobody_is_named(cast: Cast) -> None:
    day = date(2026, 3, 2)
    assert [sign.sentence for sign in look_at_addresses(day)] == [
        "泉州职防联席会议：没有登记外发地址，消息只在本系统里看"
    ]
    set_own_address(cast.member("市住建局"), at(), channel_address=OWN)
    units, seats = list_unreached(cast.conference, day)
    assert units == ["办公室", "市卫健委", "市人社局", "市总工会", "市发改委"]
    assert "市住建局·成员" not in seats
    assert "市住建局·办公室成员" in seats
    (sign,) = look_at_addresses(day)
    assert sign.well
    assert "市发改委没有地址" in sign.sentence


def test_once_somebody_left_the_own_addresses_are_forgotten(cast: Cast) -> None:
    member, other = cast.member("市住建局"), cast.member("市总工会")
    set_own_contact(member, at(), kind="sms", channel_address="13800001234")
    set_own_address(member, at(), channel_address="zhang@example.gov.cn")
    set_own_contact(other, at(), kind="sms", channel_address="13800005678")
    assert forget_addresses(at(1)) == 0
    end_tenure(cast.convener, at(2), seat_id=member.seat_id, reason="已调离")
    assert forget_addresses(at(3)) == 2
    assert forget_addresses(at(4)) == 0
    gone = Channel.objects.filter(tenure__seat_id=member.seat_id)
    assert set(gone.values_list("address", flat=True)) == {""}
    assert Channel.objects.get(tenure__seat_id=other.seat_id).address == "13800005678"
    (entry,) = Entry.objects.filter(action="outbox.contact.forget")
    assert "13800001234" not in str(entry.body)
