"""The office sets channels and preferences, the timer builds digests and sends them."""

from typing import Annotated

from django.conf import settings

from lianxi.bodies.models import Conference, Seat, Tenure
from lianxi.bodies.queries import in_force, member_unit_ids, rule_values, unit_names
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import OFFICE, OPERATOR_ONLY, SEATED, TIMER_ONLY
from lianxi.core.entries import short_enough
from lianxi.core.fields import Choice, Flag, One, OneUnit, Secret, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import CHINA, day_of
from lianxi.core.workdays import is_workday
from lianxi.journal.acting import Act, action
from lianxi.journal.export import head_sentence
from lianxi.journal.guards import Deciding, on
from lianxi.journal.models import Notice
from lianxi.outbox.gateways import LEAST_CHARS
from lianxi.outbox.models import Channel, Delivery, Digest, Preference
from lianxi.outbox.queries import (
    OF_OFFICE,
    active_channels,
    chosen_on,
    digest_channels,
    lines_for,
    recipient_of,
    unsent_notices,
)
from lianxi.outbox.rules import (
    CHANNELS,
    DELIVERY,
    FIRST_HOUR,
    MAIL,
    ROLES,
    SMS,
    Line,
    check_address,
    digest_text,
    end_channel_once,
    event_labels,
    is_on,
    masked,
    next_morning,
    next_try,
    subject_line,
)
from lianxi.outbox.telling import cut_lines, sms_text

BY_TIMER = "外发由系统按办公室登记的渠道办理"


def _on_delivery(action: str) -> Deciding:
    return on(Delivery, "delivery_id", stands(DELIVERY, action))


@action("outbox.channel.add", "登记外发渠道", who=OFFICE | OPERATOR_ONLY)
def add_channel(
    act: Act,
    *,
    kind: Annotated[str, Choice("渠道")],
    channel_address: Annotated[str, Secret("地址", 400)],
    unit_id: Annotated[int | None, OneUnit("发给")] = None,
    note: Annotated[str, Words("备注", 80)] = "",
) -> Channel:
    """Take an address for a unit's digest, or for the office's where no unit is named.

    Raises BadInput for a host that is no robot's, for a second row of the same address, for a stranger.
    """
    if kind not in CHANNELS:
        raise BadInput("没有这种外发渠道。", next_step=f"请从{'、'.join(CHANNELS.values())}中选择。")
    conference, day = act.lock(Conference, act.chain), day_of(act.at)
    if unit_id is not None and unit_id not in member_unit_ids(conference, day):
        raise BadInput("这个单位现在不是成员单位。", next_step="请从成员单位中选择。")
    address = check_address(kind, channel_address)
    if any(
        row.kind == kind and row.address == address for row in active_channels(conference.pk, unit_id, day)
    ):
        raise BadInput("这个地址已经登记过。", next_step="无需重复登记。")
    row = Channel(conference=conference, unit_id=unit_id, kind=kind, address=address)
    row.shown, row.note = masked(kind, address), short_enough(note, "备注", 80)
    row.added_at, row.added_by = act.at, act.actor.label
    return act.create(row)


@action("outbox.address.set_own", "设定自己接收摘要的邮箱", who=SEATED)
def set_own_address(act: Act, *, channel_address: Annotated[str, Secret("邮箱", 200)] = "") -> Channel | None:
    """Take the holder's own mailbox for the digest of its unit, or of the office; empty ends it.

    It takes the place of an earlier one and ends with the tenure, so that no successor's letters go astray.
    """
    day, seat = day_of(act.at), act.get(Seat, act.actor.seat_id or 0)
    tenure = Tenure.objects.get(in_force(day), seat=seat, person_id=act.actor.person_id or 0)
    address = check_address(MAIL, channel_address) if channel_address.strip() else ""
    for row in Channel.objects.filter(tenure=tenure, kind=MAIL, ended_at__isnull=True):
        act.change(row, ended_at=act.at, address="")
    if not address:
        return None
    unit_id = None if act.actor.kind in OF_OFFICE else seat.unit_id
    row = Channel(conference_id=act.chain, unit_id=unit_id, tenure=tenure, kind=MAIL, address=address)
    row.shown, row.added_at, row.added_by = masked(MAIL, address), act.at, act.actor.label
    return act.create(row)


