"""Words of a payload: what each field of an action is called, how long it may be, and what it holds.

They stand in the action's signature, `reason: Annotated[str, Words("理由", 300)]`. Forms, refusals, the
command line and docs/actions.md all read them there; no other place gives a field a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, get_args

from lianxi.core.refusals import BadInput

# A text without a limit of its own: more than any paper of a conference, less than a request may carry.
LONGEST = 100_000
# A longer text is asked for in several lines.
ONE_LINE = 300


@dataclass(frozen=True)
class Field:
    """One field of a payload. `control` says how a form asks for it; an empty one is carried along unseen."""

    label: str
    control: ClassVar[str] = ""
    kind: ClassVar[str] = "编号"
    expected: ClassVar[str] = "请按提示重新填写"

    def describe(self) -> str:
        """Write what the field takes, for lists of actions and the command line's help."""
        return f"{self.label}（{self.kind}）"

    def check(self, value: object, *, needed: bool) -> None:
        """Refuse a value that the field cannot hold. Raises BadInput that names the field."""


@dataclass(frozen=True)
class Words(Field):
    """A text of at most `longest` characters; a line break counts as one. One that is needed is not blank."""

    longest: int = LONGEST
    may_be_blank: bool = False
    kind: ClassVar[str] = "文字"

    @property
    def control(self) -> str:  # type: ignore[override]
        return "line" if self.longest <= ONE_LINE else "lines"

    def describe(self) -> str:
        return f"{self.label}（{self.kind}，不超过 {self.longest} 字）"

    def check(self, value: object, *, needed: bool) -> None:
        if not isinstance(value, str):
            return
        text = value.strip().replace("\r\n", "\n")
        if needed and not self.may_be_blank and not text:
            raise BadInput(f"请填写{self.label}。")
        if len(text) > self.longest:
            raise BadInput(
                f"{self.label}太长：现有 {len(text)} 个字，请不超过 {self.longest} 个字。",
                next_step="请缩短后重新提交。",
            )


@dataclass(frozen=True)
class Secret(Words):
    """A text that is never sent back to a page: a password, a link's token, an address."""

    longest: int = 400
    kind: ClassVar[str] = "文字，不回显"
    control = "secret"


@dataclass(frozen=True)
class Lines(Words):
    """Several short texts in the order of what they belong to, each of at most `longest` characters."""

    kind: ClassVar[str] = "文字，可以多个"
    control = ""

    def check(self, value: object, *, needed: bool) -> None:  # noqa: ARG002 - none of them has to be filled
        for one in value if isinstance(value, list | tuple) else ():
            super().check(one, needed=False)


@dataclass(frozen=True)
class Choice(Field):
    """One of several values that the page or the record offers; `options` where they are always the same."""

    options: Mapping[str, str] = field(default_factory=dict, hash=False)
    control: ClassVar[str] = "choice"
    kind: ClassVar[str] = "选项"

    def describe(self) -> str:
        known = "：" + "、".join(f"{key} {words}" for key, words in self.options.items())
        return f"{self.label}（{self.kind}{known if self.options else ''}）"


@dataclass(frozen=True)
class Choices(Choice):
    """Any number of the values that the page or the record offers."""

    control: ClassVar[str] = "choices"
    kind: ClassVar[str] = "选项，可以多个"


@dataclass(frozen=True)
class Number(Field):
    """A whole number."""

    control: ClassVar[str] = "number"
    kind: ClassVar[str] = "整数"
    expected: ClassVar[str] = "请填写整数"


@dataclass(frozen=True)
class Numbers(Number):
    """Several whole numbers."""

    control: ClassVar[str] = ""
    kind: ClassVar[str] = "整数，可以多个"


@dataclass(frozen=True)
class Day(Field):
    """A calendar day in China."""

    control: ClassVar[str] = "day"
    kind: ClassVar[str] = "日期"
    expected: ClassVar[str] = "请填写日期，例如 2026-03-02"


@dataclass(frozen=True)
class Moment(Field):
    """A moment, taken as China time where it names no zone."""

    control: ClassVar[str] = "moment"
    kind: ClassVar[str] = "日期和时间"
    expected: ClassVar[str] = "请填写日期和时间，例如 2026-03-02T09:00"


@dataclass(frozen=True)
class Flag(Field):
    """Yes or no."""

    control: ClassVar[str] = "flag"
    kind: ClassVar[str] = "是或否"
    expected: ClassVar[str] = "请填写是（on）或否（留空）"


@dataclass(frozen=True)
class One(Field):
    """One record, by its number."""

    kind: ClassVar[str] = "记录编号"
    expected: ClassVar[str] = "请填写整数"


@dataclass(frozen=True)
class Several(One):
    """Several records, by their numbers."""

    kind: ClassVar[str] = "记录编号，可以多个"


@dataclass(frozen=True)
class OneUnit(One):
    """One unit, by its number."""

    control: ClassVar[str] = "choice"
    kind: ClassVar[str] = "单位编号"


@dataclass(frozen=True)
class Units(One):
    """Several units, by their numbers."""

    control: ClassVar[str] = "choices"
    kind: ClassVar[str] = "单位编号，可以多个"


@dataclass(frozen=True)
class Seen(Field):
    """The version that the person saw, so that nobody overwrites what came later."""

    label: str = "打开时的版本"
    kind: ClassVar[str] = "版本"
    expected: ClassVar[str] = "请填写整数"


@dataclass(frozen=True)
class File(Field):
    """A file."""

    control: ClassVar[str] = "file"
    kind: ClassVar[str] = "文件"
    expected: ClassVar[str] = "请选择文件"


@dataclass(frozen=True)
class Files(File):
    """Any number of files."""

    control: ClassVar[str] = "files"
    kind: ClassVar[str] = "文件，可以多个"


@dataclass(frozen=True)
class Passing(File):
    """A file that is read and never kept, not even where its form is refused."""


@dataclass(frozen=True)
class Inner(Field):
    """What only another act gives: a door that could set it could forge where a record comes from."""

    kind: ClassVar[str] = "只由其他动作给出"


def field_of(annotation: Any) -> Field | None:
    """Return the field that stands in a resolved annotation, None where it has no words."""
    return next((one for one in get_args(annotation)[1:] if isinstance(one, Field)), None)
