"""Why a step of the exchange is refused, a class for each reason."""

from lianxi.core.refusals import NotPermitted, Refusal


class NotYours(NotPermitted):
    """The record is another unit's to answer, sign or withdraw."""

    code = "not_your_exchange"


class TooLate(Refusal):
    """It was withdrawn, passed on, answered or closed in the meantime."""

    code = "exchange_too_late"


class CannotBounce(Refusal):
    """An earlier bounce still waits, or it was answered already."""

    code = "cannot_bounce"


class CannotRule(NotPermitted):
    """A seat of a unit concerned does not rule on its own case."""

    code = "cannot_rule_on_bounce"
