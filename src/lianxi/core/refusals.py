"""Refusals: how an action says no — a stable code, which rule refuses, and what to do next."""

from typing import Any, ClassVar


class Told(Exception):
    """Something cannot be done, whoever asks; the message is a sentence that says why and what to do."""


class Refusal(Exception):
    """An action did not happen. `rule` names what refuses it, `next_step` what the person can do.

    Subclasses stand beside their action and fix `code`; nothing has been stored when one is raised.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, rule: str, next_step: str) -> None:
        super().__init__(message)
        self.message = message
        self.rule = rule
        self.next_step = next_step

    def __reduce__(self) -> tuple[Any, ...]:
        # A child process hands its refusal over; the constructor's keywords are not what pickle asks for.
        return _again, (type(self), self.message, self.rule, self.next_step)

    def sentence(self) -> str:
        """Return the whole refusal as one line for terminals and logs."""
        return f"{self.message}（依据：{self.rule}）{self.next_step}"


def _again(kind: type[Refusal], message: str, rule: str, next_step: str) -> Refusal:
    return kind(message, rule=rule, next_step=next_step)


class NotPermitted(Refusal):
    """The acting seat may not do this."""

    code = "not_permitted"


class NotFound(Refusal):
    """The record does not exist in the acting seat's conference."""

    code = "not_found"


class WrongState(Refusal):
    """The record is not in a state from which this can happen."""

    code = "wrong_state"


class Conflict(Refusal):
    """Somebody else changed the record first."""

    code = "conflict"


class Busy(Refusal):
    """Somebody else held what this needs for too long; the same may be tried again."""

    code = "busy"


class BadInput(Refusal):
    """What was entered cannot be taken as it stands."""

    code = "bad_input"

    def __init__(
        self, message: str, *, next_step: str = "请改正后重新提交。", rule: str = "填写要求"
    ) -> None:
        super().__init__(message, rule=rule, next_step=next_step)
