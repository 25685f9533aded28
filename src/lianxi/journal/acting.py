"""The one writer: `action` registers what can happen, `Act` is the transaction in which it does.

Every action runs in this order: the acting seat is checked (deny by default), a transaction opens, the
body loads and locks its facts, asks the pure rules, and writes through the Act; the Act then appends one
journal entry with every old and new value, and the notices, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, ClassVar, Concatenate, Generic, ParamSpec, TypeVar

from django.db import models, transaction

from lianxi.core.actors import Actor, SeatKind, describe
from lianxi.core.basis import Basis
from lianxi.core.canonical import canonical, encoded, jsonable
from lianxi.core.refusals import Conflict, NotFound, NotPermitted
from lianxi.core.rooms import SEAT_HELD, followers
from lianxi.core.transitions import Machine
from lianxi.journal import batches
from lianxi.journal.chain import GENESIS, link_hash
from lianxi.journal.checks import check_lengths, overtaken
from lianxi.journal.clock import require_clock
from lianxi.journal.models import Chain, Entry, Notice, Span, Touch
from lianxi.journal.packing import BLOCK, ROWS_AN_ENTRY, Batch, groups, runs_of
from lianxi.journal.recorded import Recorded
from lianxi.journal.signatures import PayloadField, read_payload

P = ParamSpec("P")
R = TypeVar("R")
M = TypeVar("M", bound=Recorded)

INSTALLATION_CHAIN = 0


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
class Act:
    """One act under way. Only its methods write recorded tables; all of them note what they change."""

    actor: Actor
    at: datetime
    action: str
    chain: int = INSTALLATION_CHAIN
    bases: list[Basis] = field(default_factory=list)
    subject: str = ""
    remark: str = ""
    changes: list[dict[str, Any] | Batch] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    parts: int = 0  # entries already appended for this act
    waiting: int = 0  # rows of batches that wait for the next one
    _head: Chain | None = None

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
            label = model._meta.verbose_name
            raise NotFound(
                f"没有找到这条{label}（编号 {pk}）。",
                rule="只能办理本联席会议的记录",
                next_step="请从列表中重新打开。",
            )
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

    def create_batch(self, rows: Sequence[M]) -> Sequence[M]:
        """Store many new rows of one kind at once; each has its id afterwards.

        Noted compactly, in entries of bounded size. Raises BadInput as `create` does.
        """
        for group in groups(rows):
            self._note_batch(batches.insert(group))
        return rows

    def create_rows(self, model: type[M], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[int]:
        """Store new rows given as values in the order of `names`, and give their ids.

        As `create_batch`, for rows by the ten thousand: no objects are made. Other columns take their default.
        """
        ids: list[int] = []
        for group in groups(rows):
            batch = batches.insert_values(model, names, group)
            self._note_batch(batch)
            ids += batch.ids
        return ids

    def change_batch(self, pairs: Iterable[tuple[M, Mapping[str, Any]]]) -> int:
        """Set columns of many rows of one kind at once: pairs of a row and its new values.

        All pairs name the same columns. Rows with equal values are left alone; the number of changed rows
        is given. Raises Conflict when somebody else changed one first, BadInput as `change` does.
        """
        return self._change_ingroups(pairs, may_move=False)

    def change_rows(
        self,
        model: type[M],
        names: Sequence[str],
        rows: Iterable[tuple[int, int, Sequence[Any], Sequence[Any]]],
    ) -> int:
        """Set columns of many rows given as (id, version, old values, new values).

        As `change_batch`, for rows by the ten thousand that were read as values; raises as it does.
        """
        if "state" in names:
            raise ValueError("a state changes by its table: move_batch")
        return sum(self._note_batch(batches.change_values(model, names, some)) for some in groups(rows))

    def move_batch(self, pairs: Iterable[tuple[M, Mapping[str, Any]]], machine: Machine) -> int:
        """Move many rows by this action's row of the table, with other values.

        Raises as `move` and `change_batch` do.
        """

        def moved() -> Iterator[tuple[M, Mapping[str, Any]]]:
            for row, values in pairs:
                state = machine.step(self.action, str(getattr(row, "state")))  # noqa: B009
                yield row, {**values, "state": state}

        return self._change_ingroups(moved(), may_move=True)

    def _change_ingroups(self, pairs: Iterable[tuple[M, Mapping[str, Any]]], *, may_move: bool) -> int:
        changed = 0
        for group in groups(pairs):
            if not may_move and "state" in group[0][1]:
                raise ValueError("a state changes by its table: move_batch")
            changed += self._note_batch(batches.change(group))
        return changed

    def _note_batch(self, batch: Batch | None) -> int:
        if batch is None:
            return 0
        count = len(batch.ids)
        if self.waiting and self.waiting + count > ROWS_AN_ENTRY:
            self._append(ends=False)
            self.changes, self.waiting = [], 0
        self.changes.append(batch)
        self.waiting += count
        self.subject = self.subject or f"{batch.table}:{batch.ids[0]}"
        return count

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

    def _append(self, *, ends: bool = True) -> Entry:
        """Append the changes so far; an act that is not at its end goes on in another entry."""
        self.parts += 1
        chain = self._head or self._take_head()
        seq, prev = chain.seq + 1, chain.head or GENESIS
        part = {} if ends and self.parts == 1 else {"part": self.parts}
        body = self._body({**part, "seq": seq, "chain": self.chain})
        entry = Entry.objects.create(
            chain=chain,
            seq=seq,
            at=self.at,
            action=self.action,
            actor=self.actor.label,
            seat_id=self.actor.seat_id,
            subject=self.subject,
            body=body,
            prev_hash=prev,
            hash=link_hash(prev, body),
        )
        chain.seq, chain.head = seq, entry.hash
        Chain.objects.filter(pk=chain.pk).update(seq=seq, head=entry.hash)
        self._index(entry)
        if ends:
            for notice in self.notices:
                notice.entry, notice.conference_id = entry, self.chain
            Notice.objects.bulk_create(self.notices)
        return entry

    def _take_head(self) -> Chain:
        Chain.objects.get_or_create(pk=self.chain)
        self._head = Chain.objects.select_for_update().get(pk=self.chain)
        last = Entry.objects.filter(chain=self._head, seq=self._head.seq).values_list("at", flat=True).first()
        require_clock(self.at, last)
        return self._head

    def _index(self, entry: Entry) -> None:
        """Note which records the entry touched: singles one by one, batches by their runs of ids."""
        many = [(change.table, change.ids) for change in self.changes if isinstance(change, Batch)]
        records = dict.fromkeys(c["record"] for c in self.changes if not isinstance(c, Batch))
        Touch.objects.bulk_create([Touch(entry=entry, record=record) for record in records])
        Span.objects.bulk_create(
            [
                Span(entry=entry, table=table, block=first // BLOCK, first=first, last=last)
                for table, first, last in runs_of(many)
            ]
        )

    def _body(self, place: dict[str, Any]) -> str:
        """Write the entry's canonical text; of the changes, by far the most of it, batches have theirs already."""
        actor = self.actor
        told = {
            "at": self.at,
            "action": self.action,
            "actor": {
                "label": actor.label,
                "kind": actor.kind,
                "seat": actor.seat_id,
                "unit": actor.unit_id,
                "person": actor.person_id,
            },
            "subject": self.subject,
            "remark": self.remark,
            "basis": [basis.as_dict() for basis in self.bases],
            **place,
        }
        texts = {name: canonical(value) for name, value in told.items()}
        changes = (one.text if isinstance(one, Batch) else encoded(one) for one in self.changes)
        texts["changes"] = f"[{','.join(changes)}]"
        return "{" + ",".join(f'"{name}":{texts[name]}' for name in sorted(texts)) + "}"


