"""Checklists: points from a table, each answered by records that are here, and out as numbered folders."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from django.test import Client

from cast import AT, Cast
from exchange.stages import LATER, sent
from ledger.steps import entered
from lianxi.core.refusals import BadInput, NotPermitted, WrongState
from lianxi.exchange.actions import (
    enter_checklist,
    link_point,
    note_point,
    unlink_point,
    upload_checklist,
)
from lianxi.exchange.models import Checklist, PointLink
from lianxi.exchange.queries.checklists import get_checklist_page
from lianxi.exchange.queries.foldering import folders
from lianxi.papers.files import Upload
from web.signing_in import posts, seated, words

POINTS = "序号\t要点\n1.1\t定期召开联席会议\n1.2\t部门信息共享\n2.1\t个案办理材料"
DAY = date(2026, 3, 2)


def listed(cast: Cast) -> Checklist:
    return enter_checklist(cast.staff, AT, title="2026年省考核", table=POINTS, from_body="省卫生健康委")


def test_points_come_from_a_pasted_table_in_their_order(cast: Cast) -> None:
    row = listed(cast)
    points = [(one.number, one.text) for one in row.points.order_by("place")]
    assert points == [("1.1", "定期召开联席会议"), ("1.2", "部门信息共享"), ("2.1", "个案办理材料")]
    for table, says in (
        ("", "请填写要点"),
        ("要点", "只有列名"),
        ("要点\n患者李某某（52岁）", "第 1 条要点"),
    ):
        with pytest.raises(BadInput, match=says):
            enter_checklist(cast.staff, AT, title="x", table=table)
    with pytest.raises(NotPermitted):
        enter_checklist(cast.member("市住建局"), AT, title="x", table=POINTS)


def test_a_point_is_answered_by_a_number_or_a_name_once(cast: Cast) -> None:
    point = listed(cast).points.get(number="1.1")
    row = entered(cast)
    link = link_point(cast.staff, LATER, point_id=point.pk, record=row.number)
    assert link.record == f"ledger.obligation:{row.pk}"
    with pytest.raises(BadInput, match="已经关联"):
        link_point(cast.staff, LATER, point_id=point.pk, record=row.number)
    with pytest.raises(BadInput, match="没有“2031-001”"):
        link_point(cast.staff, LATER, point_id=point.pk, record="2031-001")
    unlink_point(cast.staff, LATER, link_id=link.pk)
    with pytest.raises(WrongState, match="已经移除"):
        unlink_point(cast.staff, LATER, link_id=link.pk)
    assert link_point(cast.staff, LATER, point_id=point.pk, record=row.number).pk != link.pk


def test_what_nothing_answers_is_counted_until_a_note_says_why(cast: Cast) -> None:
    row = listed(cast)
    page = get_checklist_page(cast.staff, row.pk)
    assert page is not None
    assert page.open == 3
    note_point(cast.staff, LATER, point_id=page.points[2].row.pk, note="本系统不收集个案材料。")
    again = get_checklist_page(cast.staff, row.pk)
    assert again is not None
    assert again.open == 2
    assert get_checklist_page(cast.member("市住建局"), row.pk) is None


def test_it_goes_out_as_numbered_folders_with_an_index(cast: Cast) -> None:
    row = listed(cast)
    points = list(row.points.order_by("place"))
    sending = sent(cast, files=(Upload("名册.pdf", b"%PDF-1.4 list"),))
    link_point(cast.staff, LATER, point_id=points[1].pk, record=f"exchange.sending:{sending.pk}")
    note_point(cast.staff, LATER, point_id=points[2].pk, note="本系统不收集个案材料。")
    page = get_checklist_page(cast.staff, row.pk)
    assert page is not None
    with folders(cast.staff, page, DAY, "由办公室整理。") as made, zipfile.ZipFile(made) as package:
        names = package.namelist()
        assert names[0].startswith("002_部门信息共享/01_")
        assert names[0].endswith(".pdf")
        assert names[1].endswith("_原件/01_名册.pdf")
        assert package.read(names[1]) == b"%PDF-1.4 list"
        with zipfile.ZipFile(io.BytesIO(package.read("目录.xlsx"))) as index:
            told = index.read("xl/sharedStrings.xml").decode()
    assert "没有材料" in told
    assert "本系统不收集个案材料。" in told
    assert PointLink.objects.count() == 1


def test_the_pages_show_what_is_open(cast: Cast, client: Client) -> None:
    row = listed(cast)
    seated(client, cast.staff)
    assert "2026年省考核" in words(client.get("/checklists"))
    shown = client.get(f"/checklists/{row.pk}")
    assert "3条还没有材料或说明" in words(shown)
    assert "/do/exchange.checklist.link" in posts(shown)
    member = seated(Client(), cast.member("市住建局"))
    assert member.get(f"/checklists/{row.pk}").status_code == 404
    assert "2026年省考核" not in words(member.get("/checklists"))


def book(rows: list[tuple[str, ...]]) -> Upload:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    page = made.add_worksheet("考核")
    for number, cells in enumerate(rows):
        page.write_row(number, 0, cells)
    made.close()
    return Upload("考核要点.xlsx", file.getvalue())


def test_points_come_from_a_spreadsheet_too(cast: Cast) -> None:
    rows = [("2026年省考核表",), ("序号", "考核内容", "分值"), ("1.1", "定期召开联席会议", "5"), ("", "", "")]
    row = upload_checklist(cast.staff, AT, title="省考核", file=book([*rows, ("1.2", "信息共享", "3")]))
    points = [(one.number, one.text) for one in row.points.order_by("place")]
    assert points == [("1.1", "定期召开联席会议"), ("1.2", "信息共享")]
    for bad in (
        book([("甲", "乙"), ("1", "2")]),
        Upload("x.xlsx", b"PK\x03\x04broken"),
        Upload("x.xlsx", b""),
    ):
        with pytest.raises(BadInput):
            upload_checklist(cast.staff, AT, title="x", file=bad)
    with pytest.raises(BadInput, match="要点须有"):
        upload_checklist(cast.staff, AT, title="x", file=book([("要点",), ("",)]))
    assert Checklist.objects.count() == 1
