"""Stages of intake tests: example rows, files of them, and a batch taken as far as a test needs."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cast import AT, Cast
from lianxi.core.words import day_of
from lianxi.surveillance.actions import apply_batch, check_batch, receive_batch
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Batch
from lianxi.surveillance.store import open_store
from lianxi.surveillance.store.files import incoming_dir
from lianxi.tables.staging import stage, stage_file

TODAY: date = day_of(AT)
CODE, OTHER = "91350582MA2XA00X54", "92350583MA31C7QX3H"  # synthetic, with their check digits

# The headings of a monitoring list as it is passed on (zyb_monitor_detail) with the report's own columns.
MEASURED: Mapping[str, str] = {
    "检测报告编号": "JC2026-001",
    "企业名称": "晋江示例鞋业有限公司",
    "统一社会信用代码": CODE,
    "省": "福建省",
    "市": "泉州市",
    "区": "晋江市",
    "行业小类": "1952",
    "工作场所名称": "成型车间",
    "岗位小类": "刷胶",
    "检测日期": "2026-02-10",
    "职业病危害因素小类": "甲苯",
    "类别": "C-TWA",
    "检测结果": "12.5",
    "单位": "mg/m³",
    "日接触时间": "8",
    "周工作天数": "6",
}
CASE: Mapping[str, str] = {
    "报告卡编号": "K1",
    "用人单位名称": "晋江示例鞋业有限公司",
    "统一社会信用代码": CODE,
    "病例类型": "确诊",
    "姓名": "李示例",
    "身份证号": "350582199003072513",
    "具体病名": "矽肺",
    "接触的职业病危害因素": "矽尘",
    "诊断日期": "2026-02-20",
    "报告日期": "2026-02-25",
    "专业工龄-年": "4",
    "专业工龄-月": "6",
    "诊断单位": "泉州市示例医院",
}
EXAM: Mapping[str, str] = {
    "报告卡编号": "T1",
    "上报机构": "泉州市示例医院",
    "用人单位地区编码": "350582000",
    "用人单位名称": "晋江示例鞋业有限公司",
    "用人单位统一社会信用代码": CODE,
    "用人单位行业类别编码": "1952",
    "体检类型": "在岗期间职业健康检查",
    "体检日期": "2026-01-15",
    "体检危害因素": "甲苯;噪声",
    "体检结论": "甲苯_目前未见异常;噪声_疑似职业病",
    "报告日期": "2026-01-30",
}
DECLARED: Mapping[str, str] = {
    "单位": "晋江示例鞋业有限公司",
    "统一社会信用代码": CODE,
    "日期": "2026-01-05",
    "申报类别": "年度更新",
    "行业分类": "1952",
    "劳动者总人数": "120",
    "作业场所名称": "成型车间",
    "职业病危害因素名称": "甲苯",
    "接触人数（可重复）": "30",
}


def rows(base: Mapping[str, str], *changes: Mapping[str, str]) -> list[dict[str, str]]:
    """Give a row for each change of the base."""
    return [{**base, **change} for change in changes] or [dict(base)]


def write_csv(path: Path, listed: Sequence[Mapping[str, str]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path


def received(cast: Cast, stream: str, path: Path, **more: Any) -> Batch:
    sha256, _ = stage_file(incoming_dir(cast.conference.pk), path)
    return receive_batch(cast.staff, AT, stream=stream, upload=sha256, name=path.name, **more)


def received_bytes(cast: Cast, stream: str, content: bytes, name: str) -> Batch:
    sha256, _ = stage(incoming_dir(cast.conference.pk), [content])
    return receive_batch(cast.staff, AT, stream=stream, upload=sha256, name=name)


def checked(cast: Cast, stream: str, path: Path, **more: Any) -> Batch:
    batch = received(cast, stream, path, **more)
    run_check(batch, TODAY)
    return check_batch(cast.staff, AT, batch_id=batch.pk)


def applied(cast: Cast, stream: str, path: Path, *, without_errors: bool = False, **more: Any) -> Batch:
    batch = checked(cast, stream, path, **more)
    return apply_batch(cast.staff, AT, batch_id=batch.pk, without_errors=without_errors)


def in_force(cast: Cast, stream: str, columns: str) -> list[tuple[Any, ...]]:
    con = open_store(cast.conference.pk)
    return con.execute(f"SELECT {columns} FROM {stream} ORDER BY ALL").fetchall()


def counts(batch: Batch) -> dict[str, int]:
    return {name: count for name, count in batch.counts.items() if name != "notes" and count}
