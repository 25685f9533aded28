"""Pure decisions of the outbox: which addresses are taken, what goes where, when to try again, the words sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from lianxi.bodies.rules import COUNT, FULL
from lianxi.core.actors import Actor
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.rooms import message_events
from lianxi.core.transitions import Machine, Transition
from lianxi.core.words import CHINA, date_with_weekday

MAIL, WECOM, DINGTALK, FEISHU, SMS, TODO = "mail", "wecom", "dingtalk", "feishu", "sms", "todo"
CHANNELS = {
    MAIL: "电子邮件",
    WECOM: "企业微信机器人",
    DINGTALK: "钉钉机器人",
    FEISHU: "飞书机器人",
    SMS: "短信",
}
# No digest goes there: each row of the desk is a task of its own over there.
KINDS = CHANNELS | {TODO: "统一待办"}
# What a holder has of its own beside a mailbox, each by one gateway of the operator's.
CONTACTS = {SMS: "手机号码", TODO: "统一待办账号"}
ROLES = {"unit": "成员单位", "office": "办公室"}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_KEY = re.compile(r"[A-Za-z0-9_-]{8,80}")
_NUMBER = re.compile(r"1[3-9]\d{9}", re.ASCII)
_ACCOUNT = re.compile(r"[A-Za-z0-9._@-]{2,64}")
# Where a robot of each kind lives; nothing is ever sent to another host.
_ROBOTS = {
    WECOM: ("qyapi.weixin.qq.com", "/cgi-bin/webhook/send"),
    DINGTALK: ("oapi.dingtalk.com", "/robot/send"),
    FEISHU: ("open.feishu.cn", "/open-apis/bot/v2/hook/"),
}
# WeCom takes 2048 bytes of text, the least of the three.
ROBOT_BYTES = 1900
FIRST_HOUR = 8
GIVE_UP_AFTER = timedelta(days=5)
_WAITS = (10, 20, 60, 120, 240)
STALE = timedelta(hours=1)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    UNCLEAR = "unclear"
    FAILED = "failed"


DELIVERY = Machine(
    name="delivery",
    label="外发",
    states=DeliveryState,
    labels={
        "pending": "待送出",
        "sending": "正在送出",
        "sent": "已送出",
        "unclear": "不能确定是否送达",
        "failed": "已停止尝试",
    },
    initial="pending",
    rows=(
        Transition("outbox.delivery.begin", ("pending",), "sending", "轮到尝试"),
        Transition("outbox.delivery.confirm", ("sending",), "sent", "对方已收下"),
        Transition("outbox.delivery.fail", ("sending",), "pending", "对方没有收下，稍后再试"),
        Transition("outbox.delivery.give_up", ("sending",), "failed", "满5天仍未送出，或对方说明再送无用"),
        Transition(
            "outbox.delivery.doubt", ("sending",), "unclear", "送出途中程序停止，或对方没有答复：不自动重发"
        ),
        Transition("outbox.delivery.put_off", ("pending",), "pending", "这个号码今天的条数已满，次日再送"),
        Transition("outbox.delivery.retry", ("failed", "unclear"), "pending", "办公室决定再送一次"),
    ),
)


class TodoState(StrEnum):
    """Where a task put to 统一待办 stands."""

    PENDING = "pending"
    CREATING = "creating"
    OPEN = "open"
    TO_FINISH = "to_finish"
    FINISHING = "finishing"
    FINISHED = "finished"
    LOST = "lost"
    STUCK = "stuck"


# What is sent again carries the same key: a lost answer is asked for anew, and doubles nothing.
TODO_MACHINE = Machine(
    name="todo",
    label="统一待办推送",
    states=TodoState,
    labels={
        "pending": "待送出",
        "creating": "正在送出",
        "open": "已在统一待办",
        "to_finish": "待办结",
        "finishing": "正在办结",
        "finished": "已办结",
        "lost": "没有送出，已停止尝试",
        "stuck": "没有办结，已停止尝试",
    },
    initial="pending",
    rows=(
        Transition("outbox.todo.begin", ("pending",), "creating", "轮到尝试"),
        Transition("outbox.todo.begin", ("to_finish",), "finishing", "轮到尝试"),
        Transition("outbox.todo.confirm", ("creating",), "open", "对方已收下"),
        Transition("outbox.todo.confirm", ("finishing",), "finished", "对方已办结"),
        Transition("outbox.todo.settle", ("creating",), "finished", "对方说明已办结，不再列出"),
        Transition("outbox.todo.fail", ("creating",), "pending", "对方没有收下或没有答复，用同一编号再试"),
        Transition("outbox.todo.fail", ("finishing",), "to_finish", "对方没有收下或没有答复，用同一编号再试"),
        Transition("outbox.todo.give_up", ("creating",), "lost", "满5天仍未送出，或对方说明再送无用"),
        Transition("outbox.todo.give_up", ("finishing",), "stuck", "满5天仍未办结，或对方说明再送无用"),
        Transition("outbox.todo.drop", ("pending",), "finished", "还没有送出，已从工作台消去"),
        Transition("outbox.todo.withdraw", ("pending", "open", "lost"), "to_finish", "已从工作台消去"),
        Transition("outbox.todo.retry", ("lost",), "pending", "办公室或运维管理员决定再送一次"),
        Transition("outbox.todo.retry", ("stuck",), "to_finish", "办公室或运维管理员决定再送一次"),
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a digest: its event, its words and the record it opens (a journal name) or a page.

    A notice `to_seat` is that seat's: it goes to the unit's addresses and to its own, not to another seat's.
    `more` is said only where everything may leave; `count` is how many matters the line stands for.
    """

    event: str
    text: str
    record: str
    to_seat: int | None = None
    more: str = ""
    count: int = 1


