"""The table of a guest's task, who may take which step, and until when its link serves. No Django, no clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from lianxi.core.actors import Actor
from lianxi.core.canonical import digest
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.core.transitions import Machine, Transition
from lianxi.core.words import CHINA

KINDS = {"confirm": "确认收到", "answer": "答复", "count": "报数"}
MOST_NUMBERS, LARGEST = 8, 1_000_000
CHANNELS = {"phone": "电话", "paper": "纸质材料", "visit": "当面"}
# What a link may bring: documents and pictures, no tables and no packages that could be lists of persons.
SUFFIXES = (".docx", ".pdf", ".ofd", ".jpg", ".jpeg", ".png", ".txt")


class TaskState(StrEnum):
    """Where a guest's task stands; a link that ran out shows as 未回 by the clock."""

    OPEN = "open"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    REVOKED = "revoked"
    ENTERED = "entered"


TASK = Machine(
    name="guest_task",
    label="链接填报",
    states=TaskState,
    labels={
        "open": "待填报",
        "submitted": "已填报，待接收",
        "accepted": "已接收（链接填报）",
        "returned": "已退回",
        "revoked": "已作废",
        "entered": "已代为登记",
    },
    initial="open",
    rows=(
        Transition("guests.task.submit", ("open",), "submitted", "持链接的人，一次"),
        Transition("guests.task.accept", ("submitted",), "accepted", "发出单位看过"),
        Transition("guests.task.return", ("submitted",), "returned", "写明理由，另发链接"),
        Transition("guests.task.renew", ("open", "returned"), "open", "另发链接，原链接作废"),
        Transition("guests.task.revoke", ("open", "returned"), "revoked"),
        Transition("guests.task.enter", ("open", "returned"), "entered", "上级单位或办公室代为登记"),
    ),
)


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides on a guest's task: where it stands and which unit sent it."""

    state: str
    unit_id: int
    unit: str


def own(facts: TaskFacts, actor: Actor, _day: date) -> Refusal | None:
    """Let the unit that sent the link, and the office, look after it."""
    if actor.is_office or actor.unit_id == facts.unit_id:
        return None
    return NotPermitted(
        f"这条链接由{facts.unit}发出，你单位不能办理。",
        rule="由发出链接的单位或办公室办理",
        next_step=f"请由{facts.unit}办理。",
    )


def serves_until(due_on: date) -> datetime:
    """Return until when a link serves: the end of the day by which the answer is asked for."""
    return datetime.combine(due_on + timedelta(days=1), time.min, CHINA)


def asked_numbers(question: str) -> list[str]:
    """Name the numbers that a task asks for: a line of its question each. Raises BadInput for none or too many."""
    names = [line.strip() for line in question.splitlines() if line.strip()]
    if not 1 <= len(names) <= MOST_NUMBERS or any(len(one) > 40 for one in names):
        raise BadInput(f"报数的要求须一行一个数的名称，至多 {MOST_NUMBERS} 行，每行不超过 40 字。")
    return names


def read_numbers(question: str, text: str) -> dict[str, int]:
    """Read the numbers given, a line each as 名称：数. Raises BadInput for what is no whole number, and for one left out."""
    given: dict[str, str] = {}
    for line in text.splitlines():
        name, mark, value = line.strip().rpartition("：")
        if mark:
            given[name.strip()] = value.strip()
    found = {}
    for name in asked_numbers(question):
        value = given.get(name, "")
        if not value.isdecimal() or not value.isascii() or int(value) > LARGEST:
            raise BadInput(f"{name}：请填写 0 或整数。", next_step="没有的填 0；不知道的请打电话说明。")
        found[name] = int(value)
    return found


def token_digest(token: str) -> str:
    """Return the hash under which a link's code is kept."""
    return digest(f"guest:{token.strip()}")
