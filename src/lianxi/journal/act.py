"""One act under way: it reads under lock, writes single rows, cites and notifies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar

from django.db import models

from lianxi.core.basis import Basis
from lianxi.core.canonical import jsonable
from lianxi.core.refusals import Conflict
from lianxi.core.transitions import Machine
from lianxi.journal.checks import check_lengths, overtaken
from lianxi.journal.gates import missing
from lianxi.journal.many import ManyRows
from lianxi.journal.models import Notice
from lianxi.journal.readings import Readings
from lianxi.journal.recorded import Recorded

M = TypeVar("M", bound=Recorded)
P = ParamSpec("P")
T = TypeVar("T")


def record_name(row: models.Model) -> str:
    """Name a row as the journal does, for example `meetings.minutes:3`."""
    return f"{row._meta.label_lower}:{row.pk}"


def _values(row: Recorded, names: list[str] | None = None) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in row._meta.concrete_fields:
        if column.attname == "id" or (names is not None and column.attname not in names):
            continue
        secret = column.name in row.SECRET
        values[column.attname] = "***" if secret else jsonable(getattr(row, column.attname))
    return values


@dataclass
class Act(ManyRows):
    """One act under way. Only its methods write recorded tables; all of them note what they change."""

    readings: Readings = field(default_factory=Readings)

    def read(self, reader: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a reader makes of a file or a long text, without holding a lock while it reads.

        The act is rolled back and begun anew for it: ask before anything costly is done. The arguments are all
        that the reader goes by, and hashable. Raises what the reader raises.
        """
        return self.readings.give(reader, *args, **kwargs)

    def prepare(self, maker: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what a maker gives, made as a reading is; in the act itself where it asked this maker before.

        What is made may hold a number that another act has taken meanwhile: the act is not begun anew twice for it.
        """
        return self.readings.give_soon(maker, *args, **kwargs)

    def get(self, model: type[M], pk: int) -> M:
        """Return a row of the actor's own conference, unlocked.

        Raises NotFound for a row that is missing or belongs to another conference: the two look alike.
        """
        return self._find(model, model._base_manager.all(), pk)

    def lock(self, model: type[M], pk: int) -> M:
        """Return a row as `get` does and hold it until the act ends.

        Facts that decide must be read under the lock of the record they belong to.
        """
        row = self._find(model, model._base_manager.select_for_update(of=("self",)), pk)
        self.subject = self.subject or record_name(row)
        return row

    def _find(self, model: type[M], rows: models.QuerySet[M], pk: int) -> M:
        row = rows.filter(pk=pk).first()
        own = self.actor.conference_id
        if row is None or (own is not None and getattr(row, "conference_id", own) != own):
            raise missing(model, pk)
        return row

    def create(self, row: M) -> M:
        """Store a new row and note all its values.

        Raises BadInput for a text that is longer than its column.
        """
        columns = row._meta.concrete_fields
        check_lengths(type(row), {column.attname: getattr(row, column.attname) for column in columns})
        models.Model.save(row, force_insert=True)
        self.changes.append({"record": record_name(row), "op": "create", "new": _values(row)})
        self.subject = self.subject or record_name(row)
        return row

    def create_many(self, rows: list[M]) -> list[M]:
        """Store rows of one kind, each noted as `create` does."""
        return [self.create(row) for row in rows]

    def change(self, row: M, **values: Any) -> M:
        """Set the named columns if the row is still at the version that was read.

        Raises Conflict when somebody else changed it first, BadInput for a text longer than its column.
        Columns with equal values are left alone.
        """
        check_lengths(type(row), values)
        names = [row._meta.get_field(name).attname for name in values]  # type: ignore[union-attr]
        old, version = _values(row, names), row.version
        for name, value in values.items():
            setattr(row, name, value)
        new = _values(row, names)
        if new == old and not row.SECRET & set(values):
            return row
        row.version = version + 1
        raw = {name: getattr(row, name) for name in names}
        own: models.QuerySet[M] = models.QuerySet(type(row)).filter(pk=row.pk, version=version)
        if own.update(version=row.version, **raw) != 1:
            raise overtaken()
        self.changes.append({"record": record_name(row), "op": "change", "old": old, "new": new})
        self.subject = self.subject or record_name(row)
        return row

    def move(self, row: M, machine: Machine, **values: Any) -> M:
        """Move a row to the state the table gives for this action, with other values.

        Raises WrongState where the table has no row from the present state.
        """
        return self.move_as(self.action, row, machine, **values)

    def move_as(self, name: str, row: M, machine: Machine, **values: Any) -> M:
        """Move a row by the table's row of another action, of which this act is a part."""
        state = machine.step(name, str(getattr(row, "state")))  # noqa: B009 - every machine's row has one
        return self.change(row, state=state, **values)

    def require_version(self, row: Recorded, seen: int | None) -> None:
        """Refuse when the row is no longer at the version the person saw."""
        if seen is not None and row.version != seen:
            raise Conflict(
                "你打开之后，这条记录已被别人改动。",
                rule="不得覆盖他人的改动",
                next_step="请对照新内容合并后再提交。",
            )

    def cite(self, basis: Basis) -> None:
        """Note a clause that this act rests on."""
        if basis not in self.bases:
            self.bases.append(basis)

    def notify(
        self,
        title: str,
        *,
        about: Recorded,
        unit: int | None = None,
        seat: int | None = None,
        office: bool = False,
    ) -> None:
        """Put a notice to a unit, a seat or the office into the outbox."""
        notice = Notice(
            title=title,
            subject=record_name(about),
            to_unit_id=unit,
            to_seat_id=seat,
            to_office=office,
            conference_id=self.chain,
            at=self.at,
        )
        check_lengths(Notice, {"title": notice.title, "subject": notice.subject})
        self.notices.append(notice)
