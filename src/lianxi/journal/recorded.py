"""Recorded tables refuse to be changed except by an Act, so that no write can miss the journal."""

from typing import Any, ClassVar, NoReturn, Self

from django.db import models


class UnrecordedWrite(RuntimeError):
    """Code tried to change a recorded table without an Act. A defect in the program, never a user's fault."""


def _refuse(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise UnrecordedWrite("recorded tables are changed through an Act only (lianxi.journal.act)")


class RecordedQuerySet(models.QuerySet["Any"]):
    """Reads only: every writing method of Django's query sets refuses."""

    create = _refuse
    update = _refuse
    delete = _refuse
    bulk_create = _refuse
    bulk_update = _refuse
    get_or_create = _refuse
    update_or_create = _refuse


class Recorded(models.Model):
    """A row that the journal holds in full. `version` counts its changes and guards against lost updates."""

    # Columns whose values never enter the journal (secrets); their change is still noted by name.
    SECRET: ClassVar[frozenset[str]] = frozenset()

    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager.from_queryset(RecordedQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse(*args, **kwargs)