def event_labels() -> dict[str, str]:
    """Return the kinds of message by code, in their order, as the rooms' faces state them."""
    return {event.code: event.label for event in message_events()}


def event_of(record: str) -> str:
    """Return the event that a notice about a record such as `ledger.slip:3` belongs to."""
    of_record = {about: event.code for event in message_events() for about in event.records}
    table = record.partition(":")[0]
    return of_record.get(table) or of_record.get(table.partition(".")[0], "other")


def default_is_on(event: str, channel: str) -> bool:
    """Tell whether an event leaves by a kind of channel where the office set nothing.

    A group reads its robot's message in passing: only what has a day. A mailbox gets everything.
    """
    return channel == MAIL or any(one.code == event and one.to_groups for one in message_events())


def is_on(chosen: Mapping[tuple[str, str, str], bool], event: str, role: str, channel: str) -> bool:
    """Tell whether an event leaves, by the office's choice or else by default."""
    return chosen.get((event, role, channel), default_is_on(event, channel))


def check_address(kind: str, address: str) -> str:
    """Return an address as it is stored. Raises BadInput for what its kind does not take."""
    address = address.strip()
    if kind in CONTACTS:
        return _contact(kind, address)
    if kind not in CHANNELS:
        raise BadInput("没有这种外发渠道。", next_step=f"请从{'、'.join(CHANNELS.values())}中选择。")
    if kind == MAIL:
        if len(address) > 200 or not _EMAIL.fullmatch(address):
            raise BadInput("邮箱地址不对。", next_step="请填写完整的邮箱地址，例如 bgs@example.gov.cn。")
        return address
    if len(address) > 400 or not robot_key(kind, address):
        host, path = _ROBOTS[kind]
        raise BadInput(
            f"这不是{CHANNELS[kind]}的地址。",
            rule="只向办公室登记的机器人地址外发",
            next_step=f"请在群里添加机器人后，复制以 https://{host}{path} 开头的完整地址。",
        )
    return address


def _contact(kind: str, address: str) -> str:
    if kind == SMS:
        address = re.sub(r"[\s-]", "", address).removeprefix("+86")
        if not _NUMBER.fullmatch(address):
            raise BadInput("手机号码不对。", next_step="请填写11位手机号码，例如 13800000000。")
    elif not _ACCOUNT.fullmatch(address):
        raise BadInput(
            "统一待办账号不对。",
            next_step="请填写本人在统一待办平台的账号，2到64个字母、数字或 . _ - @。",
        )
    return address


