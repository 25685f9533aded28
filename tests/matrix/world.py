"""The world of the full matrix: a played half year, one row of every kind of record, seats of two conferences."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from cast import Cast, found_cast
from lianxi.bodies.models import Conference, Tenure
from lianxi.bodies.models import Seat as SeatRow
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import SEAT_LABELS, Actor, SeatKind
from lianxi.core.rooms import machine_of, record_kinds
from lianxi.core.words import CHINA, day_of
from lianxi.stories.half_year import play_half_year

# A fixed moment: what is due, and who holds a seat, depends on the day.
AT = datetime(2026, 11, 25, 10, 0, tzinfo=CHINA)
OWN, OTHER, ELSEWHERE, NOBODY = "own unit", "other unit", "other conference", "nobody"
UNIT_COLUMNS = ("lead_unit_id", "unit_id", "named_unit_id", "to_unit_id")
WHOLES = ("obligation", "minutes", "topic", "meeting", "seat", "draft", "circular", "item", "paper")
# Rows of several units that make a record theirs too.
SHARES = ("counit_set",)
# Columns of plain text that only a few words may stand in, where no act has written them.
WORDS_OF = {"bodies.unitsuccession.kind": "renamed"}


@dataclass(frozen=True)
class Seat:
    """One acting seat and how it stands to a record."""

    actor: Actor
    relation: str

    @property
    def name(self) -> str:
        return f"{self.actor.kind.value} · {self.relation}"


@dataclass
class World:
    """The played conference, another one that has nothing to do with it, and the acting seats of both."""

    conference: Conference
    elsewhere: Cast
    made: dict[str, str]  # kind of record → how its row came about

    def seats_for(self, row: models.Model) -> list[Seat]:
        """Choose of each kind of seat one of the record's own units and one of another, then strangers."""
        units, found = units_of(row), []
        for kind in SeatKind:
            of_kind = [actor for actor in self._actors if actor.kind is kind]
            own = next((one for one in of_kind if one.unit_id in units), None)
            other = next((one for one in of_kind if one.unit_id not in units), None)
            found += [Seat(one, where) for one, where in ((own, OWN), (other, OTHER)) if one is not None]
        elsewhere = [self.elsewhere.director, self.elsewhere.convener, self.elsewhere.member("市住建局")]
        found += [Seat(actor, ELSEWHERE) for actor in elsewhere]
        visitor = Actor(kind=SeatKind.VISITOR, label=SEAT_LABELS[SeatKind.VISITOR])
        return [*found, Seat(visitor, NOBODY)]

    def __post_init__(self) -> None:
        rows = Tenure.objects.filter(conference=self.conference, ends_before__isnull=True)
        self._actors = [actor_for(row) for row in rows.select_related("seat__unit").order_by("pk")]


def units_of(row: models.Model, depth: int = 2) -> set[int]:
    """Name the units that a record, or the whole it is part of, belongs to."""
    units = {getattr(row, column, None) for column in UNIT_COLUMNS}
    for share in SHARES:
        if hasattr(row, share):
            units |= set(getattr(row, share).values_list("unit_id", flat=True))
    if not hasattr(row, "seat") and getattr(row, "seat_id", None):
        units |= set(SeatRow.objects.filter(pk=row.seat_id).values_list("unit_id", flat=True))
    if depth:
        for whole in WHOLES:
            part_of = getattr(row, whole, None)
            if isinstance(part_of, models.Model):
                units |= units_of(part_of, depth - 1)
    return {unit for unit in units if unit}


def build() -> World:
    """Play the half year, found the other conference, and make a row of every kind that has none."""
    conference = play_half_year(AT, with_district=True)
    elsewhere = found_cast("晋江市职业病防治工作联席会议", "JJ")
    made = {table: _row_of(table, conference) for table in record_kinds()}
    return World(conference, elsewhere, made)


def model_of(table: str) -> type[models.Model]:
    """Return the table of a kind of record."""
    return apps.get_model(table)


def rows_of(table: str, conference: Conference) -> models.QuerySet[Any]:
    """Give the rows of a kind that belong to a conference, or to all where the kind belongs to none."""
    model = model_of(table)
    rows = models.QuerySet(model).order_by("pk")
    names = {column.attname for column in model._meta.concrete_fields}
    if table == "law.instrumentversion":
        # Documents stand once for all conferences: the played one's own is looked at.
        return rows.filter(instrument__code=conference.instrument)
    return rows.filter(conference_id=conference.pk) if "conference_id" in names else rows


def states_of(table: str) -> list[str]:
    """Name the states a record of this kind can stand in; one without a name where it has no machine."""
    machine = machine_of(table)
    return [state.value for state in machine.states] if machine else [""]


def _row_of(table: str, conference: Conference) -> str:
    if rows_of(table, conference).exists():
        return "played"
    try:
        with transaction.atomic():
            make(model_of(table), conference)
    except (IntegrityError, ValueError, TypeError) as wrong:
        return f"no row: {type(wrong).__name__}"
    return "made"


def make(model: type[models.Model], conference: Conference, depth: int = 3) -> models.Model:
    """Store one row with plain values, its references to rows of the conference."""
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.primary_key and not column.is_relation and model._meta.label_lower != "journal.chain":
            continue
        values[column.attname] = _value(column, conference, depth)
    row = model(**{name: value for name, value in values.items() if value is not None})
    models.Model.save(row, force_insert=True)
    return row


def _value(column: Any, conference: Conference, depth: int) -> Any:
    if column.attname == "conference_id":
        return conference.pk
    if isinstance(column, models.ForeignKey):
        if column.null:
            return None
        table = column.related_model._meta.label_lower
        row = rows_of(table, conference).first()
        return row.pk if row else make(column.related_model, conference, depth - 1).pk if depth else None
    machine = machine_of(column.model._meta.label_lower)
    if column.name == "state" and machine is not None:
        return machine.initial
    if column.has_default() or column.null:
        return None
    kinds: tuple[tuple[type, Any], ...] = (
        (models.DateTimeField, AT),
        (models.DateField, day_of(AT)),
        (models.JSONField, {}),
        (models.BooleanField, False),
        (models.DecimalField, Decimal(1)),
        (models.IntegerField, 1),
        (models.FloatField, 1.0),
        (models.BinaryField, b""),
    )
    plain = WORDS_OF.get(
        f"{column.model._meta.label_lower}.{column.name}", "x" * min(6, column.max_length or 6)
    )
    return next((value for kind, value in kinds if isinstance(column, kind)), plain)


def stand(row: models.Model, state: str) -> None:
    """Put a row into a state past its writer, for a look that is rolled back."""
    if state:
        models.QuerySet(type(row)).filter(pk=row.pk).update(state=state)


def later(days: int) -> date:
    """Return a day some days after the fixed moment."""
    return date.fromordinal(day_of(AT).toordinal() + days)
