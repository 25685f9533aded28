"""Example files of the four streams: seeded, invented employers and persons, for demonstrations and tests.

Codes and identity numbers have right check digits and belong to nobody we know of: the credit codes carry the
organisation code of no register, birth days are drawn, names are numbered.
"""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from lianxi.core.identifiers import CODE_ALPHABET

COUNTIES = ("350582", "350583", "350502", "350521", "350525")
PLACES = {"350582": "晋江市", "350583": "南安市", "350502": "鲤城区", "350521": "惠安县", "350525": "永春县"}
INDUSTRIES = ("1952", "3032", "2110", "3130", "2641")
# Hazard, metric, unit, a usual value, from how much the values of a month scatter.
MEASURED = (
    ("甲苯", "C-TWA", "mg/m³", 18.0),
    ("苯", "C-TWA", "mg/m³", 1.2),
    ("电焊烟尘", "总尘", "mg/m³", 2.2),
    ("矽尘（10%≤游离SiO2含量≤50%）", "呼尘", "mg/m³", 0.4),
    ("噪声", "LEX,8h", "dB(A)", 84.0),
    ("铅烟", "C-TWA", "mg/m³", 0.012),
)
DISEASES = (("矽肺", "矽尘"), ("职业性噪声聋", "噪声"), ("职业性慢性苯中毒", "苯"), ("职业性铅中毒", "铅烟"))
CONCLUSIONS = ("目前未见异常",) * 16 + ("其他疾病或异常",) * 4 + ("职业禁忌证", "疑似职业病")


def credit_code(county: str, number: int) -> str:
    """Make a credit code with its check digit for an invented employer."""
    head = f"91{county}MA{number:07d}"
    weights = [pow(3, place, 31) for place in range(17)]
    total = sum(CODE_ALPHABET.index(mark) * weight for mark, weight in zip(head, weights, strict=True))
    return head + CODE_ALPHABET[(31 - total % 31) % 31]


def identity_number(county: str, born: date, number: int) -> str:
    """Make an identity number with its check digit for an invented person."""
    head = f"{county}{born:%Y%m%d}{number % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return head + "10X98765432"[sum(int(a) * b for a, b in zip(head, weights, strict=True)) % 11]


def _employers(draw: random.Random, count: int) -> list[dict[str, str]]:
    found = []
    for number in range(count):
        county = draw.choice(COUNTIES)
        found.append(
            {
                "code": credit_code(county, number + 1),
                "name": f"示例企业{number + 1:04d}有限公司",
                "county": county,
                "industry": draw.choice(INDUSTRIES),
            }
        )
    return found


def measurements(
    draw: random.Random, employers: list[dict[str, str]], rows: int, until: date
) -> Iterator[list[str]]:
    """Return rows of a monitoring list, the heading first; values scatter lognormally."""
    yield [
        "检测报告编号", "企业名称", "统一社会信用代码", "省", "市", "区", "行业小类", "工作场所名称", "岗位小类",
        "检测日期", "职业病危害因素小类", "类别", "检测结果", "单位", "日接触时间", "周工作天数", "接触人数",
    ]  # fmt: skip
    for number in range(rows):
        one, (hazard, metric, unit, usual) = draw.choice(employers), draw.choice(MEASURED)
        day = until - timedelta(days=draw.randrange(365))
        value = usual + draw.gauss(0, 3) if unit == "dB(A)" else usual * draw.lognormvariate(0, 0.6)
        text = f"{value:.1f}" if usual > 5 else f"{value:.3f}"
        yield [
            f"SL{day:%Y}-{number:06d}", one["name"], one["code"], "福建省", "泉州市", PLACES[one["county"]],
            one["industry"], f"{draw.randrange(1, 6)}号车间", f"岗位{draw.randrange(1, 9)}", day.isoformat(), hazard,
            metric, "<0.005" if value < 0.005 else text, unit, "8", "6", str(draw.randrange(1, 60)),
        ]  # fmt: skip


