"""Rows: entered, corrected and taken away one by one, or all at once from a sheet; every version is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from django.db.models import QuerySet

from lianxi.core.actors import UNIT_SPEAKERS
from lianxi.core.canonical import canonical
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, File, Lines, One, Seen, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.papers.files import Upload
from lianxi.work.actions.checks import open_return, owner_of, require_period
from lianxi.work.facts import on_arrangement, on_row
from lianxi.work.models import Arrangement, Row
from lianxi.work.queries.knowing import known_for, names_known
from lianxi.work.queries.records import current
from lianxi.work.queries.sheets import ReadRows, RowFault, read_rows
from lianxi.work.rules import filling
from lianxi.work.rules.forms import Form, read_form
from lianxi.work.rules.periods import Period, read_period
from lianxi.work.rules.rows import check_row, key_of, period_fault

# What a refusal says itself; the page and the file say all.
SAID = 5
AT_ONCE = 900


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows stand: under which arrangement, of which unit, about which period."""

    row: Arrangement
    unit_id: int
    span: Period

    def standing(self) -> QuerySet[Row]:
        """Return the rows that stand there."""
        rows = Row.objects.filter(line_id=self.row.line_id, unit_id=self.unit_id, about=self.span.last)
        return rows.filter(until__isnull=True, removed=False)


class RowsRefused(BadInput):
    """Rows with faults: none of them is stored. `faults` are all of them, by row."""

    code: ClassVar[str] = "rows_refused"
    faults: tuple[RowFault, ...] = ()


def refuse_rows(faults: Sequence[RowFault]) -> RowsRefused:
    """Refuse rows with their faults, the first few in the sentence."""
    first = "".join(f"{one.where}：{one.sentence}" for one in faults[:SAID])
    more = f"……共 {len(faults)} 处。" if len(faults) > SAID else ""
    told = RowsRefused(
        f"有 {len({one.where for one in faults})} 行不能存入：{first}{more}",
        rule="一张表整体存入，有错的一行也不存",
        next_step="请按逐行说明改正后重新提交；没有存入任何内容。",
    )
    told.faults = tuple(faults)
    return told


def read_lines(values: Sequence[str]) -> dict[str, str]:
    """Read values written name=value. Raises BadInput for a line that is not."""
    found: dict[str, str] = {}
    for line in values:
        name, equals, value = line.partition("=")
        if not equals:
            raise BadInput("填写的内容没有写明是哪一栏。", next_step="请刷新页面后重新填写。")
        found[name] = value
    return found


@action(
    "work.row.add",
    "登记一行",
    who=UNIT_SPEAKERS,
    rule="由责任单位填报",
    deciding=on_arrangement(filling.fill),
)
def add_row(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    period: Annotated[str, Choice("期次")],
    values: Annotated[Sequence[str], Lines("内容", 1100)],
) -> Row:
    """Enter one row, its fields written name=value. Raises RowsRefused.

    A row with the key of one that stands is refused: that one is corrected.
    """
    row = act.lock(Arrangement, arrangement_id)
    place = _place(act, row, period)
    open_return(row, place.unit_id, place.span)
    form = read_form(row.form)
    told = _checked(act, form, values, place.span)
    key = key_of(form, told)
    if place.standing().filter(key=key).exists():
        what = "、".join(f"“{one.label}”" for one in form.keys) or "内容"
        raise BadInput(f"本期已有一行的{what}与此相同。", next_step="请打开那一行改正，不要再登一行。")
    act.cite(row.basis)
    return act.create(_new(act, place, key, told))


@action(
    "work.row.correct", "改正一行", who=UNIT_SPEAKERS, rule="由责任单位填报", deciding=on_row(filling.correct)
)
def correct_row(
    act: Act,
    *,
    row_id: Annotated[int, One("登记行")],
    values: Annotated[Sequence[str], Lines("内容", 1100)],
    seen: Annotated[int | None, Seen()] = None,
) -> Row:
    """Put a new version in the place of a row; the former one stays readable. Raises as `add_row` does."""
    old, place = _held(act, row_id)
    act.require_version(old, seen)
    form = read_form(place.row.form)
    told = _checked(act, form, values, place.span)
    key = key_of(form, told)
    if key != old.key and place.standing().filter(key=key).exists():
        raise BadInput("本期已有另一行与改后的内容相同。", next_step="请核对后再改。")
    act.change(old, until=act.at)
    new = _new(act, place, key, told)
    new.edition = old.edition + 1
    return act.create(new)


