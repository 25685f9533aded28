"""`sight(actor, record)` and the same rule as a query: what a seat sees of one record, of a list, of an entry.

The grants stand in the faces (`core.sight`); here they become conditions of the database, so that a list, its
count and the look at one record come from one text. Deny by default: a kind without a face is seen by nobody.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, reduce
from operator import add
from typing import Any, TypeAlias, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.rooms import load, record_kinds
from lianxi.core.sight import ANYTHING, BLIND, UNSTATED, Grant, Level, Sees, Sight, Who
from lianxi.journal.disclosing import disclosed, released_moment

M = TypeVar("M", bound=models.Model)
# A condition that holds for no row.
NEVER = Q(pk__in=())
# The public and a person stand in no conference.
_OUTSIDE = (Who.PUBLIC, Who.PERSON)
# Of the program itself: no door of a person ever acts as one of these.
_PROGRAMS = (SeatKind.INSTALLER, SeatKind.TIMER)


def sees_of(model: type[models.Model]) -> Sees:
    """Return what the face of a table's room declares; nothing where it declares none."""
    kind = record_kinds().get(model._meta.label_lower)
    return kind.sight if kind is not None else UNSTATED


def seen(actor: Actor, rows: QuerySet[M], level: Level = Level.ROW) -> QuerySet[M]:
    """Cut a list to what an actor sees at a level at least: the one filter of pages, counts, exports and files."""
    return rows.filter(seen_q(actor, rows.model, level))


def seen_by(actor: Actor | None, rows: QuerySet[M]) -> QuerySet[M]:
    """Cut a list to what an actor sees; whole for the program itself, which asks for nobody."""
    return rows if actor is None else seen(actor, rows)


def seen_q(actor: Actor, model: type[models.Model], level: Level = Level.ROW) -> Q:
    """Return the condition under which an actor sees a row of a table at a level at least."""
    return _Conditions(actor, model).any_of(level)


def sight(actor: Actor, record: models.Model) -> Sight:
    """Return how much of a record an actor sees, and which of its columns."""
    name = f"{record._meta.label_lower}:{record.pk}"
    return sights_of(actor, [name])[name]


def sights_of(actor: Actor, records: Iterable[str]) -> dict[str, Sight]:
    """Return what an actor sees of records by their names in the journal (meetings.topic:3): one look-up for all.

    A record that is not there looks like one that is not the actor's.
    """
    found = dict.fromkeys(records, BLIND)
    wanted: dict[str, list[int]] = defaultdict(list)
    for record in found:
        table, _colon, number = record.rpartition(":")
        if number.isdecimal() and len(number) < 18 and table in record_kinds():
            wanted[table].append(int(number))
    known: _Known = {}
    told = [
        (table, _look(_Conditions(actor, apps.get_model(table), known), place, keys))
        for place, (table, keys) in _numbered(wanted)
    ]
    asked = [rows for _table, rows in told if rows is not None]
    if not asked:
        return found
    tables = [table for table, _rows in told]
    for row in asked[0].union(*asked[1:], all=True):
        table = tables[row["_place"]]
        model = apps.get_model(table)
        names = list(sees_of(model).fields)
        hidden = {name for place, name in enumerate(names) if not row["_own"] >> place & 1}
        level = Level(row["_level"])
        found[f"{table}:{row['pk']}"] = Sight(level, _columns(model, level, hidden), row["_since"])
    return found


def opened_at(actor: Actor, model: type[models.Model]) -> Any:
    """Return an annotation: the moment from which on a row is open to an actor, empty where it always was."""
    return _Conditions(actor, model).moment()


def is_unbound(actor: Actor, record: str) -> bool:
    """Tell whether a record that an actor sees was open to it from its first entry on, whichever record it is."""
    told = _Conditions(actor, apps.get_model(record.partition(":")[0]))
    return not told.opened() or told.unbound() in (Q(), told.home)


def _numbered(wanted: dict[str, list[int]]) -> Iterator[tuple[int, tuple[str, list[int]]]]:
    return enumerate(sorted(wanted.items()))