def cases(
    draw: random.Random, employers: list[dict[str, str]], rows: int, until: date
) -> Iterator[list[str]]:
    """Return rows of case cards, the heading first; persons are invented."""
    yield [
        "报告卡编号", "用人单位名称", "统一社会信用代码", "省", "市", "区", "行业", "病例类型", "姓名", "身份证号",
        "具体病名",
        "接触的职业病危害因素", "诊断日期", "报告日期", "专业工龄-年", "专业工龄-月", "诊断单位",
    ]  # fmt: skip
    for number in range(rows):
        one, (disease, hazard) = draw.choice(employers), draw.choice(DISEASES)
        day = until - timedelta(days=draw.randrange(15, 365))
        born = date(1965, 1, 1) + timedelta(days=draw.randrange(12000))
        yield [
            f"SLK{number:05d}", one["name"], one["code"], "福建省", "泉州市", PLACES[one["county"]], one["industry"],
            draw.choice(("确诊", "确诊", "疑似")), f"示例人员{number + 1}", identity_number(one["county"], born, number),
            disease, hazard, day.isoformat(), (day + timedelta(days=draw.randrange(15))).isoformat(),
            str(draw.randrange(1, 25)), str(draw.randrange(12)), "泉州市示例诊断机构",
        ]  # fmt: skip


def exams(
    draw: random.Random, employers: list[dict[str, str]], rows: int, until: date
) -> Iterator[list[str]]:
    """Return rows of examination cards, the heading first."""
    yield [
        "报告卡编号", "上报机构", "用人单位名称", "用人单位统一社会信用代码", "用人单位地区编码", "用人单位行业类别编码",
        "体检类型", "体检日期", "体检危害因素", "体检结论", "报告日期", "专业工龄-年",
    ]  # fmt: skip
    for number in range(rows):
        one, hazard = draw.choice(employers), draw.choice(MEASURED)[0]
        day = until - timedelta(days=draw.randrange(40, 365))
        kind = draw.choice(("上岗前职业健康检查", "在岗期间职业健康检查", "离岗时职业健康检查"))
        yield [
            f"SLT{number:06d}", "泉州市示例体检机构", one["name"], one["code"], f"{one['county']}000", one["industry"],
            kind, day.isoformat(), hazard, draw.choice(CONCLUSIONS), (day + timedelta(days=20)).isoformat(),
            str(draw.randrange(30)),
        ]  # fmt: skip


def declarations(
    draw: random.Random, employers: list[dict[str, str]], rows: int, until: date
) -> Iterator[list[str]]:
    """Return rows of declarations, the heading first: workplaces of employers in turn."""
    yield [
        "单位", "统一社会信用代码", "日期", "申报类别", "行业分类", "区县", "市", "劳动者总人数", "接触职业病危害总人数",
        "作业场所名称", "职业病危害因素名称", "接触人数（可重复）",
    ]  # fmt: skip
    for number in range(rows):
        one = employers[number % len(employers)]
        day = date(until.year, 1, 5) + timedelta(
            days=draw.randrange(max(1, (until - date(until.year, 1, 5)).days))
        )
        yield [
            one["name"], one["code"], day.isoformat(), draw.choice(("初次申报", "变更申报", "年度更新")), one["industry"],
            PLACES[one["county"]], "泉州市", str(draw.randrange(60, 900)), str(draw.randrange(10, 60)),
            f"{number // len(employers) + 1}号车间", draw.choice(MEASURED)[0], str(draw.randrange(1, 60)),
        ]  # fmt: skip


STREAMS = {"measurements": measurements, "cases": cases, "exams": exams, "declarations": declarations}
SHARE = {"measurements": 1.0, "cases": 0.02, "exams": 0.5, "declarations": 0.1}


def write_examples(folder: Path, *, rows: int, seed: int, until: date) -> list[Path]:
    """Write one CSV a stream: `rows` measurements, fewer of the others, up to the day `until`."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, make in STREAMS.items():
        draw = random.Random(f"{seed}-{name}")  # noqa: S311 - examples, not secrets
        employers = _employers(random.Random(seed), max(5, rows // 200))  # noqa: S311
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(make(draw, employers, max(1, int(rows * SHARE[name])), until))
        written.append(path)
    return written
