"""Monitoring in the demonstration: invented measurements and cases brought in, signals found and taken different ways."""

import csv
import io
from datetime import date, timedelta

from lianxi.core.words import day_of
from lianxi.ledger.models import Obligation
from lianxi.papers.files import Upload
from lianxi.stories.example_files import credit_code, identity_number
from lianxi.stories.story import Story
from lianxi.surveillance.actions import (
    apply_batch,
    assess_signal,
    check_batch,
    dismiss_signal,
    issue_warning,
    receive_batch,
    set_centroids,
    verify_signal,
    want_data,
)
from lianxi.surveillance.actions.detection import run_detection
from lianxi.surveillance.intake.checking import run_check
from lianxi.surveillance.models import Signal
from lianxi.surveillance.queries.routed import route_signal
from lianxi.surveillance.store.files import incoming_dir
from lianxi.tables.staging import stage

BUILDER = ("泉州示例建工有限公司", credit_code("350503", 9001), "丰泽区", "4710")
STONE = ("南安示例石材有限公司", credit_code("350583", 9002), "南安市", "3032")
SHOES = ("晋江示例鞋业有限公司", credit_code("350582", 9003), "晋江市", "1952")
NOISE_COUNTIES = (
    ("350582", "晋江市"), ("350581", "石狮市"), ("350583", "南安市"), ("350521", "惠安县"), ("350525", "永春县"),
    ("350526", "德化县"), ("350502", "鲤城区"), ("350503", "丰泽区"),
)  # fmt: skip
# Rough positions for the demonstration; a real conference brings its own file.
CENTERS = """区划代码,名称,经度,纬度
350502,鲤城区,118.58,24.91
350503,丰泽区,118.61,24.89
350521,惠安县,118.80,25.03
350525,永春县,118.29,25.32
350526,德化县,118.24,25.49
350581,石狮市,118.65,24.73
350582,晋江市,118.55,24.78
350583,南安市,118.39,24.96
"""
Row = dict[str, str]


def find_and_warn(story: Story) -> None:
    """Bring in measurements; one signal is warned of, one dismissed, one waits for data."""
    day = day_of(story.at)
    _bring(story, "measurements", _measurements(day))
    run_detection(story.conference.pk, story.at)
    fume, toluene, silica = (_signal(story, firm) for firm in (BUILDER, SHOES, STONE))
    story.wait(hours=2)
    dismiss_signal(
        story.office,
        story.at,
        signal_id=toluene.pk,
        kind="data_error",
        reason="检测机构确认小数点录错，原始记录为 26 mg/m3，已请其更正报告。",
    )
    want_data(story.office, story.at, signal_id=silica.pk, text="请南安市补充该岗位的游离二氧化硅检测记录。")
    verify_signal(
        story.office, story.at, signal_id=fume.pk, text="已向检测机构核对原始记录，并电话核实工地仍在施工。"
    )
    assess_signal(
        story.office,
        story.at,
        signal_id=fume.pk,
        risk="high",
        text="同一工地三次检测逐次升高，接触人数多，局部通风停用。",
    )
    _warn(story, fume)


def _warn(story: Story, fume: Signal) -> None:
    fume.refresh_from_db()
    named = [one for one in route_signal(story.conference, fume).named if one.is_firm]
    chosen = {one.unit.name: f"{one.unit.pk}:{one.clause}" for one in named}
    story.wait(hours=3)
    issue_warning(
        story.office,
        story.at,
        signal_id=fume.pk,
        level="serious",
        text="请督促该工地立即恢复局部通风、为焊工配备防护用品，复测合格后恢复作业，并排查同类工地。",
        units=list(chosen.values()),
        evidence_wanted="整改情况和复测报告",
    )
    story.wait_days(1)
    own = Obligation.objects.filter(conference=story.conference, origin="warning", lead_unit__name="市住建局")
    owed = own.latest("pk")
    story.acknowledge(owed)
    story.report(owed, "工地已停工整改，局部通风已恢复，待复测。", done=False)


def find_today(story: Story) -> None:
    """Bring in a suspected case, and cases of noise with a cluster in two neighboring counties."""
    day = day_of(story.at)
    set_centroids(
        story.office,
        story.at,
        file=Upload("示例中心点.csv", CENTERS.encode()),
        source_text="示例坐标，仅供演示，不是测绘成果",
    )
    _bring(story, "cases", [_case(day), *_noise(day)])
    run_detection(story.conference.pk, story.at)


