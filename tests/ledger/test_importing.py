"""Importing somebody's own ledger: what each row would do, applied whole, and the second time nothing."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, Conflict, NotPermitted, Refusal
from lianxi.core.words import day_of
from lianxi.journal.models import Entry, Notice
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.ledger.actions import apply_sheet, discard_sheet, enter_obligation, send_sheet
from lianxi.ledger.models import CoUnit, DueDate, ImportedRow, LedgerSheet, Obligation
from lianxi.ledger.queries.sheets import SheetPlan, plan_sheet
from lianxi.papers.files import Upload

HEAD = ["编号", "事项", "内容", "牵头单位", "配合单位", "完成时限", "周期", "任务来源", "状态"]
DAY = day_of(AT)


def table(*rows: Sequence[str], head: Sequence[str] = HEAD) -> Upload:
    text = io.StringIO()
    csv.writer(text).writerows([head, *rows])
    return Upload("台账.csv", text.getvalue().encode())


ROWS = (
    [
        "A-1",
        "排查工地粉尘",
        "全市在建工地",
        "住建局",
        "市人社局、市总工会",
        "2026年4月30日",
        "",
        "督办件3号",
        "办理中",
    ],
    ["A-2", "完善参保", "", "市人社局", "", "2026/6/30", "每季度", "", ""],
    ["A-3", "去年的培训", "", "市总工会", "", "2025-12-31", "", "", "已办结"],
)


def plan(cast: Cast, upload: Upload) -> SheetPlan:
    return plan_sheet(cast.conference, upload.name, upload.content, DAY)


def states(found: SheetPlan) -> list[str]:
    return [row.state.value for row in found.rows]


def imported(cast: Cast, upload: Upload, at: datetime = AT) -> LedgerSheet:
    sheet = send_sheet(cast.staff, at, file=upload)
    return apply_sheet(cast.staff, at, sheet_id=sheet.pk, seen=plan(cast, upload).digest)


def test_a_preview_stores_nothing_in_the_ledger(cast: Cast) -> None:
    found = plan(cast, table(*ROWS))
    assert states(found) == ["new", "new", "warning"]
    assert found.counts == {"error": 0, "warning": 1, "new": 2, "changed": 0, "same": 0}
    assert "直接记为办结" in found.rows[2].messages[0]
    send_sheet(cast.staff, AT, file=table(*ROWS))
    assert Obligation.objects.count() == 0


def test_rows_become_obligations_with_units_dates_and_numbers(cast: Cast) -> None:
    imported(cast, table(*ROWS))
    first, second, third = Obligation.objects.order_by("sequence")
    assert [row.number for row in (first, second, third)] == ["2026-001", "2026-002", "2026-003"]
    assert first.lead_unit == cast.unit("市住建局")
    assert {part.unit.name for part in CoUnit.objects.filter(obligation=first)} == {"市人社局", "市总工会"}
    assert first.due_on == date(2026, 4, 30)
    assert first.due_derivation["source"] == "督办件3号"
    assert first.basis_clause == "QZ-4-4"
    assert (second.cycle, second.state) == ("quarterly", "issued")
    assert (third.state, third.closed_at) == ("closed", AT)
    assert DueDate.objects.filter(cause="imported").count() == 3


def test_each_unit_gets_one_notice(cast: Cast) -> None:
    imported(cast, table(*ROWS, ["A-4", "另一件", "", "市住建局", "", "", "", "", ""]))
    told = Notice.objects.filter(title__startswith="导入台账")
    assert {row.to_unit_id: row.title.split("：")[1] for row in told} == {
        cast.unit("市住建局").pk: "2 项由你单位主办或协办，请签收",
        cast.unit("市人社局").pk: "2 项由你单位主办或协办，请签收",
        cast.unit("市总工会").pk: "1 项由你单位主办或协办，请签收",
    }


def test_a_second_import_of_the_same_table_changes_nothing(cast: Cast) -> None:
    imported(cast, table(*ROWS))
    before = list(Obligation.objects.values())
    assert states(plan(cast, table(*ROWS))) == ["same", "same", "same"]
    imported(cast, table(*ROWS), AT + timedelta(minutes=1))
    assert list(Obligation.objects.values()) == before
    assert ImportedRow.objects.count() == 3


def test_a_changed_row_changes_its_obligation_and_keeps_the_earlier_date(cast: Cast) -> None:
    imported(cast, table(*ROWS))
    moved = [[*ROWS[0][:5], "2026-05-15", *ROWS[0][6:]], *ROWS[1:]]
    found = plan(cast, table(*moved))
    assert states(found) == ["changed", "same", "same"]
    assert found.rows[0].changes == ("due_on",)
    imported(cast, table(*moved), AT + timedelta(minutes=1))
    row = Obligation.objects.get(sequence=1)
    assert row.due_on == row.due_order == date(2026, 5, 15)
    assert row.due_derivation["extensions"][0]["was"] == "2026-04-30"
    assert DueDate.objects.filter(obligation=row).count() == 2


def test_an_export_edited_and_sent_back_finds_its_obligations(cast: Cast) -> None:
    row = enter_obligation(
        cast.staff, AT, title="交办事项", text="", lead_unit_id=cast.unit("市住建局").pk, origin="assignment"
    )
    found = plan(cast, table([row.number, "交办事项（改）", "", "市住建局", "", "", "", "", ""]))
    assert states(found) == ["changed"]
    assert found.rows[0].known is not None
    assert found.rows[0].known.pk == row.pk


def test_what_minutes_decided_is_not_altered_by_a_table(cast: Cast) -> None:
    row = enter_obligation(
        cast.staff, AT, title="议定", text="", lead_unit_id=cast.unit("市住建局").pk, origin="assignment"
    )
    Obligation._base_manager.filter(pk=row.pk).update(origin="decision")
    found = plan(cast, table([row.number, "议定（改）", "", "市住建局", "", "", "", "", ""]))
    assert states(found) == ["error"]
    assert "只能由以后的决定改动" in found.rows[0].messages[0]


WRONG = {
    "没有写事项": ["1", "", "", "市住建局", "", "", "", "", ""],
    "没有写主办单位": ["1", "甲", "", "", "", "", "", "", ""],
    "不是成员单位": ["1", "甲", "", "市气象局", "", "", "", "", ""],
    "不是一个完整的日期": ["1", "甲", "", "市住建局", "", "4月底", "", "", ""],
    "不在 2000 年到 2100 年之间": ["1", "甲", "", "市住建局", "", "1926-01-01", "", "", ""],
    "周期": ["1", "甲", "", "市住建局", "", "", "每两周", "", ""],
    "不能超过 200 个": ["1", "甲" * 201, "", "市住建局", "", "", "", "", ""],
}


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_row_says_what_is_wrong_and_stops_the_whole_table(cast: Cast, said: str) -> None:
    upload = table(*ROWS, WRONG[said])
    found = plan(cast, upload)
    assert said in "；".join(found.rows[-1].messages)
    sheet = send_sheet(cast.staff, AT, file=upload)
    with pytest.raises(BadInput, match="1 行错误"):
        apply_sheet(cast.staff, AT, sheet_id=sheet.pk, seen=found.digest)
    assert Obligation.objects.count() == 0


def test_a_key_that_stands_twice_is_wrong_both_times(cast: Cast) -> None:
    assert states(plan(cast, table(ROWS[0], ROWS[0], ROWS[1]))) == ["error", "error", "new"]


def test_several_leads_are_a_warning_and_become_co_units(cast: Cast) -> None:
    row = ["A-9", "联合检查", "", "市住建局、市人社局", "市总工会", "", "", "", ""]
    assert states(plan(cast, table(row))) == ["warning"]
    imported(cast, table(row))
    made = Obligation.objects.get()
    assert made.lead_unit == cast.unit("市住建局")
    assert [part.unit.name for part in CoUnit.objects.order_by("pk")] == ["市人社局", "市总工会"]


def test_the_ledger_moved_since_the_preview(cast: Cast) -> None:
    sheet, seen = send_sheet(cast.staff, AT, file=table(*ROWS)), plan(cast, table(*ROWS)).digest
    imported(cast, table(ROWS[0]))
    with pytest.raises(Conflict):
        apply_sheet(cast.staff, AT, sheet_id=sheet.pk, seen=seen)
    assert Obligation.objects.count() == 1


def test_a_sheet_is_applied_once(cast: Cast) -> None:
    sheet = imported(cast, table(*ROWS))
    for step in (discard_sheet, lambda *a, **k: apply_sheet(*a, seen="", **k)):
        with pytest.raises(Refusal):
            step(cast.staff, AT, sheet_id=sheet.pk)
    with pytest.raises(NotPermitted):
        send_sheet(cast.member("市住建局"), AT, file=table(*ROWS))


def test_the_journal_knows_every_imported_row(cast: Cast) -> None:
    imported(cast, table(*ROWS))
    assert [*verify_chains(), *verify_rows()] == []
    assert Entry.objects.filter(action="ledger.sheet.apply").count() == 1


def test_a_row_without_a_number_is_known_by_its_words(cast: Cast) -> None:
    rows = [["排查", "市住建局"], ["参保", "市人社局"]]
    upload = table(*rows, head=["事项", "主办单位"])
    imported(cast, upload)
    assert states(plan(cast, replace(upload, name="另一个名字.csv"))) == ["same", "same"]