def robot_key(kind: str, address: str) -> str:
    """Return the key that a robot's address ends with; empty for an address of any other host or form."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ""
    host, path = _ROBOTS[kind]
    if parts.scheme != "https" or parts.hostname != host or port or parts.username:
        return ""
    if kind == FEISHU:
        key = parts.path.removeprefix(path) if parts.path.startswith(path) else ""
        return key if _KEY.fullmatch(key) else ""
    asked = parse_qs(parts.query)
    key = asked.get("key" if kind == WECOM else "access_token", [""])[0]
    secret = asked.get("secret", [""])[0]
    fits = parts.path == path and _KEY.fullmatch(key) and (not secret or _KEY.fullmatch(secret))
    return key if fits else ""


def masked(kind: str, address: str) -> str:
    """Return an address as pages and the journal show it."""
    if kind == MAIL:
        name, _, host = address.partition("@")
        return f"{name[:2]}***@{host}"[:120]
    if kind == SMS:
        return f"{address[:3]}****{address[-4:]}"
    if kind == TODO:
        return f"统一待办账号（{address[:1]}***）"
    key = robot_key(kind, address)
    return f"{CHANNELS[kind]}（尾号{key[-4:]}）"


def next_try(attempts: int, at: datetime) -> datetime:
    """Return when to try again after so many attempts: 10 minutes at first, then up to 4 hours."""
    return at + timedelta(minutes=_WAITS[min(attempts, len(_WAITS)) - 1])


def next_morning(at: datetime) -> datetime:
    """Return the moment of the next day at which digests begin to leave."""
    local = at.astimezone(CHINA) + timedelta(days=1)
    return local.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)


def gives_up(built_at: datetime, at: datetime) -> bool:
    """Tell whether a digest has been tried for long enough."""
    return at - built_at >= GIVE_UP_AFTER


def subject_line(conference: str, day: date) -> str:
    """Return the subject of a digest."""
    return f"{conference}工作摘要（{date_with_weekday(day)}）"


def digest_text(head: str, lines: Sequence[Line], base_url: str, channel: str, level: str = COUNT) -> str:
    """Write a digest: by event how many, and as the level allows the lines with the pages they open.

    At the level `count` no number, title or name leaves; `title` adds the lines, `full` what more they say.
    A robot's text is cut at what the narrowest robot takes, in bytes, with the way to the rest.
    """
    parts = [head]
    for event in message_events():
        of_event = [line for line in lines if line.event == event.code]
        if of_event:
            parts.append(f"\n{event.label}（{sum(line.count for line in of_event)}）")
            if level != COUNT:
                parts += [_line(line, base_url, level) for line in of_event if line.text]
    end = f"\n打开链接只看页面，不会办理任何事项。全部消息：{base_url}/notices"
    if channel == MAIL:
        return "\n".join([*parts, end])
    return _cut(parts, end)


def _line(line: Line, base_url: str, level: str) -> str:
    more = line.more if level == FULL else ""
    return f"· {line.text}{more}\n  {_url(base_url, line.record)}"


def _cut(parts: Sequence[str], end: str) -> str:
    kept: list[str] = []
    room = ROBOT_BYTES - len(end.encode()) - 40
    for part in parts:
        room -= len(part.encode()) + 1
        if room < 0:
            kept.append("……其余见全部消息。")
            break
        kept.append(part)
    return "\n".join([*kept, end])


def _url(base_url: str, record: str) -> str:
    return f"{base_url}{record}" if record.startswith("/") else f"{base_url}/open/{record}"


class Ending(Protocol):
    """Facts of a channel that may have ended."""

    @property
    def ended_at(self) -> datetime | None: ...


def end_channel_once(facts: Ending, _actor: Actor, _day: date) -> Refusal | None:
    """Let a channel in use be ended."""
    return BadInput("这个渠道已经停用。") if facts.ended_at is not None else None