@action(
    "outbox.channel.end",
    "停用外发渠道",
    who=OFFICE | OPERATOR_ONLY,
    deciding=on(Channel, "channel_id", end_channel_once),
)
def end_channel(act: Act, *, channel_id: Annotated[int, One("外发渠道")]) -> Channel:
    """End a channel; what still waits for it is not sent any more. The address is forgotten."""
    row = act.lock(Channel, channel_id)
    return act.change(row, ended_at=act.at, address="")


@action("outbox.preference.set", "设定外发内容", who=OFFICE)
def set_preference(
    act: Act,
    *,
    event: Annotated[str, Choice("事件")],
    role: Annotated[str, Choice("对象")],
    channel: Annotated[str, Choice("渠道")],
    is_on: Annotated[bool, Flag("外发")] = False,
) -> Preference:
    """Set from today whether an event leaves by a kind of channel for a role."""
    if event not in event_labels() or role not in ROLES or channel not in CHANNELS:
        raise BadInput("没有这种外发内容。", next_step="请从列出的内容、角色和渠道中选择。")
    conference, day = act.lock(Conference, act.chain), day_of(act.at)
    for row in Preference.objects.filter(in_force(day), conference=conference, event=event, role=role):
        if row.channel == channel:
            act.change(row, ends_before=day)
    row = Preference(conference=conference, event=event, role=role, channel=channel, is_on=is_on)
    row.set_by, row.starts_on = act.actor.label, day
    return act.create(row)


@action("outbox.digest.build", "汇成每日摘要", who=TIMER_ONLY, rule=BY_TIMER)
def build_digest(act: Act, *, unit_id: Annotated[int | None, OneUnit("单位")] = None) -> Digest | None:
    """Gather a unit's (or the office's) news of a working day, once, and put it before its channels.

    None before eight o'clock, on a day off, without a channel, without news, or where it was done today.
    """
    day, calendar = day_of(act.at), calendar_now()
    if act.at.astimezone(CHINA).hour < FIRST_HOUR or not is_workday(day, calendar):
        return None
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    recipient, channels = recipient_of(unit_id), digest_channels(conference.pk, unit_id, day)
    done = Digest.objects.filter(conference=conference, recipient=recipient, day=day)
    if not channels or done.exists():
        return None
    since = min(row.added_at for row in channels)
    notices = unsent_notices(conference.pk, unit_id, since, act.at)
    lines = lines_for(conference.pk, unit_id, day, notices)
    if not lines:
        return None
    digest = Digest(conference=conference, recipient=recipient, unit_id=unit_id, day=day, built_at=act.at)
    digest.lines = [{"event": one.event, "text": one.text, "record": one.record} for one in lines]
    act.create(digest)
    # A notice belongs to one digest: those that come later wait for the next working day.
    Notice.objects.filter(pk__in=[one.pk for one in notices]).update(mailed_at=act.at)
    _put_before(act, digest, channels, lines)
    return digest


def _put_before(act: Act, digest: Digest, channels: list[Channel], lines: list[Line]) -> None:
    chosen = chosen_on(digest.conference_id, digest.day)
    role = "office" if digest.unit_id is None else "unit"
    name = unit_names([digest.unit_id]).get(digest.unit_id, "") if digest.unit_id else "办公室"
    head = f"{name}：{subject_line(digest.conference.name, digest.day)}"
    # It says nothing of what is in the journal, and shows later that no end was cut off: let it lie elsewhere.
    head = f"{head}\n{head_sentence(digest.conference_id)}"
    levels = rule_values(digest.conference, [f"told_{kind}" for kind in CHANNELS], digest.day)
    for channel in channels:
        wanted = [line for line in lines if is_on(chosen, line.event, role, channel.kind)]
        if channel.tenure is not None:
            wanted = [line for line in wanted if line.to_seat in (None, channel.tenure.seat_id)]
        if wanted:
            text = _written(digest, channel.kind, head, wanted, levels[f"told_{channel.kind}"])
            row = Delivery(conference_id=digest.conference_id, digest=digest, channel=channel, text=text)
            row.state, row.next_at = DELIVERY.initial, act.at
            act.create(row)


