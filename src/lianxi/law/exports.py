"""Files that leave the house: a document's clauses and acts, and a comparison, as JSON, CSV and a DOCX table.

The same input gives the same bytes. A CSV opens in spreadsheet programs without running any cell as a formula.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from lianxi.law.comparing import RELATION_LABELS, Comparison, Counterpart, Row
from lianxi.law.reading import ClauseText, Reading
from lianxi.law.reading.jsonform import as_json
from lianxi.law.rules import KIND_LABELS, ROLE_LABELS
from lianxi.tables.cells import guarded

CLAUSE_HEADS = ("单位", "条款", "原文", "角色", "字位")
ACT_HEADS = ("条款编号", "单位", "条款", "类别", "行为编号", "原文", "角色", "字位")
ROW_HEADS = (
    "方向", "单位", "条款编号", "条款", "原文", "字位", "关系", "说明", "不同之处",
    "对方单位", "对方条款编号", "对方条款", "对方原文", "对方字位", "注意",
)  # fmt: skip
SHORT_HEADS = ("单位与条款", "原文", "关系", "对方单位与条款", "对方原文", "说明与不同之处")


def instrument_json(reading: Reading) -> bytes:
    """Return a reading with its text as JSON, in the fields of `law read --json`."""
    plain = {"code": reading.code, **as_json(reading), "text": reading.text}
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def instrument_csv(reading: Reading) -> bytes:
    """Return one line for each act, and one for a clause without acts."""
    return _csv(ACT_HEADS, (line for clause in reading.clauses for line in _act_lines(clause)))


def _act_lines(clause: ClauseText) -> Iterable[tuple[str, ...]]:
    head = (clause.id, clause.unit or "", clause.citation, KIND_LABELS.get(clause.kind, clause.kind))
    for act in clause.acts:
        yield (*head, act.id, act.text, _roles(act.roles), _span(act.start, act.end))
    if not clause.acts:
        yield (*head, "", clause.text, "", _span(clause.start, clause.end))


def instrument_docx(reading: Reading) -> bytes:
    """Return a table of the clauses: unit, citation, words, and per act its role and span."""
    title = reading.title or reading.code
    note = f"{reading.doc_number or '无文号'}　{reading.date or '未注明成文日期'}　字位按字符计，止位不含"
    rows = [_clause_cells(clause) for clause in reading.clauses]
    from lianxi.law.docx_table import Sheet, draw

    return draw(Sheet(title, (note,), CLAUSE_HEADS, (36, 52, 110, 24, 35), rows))


def _clause_cells(clause: ClauseText) -> tuple[str, ...]:
    roles = "\n".join(_roles(act.roles) or "—" for act in clause.acts)
    spans = "\n".join(_span(act.start, act.end) for act in clause.acts)
    own = spans or _span(clause.start, clause.end)
    return (clause.unit or "", clause.citation or clause.id, _one_line(clause.text), roles, own)


def comparison_csv(comparison: Comparison, rows: Sequence[Row], back: Sequence[Row] = ()) -> bytes:
    """Return one line for each row of a comparison, then those told from the other side."""
    left, right = comparison.left.code, comparison.right.code
    lines = [_row_cells(row, f"{left}→{right}", comparison.warning) for row in rows]
    lines += [_row_cells(row, f"{right}→{left}", comparison.warning) for row in back]
    return _csv(ROW_HEADS, lines)


def _row_cells(row: Row, way: str, warning: str) -> tuple[str, ...]:
    duty, found = row.duty, _unique(row)
    return (
        way,
        duty.unit,
        duty.clause,
        duty.citation,
        duty.words,
        _span(duty.start, duty.end),
        RELATION_LABELS[row.relation],
        f"{row.sentence}。{row.why}",
        "；".join(difference.sentence for difference in row.differences),
        "\n".join(one.unit for one in found),
        "\n".join(one.act_id for one in found),
        "\n".join(one.citation for one in found),
        "\n".join("".join(part.text for part in one.words) for one in found),
        "\n".join(_span(one.words[0].start, one.words[-1].end) for one in found if one.words),
        warning,
    )


def comparison_docx(comparison: Comparison, rows: Sequence[Row], back: Sequence[Row] = ()) -> bytes:
    """Return a comparison as a table, with the warning above it."""
    title = f"{comparison.left.title}与{comparison.right.title}对照"
    ways = ((rows, comparison.left.title), (back, comparison.right.title))
    notes = [comparison.warning, *(f"《{name}》{len(part)} 款" for part, name in ways if part)]
    cells = [_short_cells(row) for part, _name in ways for row in part]
    from lianxi.law.docx_table import Sheet, draw

    return draw(Sheet(title, tuple(notes), SHORT_HEADS, (40, 65, 20, 40, 50, 42), cells))


def _short_cells(row: Row) -> tuple[str, ...]:
    found = _unique(row)
    points = [row.why, *(difference.sentence for difference in row.differences)]
    own = f"{row.duty.unit}\n{row.duty.clause}"
    theirs = "\n".join(f"{one.unit} {one.act_id}" for one in found) or row.sentence
    words = "\n".join(_one_line("".join(part.text for part in one.words)) for one in found)
    return (own, _one_line(row.duty.words), RELATION_LABELS[row.relation], theirs, words, "\n".join(points))


def _unique(row: Row) -> list[Counterpart]:
    """Each act of the other side once, however many own acts it answers; the columns then stay side by side."""
    return list({one.act_id: one for one in row.counterparts}.values())


def _roles(roles: Sequence[str]) -> str:
    return "、".join(ROLE_LABELS.get(role, role) for role in roles)


def _span(start: int, end: int) -> str:
    # Not "start-end": a spreadsheet would take it for a date or a sum.
    return f"{start}–{end}"


def _one_line(words: str) -> str:
    return "".join(words.splitlines())


def _csv(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(heads)
    writer.writerows([guarded(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")