def _look(told: "_Conditions", place: int, keys: list[int]) -> QuerySet[Any, Any] | None:
    """Ask of rows of one table, so that tables can be asked together; None where nobody sees any of it."""
    model, sees = told.model, told.sees
    if not sees.grants:
        return None
    levels = sorted({one.level for one in sees.capped} | {Level.ROW}, reverse=True)
    own = [
        _choose([(told.join(grants), Value(1 << at))], Value(0))
        for at, grants in enumerate(sees.fields.values())
    ]
    asked = {
        "_place": Value(place),
        "_level": _choose([(told.any_of(level), Value(int(level))) for level in levels], Value(0)),
        "_own": reduce(add, own, Value(0)),
        "_since": told.moment(),
    }
    rows = model._default_manager.filter(pk__in=keys).order_by()
    found: QuerySet[Any, Any] = rows.annotate(**asked).values("pk", *asked)
    return found


# Cast, because a union of tables has to agree on the type of a column that is empty in the first of them.
_NO_MOMENT = Cast(Value(None), models.DateTimeField(null=True))


def _choose(cases: list[tuple[Q, Any]], otherwise: Any) -> Any:
    """Choose the value of the first condition that holds; those that hold always or never are settled here."""
    kept = []
    for condition, value in cases:
        if not condition:
            otherwise = value
            break
        if condition != NEVER:
            kept.append(When(condition, then=value))
    return Case(*kept, default=otherwise) if kept else otherwise


def _columns(model: type[models.Model], level: Level, hidden: set[str]) -> frozenset[str]:
    sees, every = sees_of(model), {column.attname for column in model._meta.concrete_fields}
    shown = {
        Level.ROW: every,
        Level.EMPLOYER: {"id", *sees.employer, *sees.status},
        Level.STATUS: {"id", *sees.status},
    }.get(level, set())
    return frozenset(name for name in shown if name.removesuffix("_id") not in hidden and name not in hidden)


# What is known of an actor's conditions while one question is asked: many tables point at the same few.
_Known: TypeAlias = dict[tuple[type[models.Model], Level], Q]


