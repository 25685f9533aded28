"""Pure decisions of the register: what two names have in common, and how a second name is settled."""

import re
from datetime import date
from enum import StrEnum
from typing import Protocol

from lianxi.core.actors import Actor
from lianxi.core.refusals import NotPermitted, Refusal
from lianxi.core.transitions import Machine, Transition

_MARKS = re.compile(r"[\s()（）〔〕\[\]·.,，、\-]+")
# How long an opened identity can be read: set here, no founding document gives a figure.
OPENING_MINUTES = 30
MIN_PURPOSE = 6


class NameState(StrEnum):
    """Where a second name under one code stands."""

    TO_CONFIRM = "to_confirm"
    ALIAS = "alias"
    FOREIGN = "foreign"


EMPLOYER_NAME = Machine(
    name="employer_name",
    label="另一名称",
    states=NameState,
    labels={"to_confirm": "待核实", "alias": "同一单位", "foreign": "不是同一单位"},
    initial="to_confirm",
    rows=(
        Transition("register.employer_name.accept", ("to_confirm", "foreign"), "alias", "核实为更名或简称"),
        Transition("register.employer_name.reject", ("to_confirm", "alias"), "foreign", "须写明理由"),
    ),
)


class AreaState(StrEnum):
    """Whether the conference counts by an area."""

    ON = "on"
    OFF = "off"


AREA = Machine(
    name="area",
    label="地区",
    states=AreaState,
    labels={"on": "计入", "off": "不计入"},
    initial="on",
    rows=(
        Transition("register.area.switch_on", ("off",), "on", "须写明理由"),
        Transition("register.area.switch_off", ("on",), "off", "须写明理由"),
    ),
)


def name_key(name: str) -> str:
    """Write a name as it is compared: without spaces, brackets and dots, in upper case."""
    return _MARKS.sub("", name).upper()


class OfSeat(Protocol):
    """Facts of what one seat alone may use."""

    @property
    def seat_id(self) -> int: ...


def own_opening(facts: OfSeat, actor: Actor, _day: date) -> Refusal | None:
    """Let only the seat look that opened the identity; for how long, its moment decides."""
    if actor.seat_id == facts.seat_id:
        return None
    return NotPermitted(
        "这次查阅不是由本席位开启的。", rule="身份信息只供开启查阅的席位看", next_step="请另行开启查阅。"
    )