@dataclass(frozen=True)
class Action(Generic[P, R]):
    """A registered action: call it as `action(actor, at, **payload)`; `within` runs it inside another act."""

    # A template that names an action means the action, not a call of it.
    do_not_call_in_templates: ClassVar[bool] = True

    id: str
    title: str
    who: frozenset[SeatKind]
    rule: str
    body: Callable[Concatenate[Act, P], R]
    ahead: Callable[..., object] | None = None

    def __call__(self, actor: Actor, at: datetime, /, *args: P.args, **kwargs: P.kwargs) -> R:
        self.require(actor)
        for name, value in kwargs.items():
            self.payload[name].check(value)
        if self.ahead is not None:
            self.ahead(**kwargs)
        with transaction.atomic():
            for is_held in followers(SEAT_HELD):
                is_held(actor, at)
            chain = actor.conference_id or INSTALLATION_CHAIN
            act = Act(actor=actor, at=at.astimezone(UTC), action=self.id, chain=chain)
            result = self.body(act, *args, **kwargs)
            if act.changes or act.notices:
                act._append()
            return result

    @cached_property
    def payload(self) -> Mapping[str, PayloadField]:
        """Give the action's fields by name, in the order of its signature."""
        return read_payload(self.body)

    def within(self, act: Act, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the body as a part of another act, whose own rule has permitted it."""
        return self.body(act, *args, **kwargs)

    def require(self, actor: Actor) -> None:
        """Refuse an actor whose kind of seat the action does not name."""
        if actor.kind not in self.who:
            raise NotPermitted(
                f"“{actor.label}”不能{self.title}。",
                rule=self.rule or f"{self.title}由{describe(self.who)}办理",
                next_step=f"请由{describe(self.who)}办理，或在右上角切换到相应席位。",
            )


catalogue: dict[str, Action[..., Any]] = {}


def action(
    id_: str,
    title: str,
    *,
    who: frozenset[SeatKind],
    rule: str = "",
    ahead: Callable[..., object] | None = None,
) -> Callable[[Callable[Concatenate[Act, P], R]], Action[P, R]]:
    """Register an action under its stable id (room.record.verb).

    `title` is the verb phrase shown to people, `who` the kinds of seat that may do it, `rule` the sentence
    shown when another kind tries. `ahead` gets the named arguments before any lock is taken, to read a file.
    """

    def register(body: Callable[Concatenate[Act, P], R]) -> Action[P, R]:
        if id_ in catalogue:
            raise ValueError(f"two actions are called {id_}")
        registered = Action(id=id_, title=title, who=who, rule=rule, body=body, ahead=ahead)
        catalogue[id_] = registered
        return registered

    return register