class _Conditions:
    """The grants of one table as conditions for one actor. An empty condition holds for every row."""

    def __init__(self, actor: Actor, model: type[models.Model], known: _Known | None = None) -> None:
        self.actor, self.model, self.sees = actor, model, sees_of(model)
        self.known: _Known = {} if known is None else known
        self.later = disclosed(actor, model) if self.sees.grants else None
        self.home = self._of(self.sees.home) if self.sees.grants else NEVER

    def any_of(self, level: Level) -> Q:
        """Return under which condition a row is seen at a level at least."""
        if (self.model, level) not in self.known:
            self.known[self.model, level] = self._any_of(level)
        return self.known[self.model, level]

    def _any_of(self, level: Level) -> Q:
        told = self.join(tuple(one for one in self.sees.capped if one.level >= level), level)
        return told if self.later is None or told in (Q(), self.home) else _joined([told, self._disclosed()])

    def _disclosed(self) -> Q:
        return NEVER if self.later is None else Q(pk__in=self.later.values("record_id"))

    def unbound(self) -> Q:
        """Return under which condition a row is seen whole whatever its moments are."""
        return self.join(tuple(one for one in self.sees.capped if not one.since and one.level is Level.ROW))

    def opened(self) -> list[tuple[Q, Any]]:
        """Return the grants that hold from a moment on, each with that moment."""
        later: list[tuple[Q, Any]] = [
            (self.join((one,)), F(one.since)) for one in self.sees.capped if one.since
        ]
        if self.later is not None and self.unbound() not in (Q(), self.home):
            later.append((self._disclosed(), released_moment(self.later)))
        return [one for one in later if one[0] != NEVER]

    def moment(self) -> Any:
        """Give the moment from which on a row is open to the actor; empty where it always was.

        The first grant that has opened decides: a face names them in the order in which they open.
        """
        opened: list[Any] = [_choose([one], _NO_MOMENT) for one in self.opened()]
        later: Any = Coalesce(*opened, _NO_MOMENT) if opened else _NO_MOMENT
        return _choose([(self.unbound(), _NO_MOMENT)], later)

    def join(self, grants: tuple[Grant, ...], level: Level = Level.ROW) -> Q:
        """Join grants by OR."""
        found = [(one, self._grant(one, level)) for one in grants]
        found = [(one, condition) for one, condition in found if condition != NEVER]
        if any(condition == self.home for _one, condition in found):
            # What holds for every row of the conference leaves over only what reaches beyond it: planners need no more.
            found = [(one, condition) for one, condition in found if one.home or one.who in _OUTSIDE]
            return _joined([self.home, *(condition for _one, condition in found)])
        return _joined([condition for _one, condition in found])

    def _of(self, path: str) -> Q:
        return self._points(path, self.actor.conference_id or 0) if path else Q()

    def _grant(self, grant: Grant, level: Level) -> Q:
        actor = self.actor
        if not grant.names(actor):
            return NEVER
        if actor.kind is SeatKind.INSTALLER:
            return Q()
        named = Q() if actor.kind in _PROGRAMS else self._named(grant, level)
        if named == NEVER:
            return NEVER
        condition = (Q() if grant.who in _OUTSIDE else self._of(grant.home or self.sees.home)) & named
        for column, values in grant.cases:
            is_null = column.endswith("__isnull")
            condition &= Q(**{column: values[0]}) if is_null else Q(**{f"{column}__in": values})
        for column, values in grant.barred:
            condition &= ~Q(**{f"{column}__in": values})
        return condition & Q(**{f"{grant.since}__isnull": False}) if grant.since else condition

    def _named(self, grant: Grant, level: Level) -> Q:
        """Return the condition that a row names the actor by one of the grant's paths; empty for open audiences."""
        if grant.who is Who.WHOLE:
            return _joined([part for path in grant.paths for part in self._wholes(path, level)])
        if not grant.paths:
            return Q()
        actor = self.actor
        if grant.who is Who.RULE:
            condition: Q = load(grant.paths[0])(actor)
            return condition
        wanted = {Who.UNIT: actor.unit_id, Who.SEAT: actor.seat_id, Who.PERSON: actor.person_id}[grant.who]
        return NEVER if wanted is None else _joined([self._points(path, wanted) for path in grant.paths])

    def _points(self, path: str, wanted: int) -> Q:
        """Return the condition that a path leads to a key; over rows that point back by a look-up of their own."""
        parts, model = path.split("__"), self.model
        for place, part in enumerate(parts):
            pointing = _pointing(model, part)
            if pointing:
                rest = "__".join(parts[place + 1 :]) or "pk"
                rows = pointing[0].related_model._default_manager.filter(**{rest: wanted})
                return Q(
                    **{f"{'__'.join(parts[:place]) or 'pk'}__in": rows.values(pointing[0].field.attname)}
                )
            model = getattr(model._meta.get_field(part), "related_model", None) or model
        return Q(**{path: wanted})

    def _wholes(self, path: str, level: Level) -> list[Q]:
        """Return the conditions that the actor sees the whole a row is part of, or a row that points at it."""
        pointing = _pointing(self.model, path)
        if pointing:
            return [part for relation in pointing for part in self._pointed_at(relation, level)]
        target: Any = self.model
        for part in path.split("__"):
            target = target._meta.get_field(part).related_model
        whole = _Conditions(self.actor, target, self.known)
        condition = whole.any_of(level)
        if condition == NEVER:
            return [NEVER]
        # The part is of the conference of its whole.
        if not condition or condition == whole.home:
            may_miss = self.model._meta.get_field(path.partition("__")[0]).null
            return [Q(**{f"{path}__isnull": False}) if may_miss else Q()]
        return [Q(**{f"{path}__in": target._default_manager.filter(condition).values("pk")})]

    def _pointed_at(self, relation: Any, level: Level) -> list[Q]:
        model, column = relation.related_model, relation.field
        told = _Conditions(self.actor, model, self.known)
        grants = told.sees.fields.get(column.name)
        condition = told.any_of(level)
        if condition == NEVER:
            return [NEVER]
        if grants is not None:
            condition &= told.join(grants)
        rows = model._default_manager.filter(condition, **{f"{column.name}__isnull": False})
        return [Q(pk__in=rows.values(column.attname))]


def _joined(parts: list[Q]) -> Q:
    """Join conditions by OR; one that always holds decides."""
    joined = NEVER
    for one in parts:
        if not one:
            return Q()
        if one != NEVER:
            joined = one if joined == NEVER else joined | one
    return joined


def _pointing(model: type[models.Model], name: str) -> list[Any]:
    """Return the relations of rows that point here under a name (ANYTHING: all); none for a column of the table."""
    if name == ANYTHING:
        kinds = record_kinds()
        return [one for one in _back(model) if one.related_model._meta.label_lower in kinds]
    return [one for one in _back(model) if one.name == name]


@cache
def _back(model: type[models.Model]) -> tuple[Any, ...]:
    fields: list[Any] = list(model._meta.get_fields(include_hidden=True))
    return tuple(one for one in fields if one.auto_created and not one.concrete and one.is_relation)