def _noise(day: date) -> list[Row]:
    """Give sixty weeks with a case or two a week over eight counties; in the last two whole weeks sixteen in two of them."""
    monday = day - timedelta(days=day.weekday() + 7)
    places = [
        (monday - timedelta(weeks=week), NOISE_COUNTIES[at])
        for week in range(2, 60)
        for at in {week % 8, (3 * week + 1) % 8}
    ]
    before = monday - timedelta(weeks=1)
    places += [(before, NOISE_COUNTIES[0])] * 4 + [(before, NOISE_COUNTIES[1])] * 3
    places += [(monday, NOISE_COUNTIES[0])] * 5 + [(monday, NOISE_COUNTIES[1])] * 4
    return [_deaf(number, *place) for number, place in enumerate(places)]


def _deaf(number: int, monday: date, place: tuple[str, str]) -> Row:
    code, county = place
    found = monday + timedelta(days=number % 4)
    return {
        **_case(found),
        "报告卡编号": f"SLZ{number:05d}",
        "用人单位名称": f"{county}示例第{number + 1}厂",
        "统一社会信用代码": credit_code(code, 9100 + number),
        "区": county,
        "行业": "1952",
        "病例类型": "确诊",
        "姓名": f"示例人员{number + 2}",
        "身份证号": identity_number(code, date(1970, 1, 1) + timedelta(days=37 * number), number),
        "具体病名": "职业性噪声聋",
        "接触的职业病危害因素": "噪声",
        "诊断日期": found.isoformat(),
        "报告日期": (found + timedelta(days=2)).isoformat(),
        "专业工龄-年": "12",
    }


def _signal(story: Story, firm: tuple[str, ...]) -> Signal:
    found: Signal = Signal.objects.filter(conference=story.conference, employer=firm[1]).latest("pk")
    return found


def _bring(story: Story, stream: str, rows: list[Row]) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    name = f"示例{'检测' if stream == 'measurements' else '病例'}数据.csv"
    upload, _size = stage(incoming_dir(story.conference.pk), [out.getvalue().encode("utf-8-sig")])
    batch = receive_batch(story.office, story.at, stream=stream, upload=upload, name=name)
    run_check(batch, day_of(story.at))
    check_batch(story.office, story.at, batch_id=batch.pk)
    apply_batch(story.office, story.at, batch_id=batch.pk)


def _measurements(day: date) -> list[Row]:
    return [
        _measured(BUILDER, day - timedelta(days=120), "电焊烟尘", "总尘", "2.1"),
        _measured(BUILDER, day - timedelta(days=60), "电焊烟尘", "总尘", "3.2"),
        _measured(BUILDER, day - timedelta(days=4), "电焊烟尘", "总尘", "6.2"),
        _measured(
            STONE, day - timedelta(days=5), "矽尘（10%≤游离SiO2含量≤50%）", "呼尘", "0.45", silica="30"
        ),
        _measured(SHOES, day - timedelta(days=90), "甲苯", "C-TWA", "21"),
        _measured(SHOES, day - timedelta(days=3), "甲苯", "C-TWA", "260"),
    ]


def _measured(
    firm: tuple[str, str, str, str], day: date, hazard: str, metric: str, value: str, *, silica: str = ""
) -> Row:
    name, code, county, industry = firm
    return {
        "检测报告编号": f"SL{day:%Y%m%d}-{code[-4:]}",
        "企业名称": name,
        "统一社会信用代码": code,
        "省": "福建省",
        "市": "泉州市",
        "区": county,
        "行业小类": industry,
        "工作场所名称": "1号作业区",
        "岗位小类": "示例岗位",
        "检测日期": day.isoformat(),
        "职业病危害因素小类": hazard,
        "类别": metric,
        "检测结果": value,
        "单位": "mg/m³",
        "游离二氧化硅含量": silica,
        "日接触时间": "8",
        "周工作天数": "5",
        "接触人数": "24",
    }


def _case(day: date) -> Row:
    name, code, county, industry = STONE
    return {
        "报告卡编号": "SLK00001",
        "用人单位名称": name,
        "统一社会信用代码": code,
        "省": "福建省",
        "市": "泉州市",
        "区": county,
        "行业": industry,
        "病例类型": "疑似",
        "姓名": "示例人员1",
        "身份证号": identity_number("350583", date(1978, 5, 6), 11),
        "具体病名": "矽肺",
        "接触的职业病危害因素": "矽尘",
        "诊断日期": (day - timedelta(days=3)).isoformat(),
        "报告日期": (day - timedelta(days=1)).isoformat(),
        "专业工龄-年": "7",
        "专业工龄-月": "0",
        "诊断单位": "泉州市示例诊断机构",
    }