def _written(digest: Digest, kind: str, head: str, lines: list[Line], level: str) -> str:
    told = cut_lines(lines, level, digest.day)
    if kind != SMS:
        return digest_text(head, told, settings.PUBLIC_URL, kind, level)
    most = settings.SMS.most_chars if settings.SMS else LEAST_CHARS
    return sms_text(digest.conference.short_name, digest.day, told, level, most)


@action("outbox.delivery.begin", "开始送出", who=TIMER_ONLY, rule=BY_TIMER)
def begin_delivery(act: Act, *, delivery_id: Annotated[int, One("外发")]) -> Delivery | None:
    """Take a delivery before anything leaves; None where another worker has taken it."""
    row = act.lock(Delivery, delivery_id)
    if row.state != DELIVERY.initial:
        return None
    return act.move(row, DELIVERY, begun_at=act.at, attempts=row.attempts + 1)


@action(
    "outbox.delivery.confirm",
    "登记已送出",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_delivery("outbox.delivery.confirm"),
)
def confirm_delivery(act: Act, *, delivery_id: Annotated[int, One("外发")]) -> Delivery:
    """Note that the other side has taken a delivery."""
    return act.move(act.lock(Delivery, delivery_id), DELIVERY, sent_at=act.at, error="", next_at=None)


@action(
    "outbox.delivery.fail",
    "登记未送出",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_delivery("outbox.delivery.fail"),
)
def fail_delivery(
    act: Act,
    *,
    delivery_id: Annotated[int, One("外发")],
    error: Annotated[str, Words("未送出的原因", may_be_blank=True)],
) -> Delivery:
    """Note why the other side did not take a delivery, and when to try again."""
    row = act.lock(Delivery, delivery_id)
    return act.move(row, DELIVERY, error=error[:200], next_at=next_try(row.attempts, act.at))


@action(
    "outbox.delivery.give_up",
    "停止尝试",
    who=TIMER_ONLY,
    rule=BY_TIMER,
    deciding=_on_delivery("outbox.delivery.give_up"),
)
def give_up_delivery(
    act: Act,
    *,
    delivery_id: Annotated[int, One("外发")],
    error: Annotated[str, Words("未送出的原因", may_be_blank=True)],
) -> Delivery:
    """Stop trying, and tell the office."""
    row = act.lock(Delivery, delivery_id)
    return _stopped(act, row, error[:200], f"摘要没有送出，已停止尝试：{row.channel.shown}")


@action("outbox.delivery.doubt", "登记送达不明", who=TIMER_ONLY, rule=BY_TIMER)
def doubt_delivery(
    act: Act,
    *,
    delivery_id: Annotated[int, One("外发")],
    error: Annotated[str, Words("原因", may_be_blank=True)] = "",
) -> Delivery | None:
    """Note that nobody knows whether a delivery arrived: it is not repeated by itself."""
    row = act.lock(Delivery, delivery_id)
    if row.state != "sending":
        return None
    why = error[:200] or "送出途中程序停止"
    return _stopped(act, row, why, f"不能确定摘要是否送达：{row.channel.shown}")


@action("outbox.delivery.put_off", "推到次日送出", who=TIMER_ONLY, rule=BY_TIMER)
def put_off_delivery(act: Act, *, delivery_id: Annotated[int, One("外发")]) -> Delivery | None:
    """Let a text message wait until the next morning: its number has had as many today as it may."""
    row = act.lock(Delivery, delivery_id)
    if row.state != DELIVERY.initial:
        return None
    return act.move(row, DELIVERY, error="这个号码今天的条数已满", next_at=next_morning(act.at))


def _stopped(act: Act, row: Delivery, error: str, title: str) -> Delivery:
    act.notify(title[:300], about=row, office=True)
    return act.move(row, DELIVERY, error=error, next_at=None)


@action(
    "outbox.delivery.retry",
    "重新送出",
    who=OFFICE | OPERATOR_ONLY,
    deciding=_on_delivery("outbox.delivery.retry"),
)
def retry_delivery(act: Act, *, delivery_id: Annotated[int, One("外发")]) -> Delivery:
    """Let a delivery that was given up or is unclear leave once more."""
    row = act.lock(Delivery, delivery_id)
    return act.move(row, DELIVERY, next_at=act.at)