@action(
    "work.row.remove", "删去一行", who=UNIT_SPEAKERS, rule="由责任单位填报", deciding=on_row(filling.correct)
)
def remove_row(
    act: Act, *, row_id: Annotated[int, One("登记行")], reason: Annotated[str, Words("理由", 300)]
) -> Row:
    """Take a row away from a period on; its versions stay readable."""
    old, place = _held(act, row_id)
    act.remark = filled(reason, "理由", 300)
    act.change(old, until=act.at)
    new = _new(act, place, old.key, old.values)
    new.edition, new.removed = old.edition + 1, True
    return act.create(new)


def _held(act: Act, row_id: int) -> tuple[Row, Place]:
    old = act.lock(Row, row_id)
    row, span = current(old.line), read_period(old.period)
    open_return(row, old.unit_id, span)
    act.cite(row.basis)
    return old, Place(row, old.unit_id, span)


def _place(act: Act, row: Arrangement, period: str) -> Place:
    return Place(row, owner_of(row, act.actor), require_period(row, period, day_of(act.at)))


def _checked(act: Act, form: Form, values: Sequence[str], span: Period) -> dict[str, Any]:
    checked = check_row(form, read_lines(values), known_for(act.chain, day_of(act.at)))
    faults = [*checked.faults]
    if late := period_fault(form, checked.values, span.first, span.last):
        faults.append(late)
    if faults:
        told = RowsRefused("".join(one.sentence for one in faults[:SAID]))
        told.faults = tuple(RowFault(one.field, one.sentence) for one in faults)
        raise told
    return checked.values


def _new(act: Act, place: Place, key: str, values: dict[str, Any]) -> Row:
    return Row(
        conference_id=act.chain,
        line_id=place.row.line_id,
        unit_id=place.unit_id,
        period=place.span.code,
        about=place.span.last,
        key=key,
        values=values,
        form_version=place.row.form_version,
        at=act.at,
        seat_id=act.actor.seat_id or 0,
        by=act.actor.label,
    )


NEW_COLUMNS = (
    "conference_id", "line_id", "unit_id", "period", "about", "key", "values", "form_version", "edition", "removed",
    "at", "until", "seat_id", "by",
)  # fmt: skip


@action(
    "work.row.upload",
    "上传登记表",
    who=UNIT_SPEAKERS,
    rule="由责任单位填报",
    deciding=on_arrangement(filling.fill),
)
def upload_rows(
    act: Act,
    *,
    arrangement_id: Annotated[int, One("履职安排")],
    period: Annotated[str, Choice("期次")],
    file: Annotated[Upload, File("填好的表格")],
) -> Sequence[int]:
    """Store the rows of a filled sheet, whole or not at all, and give the ids of new versions.

    A row with the key of one that stands is a correction of it; one that says the same is left alone.
    Raises RowsRefused with every fault by row, BadInput for no such table.
    """
    row = act.lock(Arrangement, arrangement_id)
    place = _place(act, row, period)
    told: ReadRows = act.read(
        read_rows,
        file.name,
        file.content,
        form=canonical(row.form),
        names=names_known(act.chain, day_of(act.at)),
        span=(place.span.first, place.span.last),
    )
    if told.faults:
        raise refuse_rows(told.faults)
    if not told.rows:
        raise BadInput(f"“{file.name}”里没有填写任何一行。", next_step="没有的，请直接报“本期无此类事项”。")
    open_return(row, place.unit_id, place.span)
    made = act.create_rows(Row, NEW_COLUMNS, list(_placed(act, place, told)))
    if not made:
        raise BadInput("表中各行与已登记的完全相同，没有要存入的。", next_step="请直接报送。")
    act.cite(row.basis)
    return made


def _placed(act: Act, place: Place, told: ReadRows) -> Iterator[tuple[Any, ...]]:
    """Give the versions to store; those they take the place of are closed first."""
    known = {one.key: one for one in place.standing()}
    closed = [
        (known[key], {"until": act.at}) for key, values in told.rows if _differs(known.get(key), values)
    ]
    if closed:
        act.change_batch(closed)
    row, span = place.row, place.span
    seat, by = act.actor.seat_id or 0, act.actor.label
    for key, values in told.rows:
        old = known.get(key)
        if old is None or _differs(old, values):
            yield (
                act.chain, row.line_id, place.unit_id, span.code, span.last, key, values, row.form_version,
                old.edition + 1 if old else 1, False, act.at, None, seat, by,
            )  # fmt: skip


def _differs(old: Row | None, values: dict[str, Any]) -> bool:
    return old is not None and old.values != values
