"""A holder's own mobile number and account of 统一待办: entered by the holder or the office, ended with the tenure."""

from typing import Annotated

from lianxi.bodies.models import Seat, Tenure
from lianxi.bodies.queries import in_force
from lianxi.core.actors import OFFICE, SEATED, TIMER_ONLY
from lianxi.core.fields import Choice, One, Secret
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.outbox.models import Channel
from lianxi.outbox.queries import OF_OFFICE
from lianxi.outbox.rules import CONTACTS, check_address, masked


@action("outbox.contact.set_own", "设定自己的手机号码或统一待办账号", who=SEATED)
def set_own_contact(
    act: Act,
    *,
    kind: Annotated[str, Choice("渠道", CONTACTS)],
    channel_address: Annotated[str, Secret("号码或账号", 64)] = "",
) -> Channel | None:
    """Take the holder's own number or account; it takes the place of an earlier one, and empty ends it."""
    seat = act.get(Seat, act.actor.seat_id or 0)
    tenure = Tenure.objects.get(in_force(day_of(act.at)), seat=seat, person_id=act.actor.person_id or 0)
    return _put(act, tenure, kind, channel_address)


@action("outbox.contact.enter", "登记任职人员的手机号码或统一待办账号", who=OFFICE)
def enter_contact(
    act: Act,
    *,
    seat_id: Annotated[int, One("席位")],
    kind: Annotated[str, Choice("渠道", CONTACTS)],
    channel_address: Annotated[str, Secret("号码或账号", 64)] = "",
) -> Channel | None:
    """Take the number or account of who holds a seat today. Raises BadInput for a seat that nobody holds."""
    seat = act.get(Seat, seat_id)
    tenure = Tenure.objects.filter(in_force(day_of(act.at)), seat=seat).first()
    if tenure is None:
        raise BadInput("这个席位今天没有人任职。", next_step="请先邀请就任，再登记号码。")
    return _put(act, tenure, kind, channel_address)


@action(
    "outbox.contact.forget",
    "清除离任人员的地址",
    who=TIMER_ONLY,
    rule="离任后由系统清除",
)
def forget_contacts(act: Act) -> int:
    """Forget the own addresses of holders who are no longer in office; give how many."""
    gone = Channel.objects.filter(
        conference_id=act.chain, ended_at__isnull=True, tenure__ends_before__lte=day_of(act.at)
    )
    rows = list(gone.order_by("pk"))
    for row in rows:
        act.change(row, ended_at=act.at, address="")
    return len(rows)


def _put(act: Act, tenure: Tenure, kind: str, given: str) -> Channel | None:
    if kind not in CONTACTS:
        raise BadInput("没有这种渠道。", next_step=f"请从{'、'.join(CONTACTS.values())}中选择。")
    held = act.lock(Tenure, tenure.pk)
    act.subject = ""
    address = check_address(kind, given) if given.strip() else ""
    for row in Channel.objects.filter(tenure=held, kind=kind, ended_at__isnull=True):
        act.change(row, ended_at=act.at, address="")
    if not address:
        return None
    # Its digest is the unit's; that of the office's own seats is the office's.
    unit_id = None if held.seat.kind in OF_OFFICE else held.seat.unit_id
    row = Channel(conference_id=act.chain, unit_id=unit_id, tenure=held, kind=kind, address=address)
    row.shown, row.added_at, row.added_by = masked(kind, address), act.at, act.actor.label
    return act.create(row)
