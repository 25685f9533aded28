"""Importing somebody's own ledger: a spreadsheet is sent, looked at row by row, then applied as one act."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

from lianxi.bodies.models import Conference, cited
from lianxi.core.actors import OFFICE
from lianxi.core.basis import Basis
from lianxi.core.due import Derivation, due_on_date, extended, from_dict
from lianxi.core.fields import File, One, Seen
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import on
from lianxi.ledger.actions.checks import tracking_basis
from lianxi.ledger.actions.entering import REGISTER
from lianxi.ledger.actions.timing import SeriousAfter
from lianxi.ledger.models import NO_DUE_DATE, CoUnit, DueDate, ImportedRow, LedgerSheet, Obligation
from lianxi.ledger.queries.sheets import AT_ONCE, SheetPlan, plan_read, read_ledger
from lianxi.ledger.rules import OBLIGATION, SHEET, Origin
from lianxi.ledger.rules.importing import Meant, PlannedRow
from lianxi.papers.files import Upload, read_file, store_file
from lianxi.papers.issuing import draw_number


@action("ledger.sheet.send", "上传台账表格", who=OFFICE)
def send_sheet(act: Act, *, file: Annotated[Upload, File("表格文件")]) -> LedgerSheet:
    """Keep a spreadsheet to be imported; nothing enters the ledger yet.

    Raises BadInput for a file that is no table with the headings needed.
    """
    conference = Conference.objects.get(pk=act.chain)
    plan = plan_read(conference, act.read(read_ledger, file.name, file.content), day_of(act.at))
    sheet = LedgerSheet(conference=conference, name=file.name[-200:], state=SHEET.initial, sent_at=act.at)
    sheet.file = store_file(act, conference.pk, file)
    sheet.counts, sheet.unknown, sheet.sent_by = plan.counts, list(plan.unknown), act.actor.label
    act.create(sheet)
    act.subject = record_name(sheet)
    return sheet


@action(
    "ledger.sheet.discard",
    "放弃导入",
    who=OFFICE,
    deciding=on(LedgerSheet, "sheet_id", stands(SHEET, "ledger.sheet.discard")),
)
def discard_sheet(act: Act, *, sheet_id: Annotated[int, One("导入表格")]) -> LedgerSheet:
    """Put a sent spreadsheet aside."""
    return act.move(act.lock(LedgerSheet, sheet_id), SHEET)


@action(
    "ledger.sheet.apply",
    "导入台账表格",
    who=OFFICE,
    deciding=on(LedgerSheet, "sheet_id", stands(SHEET, "ledger.sheet.apply")),
)
def apply_sheet(
    act: Act, *, sheet_id: Annotated[int, One("导入表格")], seen: Annotated[str, Seen()]
) -> LedgerSheet:
    """Enter what the preview showed: new rows as obligations, changed rows as changes.

    `seen` is the digest of the plan that was looked at. Raises Conflict where the ledger has moved since,
    BadInput while a row is wrong: a sheet is applied whole or not at all.
    """
    sheet = act.lock(LedgerSheet, sheet_id)
    table = act.read(read_ledger, sheet.name, read_file(sheet.file))
    # Two sheets at once would both find a row new: the conference's row is the lock of the register.
    conference = Conference.objects.select_for_update(no_key=True).get(pk=act.chain)
    plan = plan_read(conference, table, day_of(act.at))
    _require_seen(plan, seen)
    new = [row for row in plan.rows if row.creates]
    changed = [row for row in plan.rows if row.alters]
    basis = tracking_basis(act)
    if new:
        _enter(act, sheet, new, basis)
    if changed:
        _alter(act, sheet, changed)
    act.move(sheet, SHEET, applied_at=act.at, counts=plan.counts)
    if basis.clause:
        act.cite(basis)
    return sheet


def _require_seen(plan: SheetPlan, seen: str) -> None:
    wrong = plan.counts["error"]
    if wrong:
        raise BadInput(
            f"表中还有 {wrong} 行错误，没有导入任何一行。",
            rule="一张表整体导入",
            next_step="请按逐行说明改正表格后重新上传。",
        )
    if plan.digest != seen:
        raise Conflict(
            "你看过预览之后，台账有了变化。",
            rule="导入的内容须与所看预览一致",
            next_step="请刷新预览，看过后再导入。",
        )


def _enter(act: Act, sheet: LedgerSheet, rows: Sequence[PlannedRow], basis: Basis) -> None:
    own = [(row.meant, number) for number, row in enumerate(rows) if row.meant is not None]
    first = draw_number(act, sheet.conference, REGISTER, day_of(act.at).year, len(own))
    after = SeriousAfter(sheet.conference_id, day_of(act.at))
    made = [_obligation(act, sheet, meant, first + at, basis) for meant, at in own]
    for row in made:
        row.due_derivation, row.serious_on = after.stored(row.due_derivation), after.on(row.due_on)
    act.create_batch(made)
    pairs = [(obligation, meant) for obligation, (meant, _at) in zip(made, own, strict=True)]
    of = sheet.conference_id
    act.create_batch([_due_date(act, row, "imported") for row in made])
    parts = [
        CoUnit(conference_id=of, obligation=row, unit_id=unit)
        for row, meant in pairs
        for unit in meant.co_ids
    ]
    if parts:
        act.create_batch(parts)
    act.create_batch(
        [ImportedRow(conference_id=of, key=meant.key, obligation=row, sheet=sheet) for row, meant in pairs]
    )
    done = [(row, {"closed_at": act.at}) for row, meant in pairs if meant.is_done]
    if done:
        act.move_batch(done, OBLIGATION)
    _tell(act, sheet, [meant for _row, meant in pairs if not meant.is_done])


def _obligation(act: Act, sheet: LedgerSheet, meant: Meant, number: int, basis: Basis) -> Obligation:
    year = day_of(act.at).year
    row = Obligation(
        conference_id=sheet.conference_id,
        year=year,
        sequence=number,
        number=f"{year}-{number:03d}",
        title=meant.title,
        text=meant.text,
        cycle=meant.cycle,
        origin=Origin.ASSIGNMENT,
        source=record_name(sheet),
        source_label=meant.source_label,
        lead_unit_id=meant.lead_id,
        due_on=meant.due_on,
        due_order=meant.due_on or NO_DUE_DATE,
        evidence_wanted=meant.evidence_wanted,
        created_at=act.at,
        **cited(basis),
    )
    row.state = OBLIGATION.initial
    if meant.due_on is not None:
        row.due_derivation = _set_outright(sheet, meant).as_dict()
    return row


def _set_outright(sheet: LedgerSheet, meant: Meant) -> Derivation:
    assert meant.due_on is not None  # noqa: S101 - asked only for rows with a date
    return due_on_date(meant.due_on, rule="导入表格所列的日期", source=meant.source_label or sheet.name)


def _due_date(act: Act, row: Obligation, cause: str) -> DueDate:
    own = {"conference_id": row.conference_id, "obligation": row, "cause": cause, "at": act.at}
    return DueDate(due_on=row.due_on, serious_on=row.serious_on, derivation=row.due_derivation, **own)


def _alter(act: Act, sheet: LedgerSheet, rows: Sequence[PlannedRow]) -> None:
    wanted = {row.known.pk: row.meant for row in rows if row.known is not None and row.meant is not None}
    keys, found = list(wanted), []
    for start in range(0, len(keys), AT_ONCE):
        some = Obligation.objects.select_for_update().filter(pk__in=keys[start : start + AT_ONCE])
        found += list(some.order_by("pk"))
    pairs, moved, after = [], [], SeriousAfter(sheet.conference_id, day_of(act.at))
    for row in found:
        meant = wanted[row.pk]
        if meant.due_on != row.due_on:
            moved.append(row)
        pairs.append(
            (
                row,
                {
                    **meant.compared(),
                    "due_order": meant.due_on or NO_DUE_DATE,
                    **_timed(act, sheet, row, meant, after),
                },
            )
        )
    act.change_batch(pairs)
    if moved:
        act.create_batch([_due_date(act, row, "imported") for row in moved])


def _timed(
    act: Act, sheet: LedgerSheet, row: Obligation, meant: Meant, after: SeriousAfter
) -> dict[str, object]:
    if meant.due_on == row.due_on:
        return {"serious_on": row.serious_on, "due_derivation": row.due_derivation}
    derivation = after.stored(_moved(act, sheet, row, meant))
    return {"serious_on": after.on(meant.due_on), "due_derivation": derivation}


def _moved(act: Act, sheet: LedgerSheet, row: Obligation, meant: Meant) -> dict[str, object]:
    if meant.due_on is None:
        return {}
    if not row.due_derivation:
        return _set_outright(sheet, meant).as_dict()
    before = from_dict(row.due_derivation)
    return extended(
        before, meant.due_on, reason=f"导入表格“{sheet.name}”更正", changed_on=day_of(act.at)
    ).as_dict()


def _tell(act: Act, sheet: LedgerSheet, meant: Sequence[Meant]) -> None:
    """One notice to each unit, however many rows name it."""
    rows = Counter(unit for one in meant for unit in {one.lead_id, *one.co_ids})
    for unit, count in rows.items():
        act.notify(
            f"导入台账“{sheet.name[:80]}”：{count} 项由你单位主办或协办，请签收", about=sheet, unit=unit
        )
