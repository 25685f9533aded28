"""The way to 统一待办: one interface, and its one implementation by the operator's HTTP template.

Another platform's own library would be a second class of the same two methods; nothing else knows how tasks travel.
"""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from lianxi.outbox.gateways import Gateway, Outcome
from lianxi.outbox.sending import NotSent, ask


@dataclass(frozen=True, slots=True)
class Pushed:
    """What is told of a task: its key stays the same for every attempt; `outside_id` is the other side's, once known."""

    key: str
    title: str
    url: str
    account: str
    outside_id: str = ""


class DoneElsewhere(Exception):
    """The other side says that the task is finished there."""


class TodoAdapter(Protocol):
    """What a platform of 统一待办 can be asked."""

    def create(self, task: Pushed) -> str:
        """Put a task there and return its id over there. Asked again with the same key it puts no second one.

        Raises NotSent, and DoneElsewhere for one that was finished there.
        """

    def finish(self, task: Pushed) -> None:
        """Finish a task there; one that is finished or unknown there is as good. Raises NotSent."""


@dataclass(frozen=True, slots=True)
class HttpTodos:
    """A platform asked over HTTP as its file describes."""

    gateway: Gateway

    def create(self, task: Pushed) -> str:
        outcome, why, given = ask(
            self.gateway, "create", key=task.key, title=task.title, url=task.url, account=task.account
        )
        if outcome is Outcome.DONE:
            raise DoneElsewhere
        if outcome not in (Outcome.TAKEN, Outcome.DUPLICATE):
            raise _not_sent(outcome, why)
        return given or task.key

    def finish(self, task: Pushed) -> None:
        # An answer to the first request may have been lost: the id is then the key that it was sent with.
        outcome, why, _given = ask(
            self.gateway, "finish", key=task.key, id=task.outside_id or task.key, account=task.account
        )
        if outcome not in (Outcome.TAKEN, Outcome.DUPLICATE, Outcome.DONE):
            raise _not_sent(outcome, why)


def _not_sent(outcome: Outcome, why: str) -> NotSent:
    return NotSent(why, is_final=outcome is Outcome.REFUSED, is_unclear=outcome is Outcome.UNCLEAR)


def todo_adapter() -> TodoAdapter | None:
    """Return the platform that the operator set; None where there is none."""
    return HttpTodos(settings.TODO) if settings.TODO is not None else None
