"""A unit's place passes to another one: what the clauses ask is asked of that one, with rows and open returns."""

from datetime import date, timedelta

from cast import AT, Cast
from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.core.words import day_of
from lianxi.journal.replay import verify_rows
from lianxi.work.actions import add_row, correct_row, hand_in_return
from lianxi.work.models import Return, Row
from lianxi.work.queries.years import year_of
from work.making import due, running

NEW = "市住建和城管局"
ROW = ("f1=泉州甲厂", "f2=2026-03-02", "f3=2", "f4=已整改")


def test_returns_and_rows_go_on_with_the_renamed_unit(cast: Cast) -> None:
    row = running(cast)
    entered = add_row(cast.member("市住建局"), AT, arrangement_id=row.pk, period="2026H1", values=ROW)
    later = AT + timedelta(days=2)
    told = {"from_unit": "市住建局", "to_unit": NEW, "kind": "renamed", "basis_text": "机构改革方案"}
    change = record_succession(cast.director, later, effective_on=date(2026, 3, 3), **told)
    carry_out_succession(cast.director, later, succession_id=change.pk)
    owed, new = due(row), cast.unit(NEW)
    assert (owed.unit_id, Row.objects.get().unit_id) == (new.pk, new.pk)
    speaker = cast.member(NEW)
    correct_row(speaker, later, row_id=entered.pk, values=(*ROW[:2], "f3=5", "f4=未整改"))
    hand_in_return(speaker, later, return_id=owed.pk)
    (line,) = year_of(cast.conference.pk, speaker, day_of(later), unit=new.pk)
    assert (line.unit, line.cells[0].state, line.cells[0].rows) == (NEW, "handed", 1)
    assert Return.objects.count() == 1
    assert list(verify_rows()) == []
