"""Typed evidence: what each type must state, and that closing needs the types asked for."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cast import Cast, found_cast
from ledger.steps import FILE, acknowledged, assert_explained, at, decided, entered, fresh
from lianxi.core.refusals import BadInput, Refusal
from lianxi.journal.replay import verify_rows
from lianxi.ledger.actions import add_evidence, report_progress, require_evidence, verify_obligation
from lianxi.ledger.models import Evidence
from lianxi.papers.models import StoredFile

PHOTO = replace(FILE, name="现场.jpg", media_type="image/jpeg")
SHEET = replace(FILE, name="汇总.csv")


@pytest.mark.parametrize(
    ("given", "details"),
    [
        ({"kind": "document", "file": FILE}, {}),
        (
            {"kind": "photo", "file": PHOTO, "place": " 晋江某工地 ", "taken_on": date(2026, 3, 3)},
            {"place": "晋江某工地", "taken_on": "2026-03-03"},
        ),
        (
            {"kind": "table", "figures": "检查工地 1,086 个\n合格率，96.5，%"},
            {
                "figures": [
                    {"label": "检查工地", "value": "1086", "unit": "个"},
                    {"label": "合格率", "value": "96.5", "unit": "%"},
                ]
            },
        ),
        ({"kind": "table", "file": SHEET}, {"figures": []}),
        (
            {"kind": "number", "register": "申报系统", "number": "350500-0123"},
            {"register": "申报系统", "number": "350500-0123"},
        ),
    ],
)
def test_each_type_keeps_its_fields(cast: Cast, given: dict[str, Any], details: dict[str, Any]) -> None:
    row = acknowledged(cast, entered(cast))
    kept = add_evidence(cast.member("市住建局"), at(2), obligation_id=row.pk, **given)
    assert Evidence.objects.get().details == details
    assert (kept.file is not None) == ("file" in given)
    assert list(verify_rows()) == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "video"}, "请选择佐证类型"),
        ({"kind": "document"}, "没有附文件"),
        ({"kind": "photo", "file": FILE, "place": "工地", "taken_on": date(2026, 3, 3)}, "JPG 或 PNG"),
        ({"kind": "photo", "file": PHOTO, "taken_on": date(2026, 3, 3)}, "拍摄地点"),
        ({"kind": "photo", "file": PHOTO, "place": "工地"}, "拍摄日期"),
        ({"kind": "photo", "file": PHOTO, "place": "工地", "taken_on": date(2026, 3, 5)}, "晚于今天"),
        ({"kind": "table"}, "没有数字"),
        ({"kind": "table", "figures": "检查工地很多个"}, "不是“指标 数值 单位”"),
        ({"kind": "table", "figures": "甲 1 个\n" * 51}, "最多 50 行"),
        ({"kind": "table", "figures": "甲 " + "1" * 5000}, "不是“指标"),
        ({"kind": "number", "register": "申报系统"}, "登记系统和编号"),
        ({"kind": "link"}, "哪一条记录"),
        ({"kind": "link", "record": "2026-999"}, "没有“2026-999”"),
    ],
)
def test_what_a_type_needs_is_asked_for(cast: Cast, given: dict[str, Any], says: str) -> None:
    row = acknowledged(cast, entered(cast))
    with pytest.raises(BadInput, match=says) as refused:
        add_evidence(cast.member("市住建局"), at(2), obligation_id=row.pk, **given)
    assert refused.value.next_step.endswith("。")
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_link_names_a_record_of_this_conference_only(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    number = decided(cast, at(1))
    lead = cast.member("市住建局")
    linked = add_evidence(lead, at(2), obligation_id=row.pk, kind="link", record=number)
    assert number in linked.title
    assert linked.details["record"].startswith("papers.paper:")
    foreign = entered(found_cast("另一个联席会议", "OTHER"))
    record = f"ledger.obligation:{foreign.pk}"
    with pytest.raises(BadInput, match="没有“"):
        add_evidence(lead, at(2), obligation_id=row.pk, kind="link", record=record)


def test_closing_needs_every_type_asked_for(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_kinds=("photo", "document")))
    lead = cast.member("市住建局")
    done = {"obligation_id": row.pk, "text": "办完。", "done": True}
    with pytest.raises(Refusal, match="还缺佐证：文件、照片") as refused:
        report_progress(lead, at(2), **done, without_files="没有")
    assert refused.value.code == "evidence_missing"
    assert_explained(refused.value)
    with pytest.raises(Refusal, match="还缺佐证：照片。"):
        report_progress(lead, at(2), **done, files=(FILE,))
    photo = {"file": PHOTO, "place": "工地", "taken_on": date(2026, 3, 2)}
    add_evidence(lead, at(2), obligation_id=row.pk, kind="photo", **photo)
    report_progress(lead, at(2), **done, files=(FILE,))
    assert fresh(row).state == "submitted"


def test_a_type_asked_for_later_holds_the_pass_back(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    lead = cast.member("市住建局")
    report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True)
    require_evidence(cast.director, at(3), obligation_id=row.pk, kinds=("number",), reason="须有申报编号")
    assert fresh(row).evidence_kinds == ["number"]
    with pytest.raises(Refusal) as refused:
        verify_obligation(cast.director, at(4), obligation_id=row.pk)
    assert refused.value.code == "evidence_missing"
    require_evidence(cast.director, at(5), obligation_id=row.pk, reason="系统停用")
    verify_obligation(cast.director, at(6), obligation_id=row.pk)
    assert fresh(row).state == "closed"


def test_evidence_of_an_earlier_period_does_not_count(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, cycle="monthly", evidence_kinds=("number",)))
    lead = cast.member("市住建局")
    given = {"kind": "number", "register": "申报系统", "number": "1"}
    add_evidence(lead, at(2), obligation_id=row.pk, **given)
    report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True)
    verify_obligation(cast.director, at(3), obligation_id=row.pk)
    with pytest.raises(Refusal, match="还缺佐证：登记编号"):
        report_progress(lead, at(30), obligation_id=row.pk, text="办完。", done=True)


def test_a_file_with_the_scanners_test_string_is_not_kept(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    bad = replace(FILE, content=b"x EICAR-STANDARD-ANTIVIRUS-TEST-FILE x")
    with pytest.raises(BadInput, match="病毒测试串"):
        report_progress(cast.member("市住建局"), at(2), obligation_id=row.pk, text="附后", files=(bad,))
    assert not StoredFile.objects.exists()
