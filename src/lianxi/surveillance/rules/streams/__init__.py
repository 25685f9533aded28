"""The four streams: the columns each stores, what makes a row the same one, and the fields forms can fill."""

from dataclasses import dataclass, field
from pathlib import Path

from lianxi.tables.forms import Form

LAYOUTS = Path(__file__).parent / "layouts.csv"
FIELD_NAMES = {
    "employer_code": "统一社会信用代码",
    "employer_name": "用人单位名称",
    "division_code": "地区",
    "industry": "行业",
    "report_no": "编号",
    "hazard": "危害因素",
    "metric": "指标",
    "day": "日期",
    "result": "检测结果",
    "loq": "定量下限",
    "unit": "计量单位",
    "silica": "游离二氧化硅",
    "hours_per_day": "日接触时间",
    "days_per_week": "周工作天数",
    "workers": "人数",
    "exposure_years": "接害工龄",
    "id_number": "身份证号",
    "exam_kind": "体检类型",
    "conclusion": "体检结论",
    "disease": "病名",
    "status": "病例类别",
    "declaration": "申报类别",
    "sampled_on": "检测日期",
    "sampled_from": "检测开始日期",
    "examined_on": "体检日期",
    "diagnosed_on": "诊断日期",
    "occurred_on": "发生日期",
    "reported_on": "报告日期",
    "declared_on": "申报日期",
    "exam_no": "体检编号",
}


@dataclass(frozen=True, kw_only=True)
class Stream(Form):
    """A stream: stored columns (name → SQL type), the key of a row, the day it lies on; and its form."""

    columns: dict[str, str]
    key: tuple[str, ...]
    day: str
    persons: bool = False
    layouts: Path = LAYOUTS
    words: dict[str, str] = field(default_factory=lambda: FIELD_NAMES)

    @property
    def compared(self) -> tuple[str, ...]:
        """The columns whose change makes a row changed: all but the key and where it stood in the file."""
        return tuple(name for name in self.columns if name not in (*self.key, "row"))


_WHO = ("employer_name", "employer_code", "division_code", "province", "city", "county", "address")
_TRADE = ("industry", "industry_wide", "size")

MEASUREMENTS = Stream(
    name="measurements",
    label="工作场所检测",
    columns={
        "row": "BIGINT",
        "report_no": "VARCHAR",
        "employer": "VARCHAR",
        "industry": "VARCHAR",
        "workplace": "VARCHAR",
        "point": "VARCHAR",
        "sampled_on": "DATE",
        "hazard": "VARCHAR",
        "kind": "VARCHAR",
        "metric": "VARCHAR",
        "value": "DOUBLE",
        "unit": "VARCHAR",
        "below_loq": "BOOLEAN",
        "loq": "DOUBLE",
        "hours_per_day": "DOUBLE",
        "days_per_week": "DOUBLE",
        "silica": "DOUBLE",
        "workers": "INTEGER",
    },
    key=("report_no", "employer", "workplace", "point", "sampled_on", "hazard", "metric"),
    day="sampled_on",
    fields=(
        "report_no",
        *_WHO,
        *_TRADE,
        "workplace",
        "post",
        "spot",
        "sample_no",
        "sampled_on",
        "sampled_from",
        "hazard",
        "hazard_kind",
        "special",
        "metric",
        "result",
        "result2",
        "unit",
        "loq",
        "silica",
        "hours_per_day",
        "days_per_week",
        "workers",
        "institution",
    ),
    needed=(
        ("employer_code", "employer_name"),
        ("report_no",),
        ("hazard",),
        ("result",),
        ("sampled_on", "sampled_from"),
        ("unit",),
    ),
)
EXAMS = Stream(
    name="exams",
    label="职业健康检查",
    columns={
        "row": "BIGINT",
        "report_no": "VARCHAR",
        "person": "VARCHAR",
        "employer": "VARCHAR",
        "industry": "VARCHAR",
        "institution": "VARCHAR",
        "examined_on": "DATE",
        "reported_on": "DATE",
        "exam_kind": "VARCHAR",
        "hazard": "VARCHAR",
        "conclusion": "VARCHAR",
        "finding": "VARCHAR",
        "exposure_years": "DOUBLE",
        "exposed_on": "DATE",
    },
    key=("report_no", "institution", "hazard"),
    day="examined_on",
    fields=(
        "report_no",
        "exam_no",
        *_WHO,
        *_TRADE,
        "institution",
        "examined_on",
        "reported_on",
        "exam_kind",
        "hazard",
        "conclusion",
        "finding",
        "recheck",
        "exposed_on",
        "exposure_years",
        "exposure_months",
        "person",
        "person_fault",
    ),
    needed=(
        ("report_no", "exam_no"),
        ("employer_code", "employer_name"),
        ("examined_on",),
        ("exam_kind",),
        ("conclusion",),
    ),
    persons=True,
)
CASES = Stream(
    name="cases",
    label="疑似和确诊病例",
    columns={
        "row": "BIGINT",
        "report_no": "VARCHAR",
        "status": "VARCHAR",
        "person": "VARCHAR",
        "employer": "VARCHAR",
        "industry": "VARCHAR",
        "disease": "VARCHAR",
        "hazard": "VARCHAR",
        "noted_on": "DATE",
        "occurred_on": "DATE",
        "diagnosed_on": "DATE",
        "reported_on": "DATE",
        "acute": "BOOLEAN",
        "together": "INTEGER",
        "exposure_years": "DOUBLE",
        "exposed_on": "DATE",
        "stage": "VARCHAR",
        "died_on": "DATE",
        "institution": "VARCHAR",
    },
    key=("report_no", "person", "status", "disease"),
    day="noted_on",
    fields=(
        "report_no",
        "exam_no",
        "status",
        "conclusion",
        *_WHO,
        *_TRADE,
        "disease_kind",
        "disease",
        "hazard",
        "occurred_on",
        "diagnosed_on",
        "reported_on",
        "together",
        "accident",
        "exposure_years",
        "exposure_months",
        "exposed_on",
        "stage",
        "died_on",
        "institution",
        "person",
        "person_fault",
    ),
    needed=(("diagnosed_on", "occurred_on", "reported_on"), ("disease", "conclusion")),
    persons=True,
)
DECLARATIONS = Stream(
    name="declarations",
    label="职业病危害项目申报",
    columns={
        "row": "BIGINT",
        "employer": "VARCHAR",
        "industry": "VARCHAR",
        "declared_on": "DATE",
        "declaration": "VARCHAR",
        "workplace": "VARCHAR",
        "hazard": "VARCHAR",
        "workers": "INTEGER",
        "workers_total": "INTEGER",
        "exposed_total": "INTEGER",
        "patients_total": "INTEGER",
    },
    key=("employer", "declared_on", "workplace", "hazard"),
    day="declared_on",
    fields=(
        *_WHO,
        *_TRADE,
        "declared_on",
        "declaration",
        "workplace",
        "hazard",
        "workers",
        "workers_total",
        "exposed_total",
        "patients_total",
    ),
    needed=(("employer_code", "employer_name"), ("declared_on",), ("hazard",)),
)
STREAMS = {stream.name: stream for stream in (MEASUREMENTS, EXAMS, CASES, DECLARATIONS)}
