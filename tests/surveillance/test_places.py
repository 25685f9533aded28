"""Centers of counties from an operator's file, and the circles of counties that a run finds over them."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.models import Entry
from lianxi.papers.files import Upload
from lianxi.stories.example_files import credit_code
from lianxi.surveillance.actions import set_centroids
from lianxi.surveillance.models import CentroidSet, DetectionRun, Signal
from lianxi.surveillance.queries.centroids import centers_of
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.queries.signal_rules import rules_on
from lianxi.surveillance.rules.centroids import read_places
from lianxi.surveillance.running.later import weeks_after
from lianxi.surveillance.running.series import find_rises
from lianxi.web.surveillance.pictures import draw
from surveillance.signal_stages import cases, run
from surveillance.test_rises import DAY, LAST, look

HEADING = "区划代码,名称,经度,纬度\n"
# Rounded by eye from a map of Quanzhou; only that Jinjiang and Shishi lie next to each other matters.
PLACES = {
    "350502": ("鲤城区", 118.58, 24.91),
    "350581": ("石狮市", 118.65, 24.73),
    "350582": ("晋江市", 118.55, 24.78),
    "350521": ("惠安县", 118.80, 25.03),
    "350525": ("永春县", 118.29, 25.32),
    "350526": ("德化县", 118.24, 25.49),
}
CENTERS = {code: (east, north) for code, (_, east, north) in PLACES.items()}
NOISE = ("noise", "C1952")


def given(places: dict[str, tuple[str, float, float]] = PLACES) -> bytes:
    lines = [f"{code},{name},{east},{north}" for code, (name, east, north) in places.items()]
    return (HEADING + "\n".join(lines)).encode()


def over(weeks: dict[str, list[int]], centers: dict[str, tuple[float, float]] = CENTERS) -> Look:
    held = look({(code, *NOISE): counts for code, counts in weeks.items()})
    return Look(held.con, held.day, held.names, places=centers)


def scan_rule(cast: Cast) -> list:
    return [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind == "space"]


def two_counties_rise() -> dict[str, list[int]]:
    """Five counties with two cases a week for 52 weeks; in the last two, Jinjiang and Shishi have eight."""
    calm = [2] * 50
    return {code: [*calm, *([8, 8] if code in ("350582", "350581") else [2, 2])] for code in list(PLACES)[:5]}


def test_a_circle_of_two_counties_with_its_table(cast: Cast) -> None:
    """All cases: 5·50·2 + 2·22 = 544; Jinjiang and Shishi have 232 of them, the last two weeks 44: 18.76 expected."""
    found, silent = find_rises(over(two_counties_rise()), scan_rule(cast))
    assert [one.rule for one in found] == ["scan"]
    one = found[0]
    assert one.observed == 32
    assert one.expected == pytest.approx(232 * 44 / 544)
    assert (one.period, one.happened_on) == (LAST.isoformat(), date(2026, 2, 16))
    assert one.words.startswith(
        "晋江市、石狮市噪声疑似和确诊病例时空聚集：2026年2月16日起2周32例，预期18.8，"
    )
    table = one.picture["tables"][0]
    assert table["heads"] == ["地区", "观测", "预期", "比值"]
    assert table["rows"][0] == ["晋江市", "16", "9.4", "1.71"]  # 116·44/544 = 9.38
    assert table["rows"][-1] == ["合计", "32", "18.8", "1.71"]
    # 32·ln(32/18.76) + 512·ln(512/525.24) = 17.08 − 13.07
    assert "对数似然比4.01，纯属偶然的可能约" in one.picture["note"]
    assert "999次随机重排，种子1" in one.picture["note"]
    drawn = draw(one.picture)
    assert drawn is not None
    assert [dot.mark for dot in drawn.dots][-3:] == ["", "broke", "broke"]
    assert silent == [one for one in silent if "没有超过限值" in one.why]
    again, _ = find_rises(over(two_counties_rise()), scan_rule(cast))
    assert again == found


def test_a_calm_map_raises_nothing_and_a_county_without_center_is_named(cast: Cast) -> None:
    calm = {code: [2, 1, 3, 2] * 13 for code in list(PLACES)[:5]}
    centers = {code: point for code, point in CENTERS.items() if code != "350525"}
    found, silent = find_rises(over(calm, centers), scan_rule(cast))
    assert found == []
    assert any(one.why == "“时空扫描”：1个地区没有中心点，未纳入：永春县。" for one in silent)


@pytest.mark.long
def test_one_rise_seen_by_the_series_and_the_scan_is_one_signal(cast: Cast) -> None:
    """Jinjiang alone rises: its series and the circle around it are the same rise, told once."""
    rules = [one for one in rules_on(cast.conference.pk, DAY).values() if one.kind in ("series", "space")]
    weeks = {code: [2, 3, 4, 3] * 75 + [30 if code == "350582" else 3] for code in list(PLACES)[:5]}
    found, _ = find_rises(over(weeks), rules)
    assert len(found) == 1
    assert found[0].rule == "farrington"
    assert any("时空聚集" in part for part in found[0].parts)


def test_a_run_says_why_the_scan_is_silent_until_centers_come(cast: Cast, tmp_path: Path) -> None:
    listed = []
    for number, code in enumerate(["350582", "350581"] * 6 + ["350502", "350521", "350525"] * 5):
        day = LAST + timedelta(days=1) if number < 12 else LAST - timedelta(weeks=number - 11)
        listed.append(
            {
                "报告卡编号": f"N{number}", "身份证号": "", "姓名": "", "专业工龄-年": "12", "地区编码": code,
                "具体病名": "职业性噪声聋", "接触的职业病危害因素": "噪声",
                "统一社会信用代码": credit_code(code, number + 1), "用人单位名称": f"示例{number}厂",
                "诊断日期": day.isoformat(), "报告日期": (day + timedelta(days=2)).isoformat(),
            }
        )  # fmt: skip
    cases(cast, tmp_path, *listed)
    why = [one.why for one in run(cast).silent if one.rule == "scan"]
    assert any("没有各地的中心点坐标，不做时空扫描。请由办公室提供中心点文件" in one for one in why)
    assert not Signal.objects.filter(rule="scan").exists()
    assert run(cast).skipped
    set_centroids(cast.director, AT, file=Upload("places.csv", given()), source_text="测绘部门提供")
    again = run(cast)  # the same data and day, but centers: judged again
    assert not again.skipped
    assert DetectionRun.objects.latest("pk").data_sha256["centroids"]
    signal = Signal.objects.get(rule="scan")
    assert (signal.observed, signal.reasons) == (12.0, ["fdr"])
    assert signal.picture["tables"][0]["rows"][-1][1] == "12"
    next_day = run(cast, AT + timedelta(days=1))
    assert next_day.raised == 0
    # Not judged again in the same week: what was said of the series is said still.
    assert next_day.silent == again.silent


def test_centers_are_kept_with_source_and_replaced_never_edited(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        set_centroids(cast.member("市总工会"), AT, file=Upload("a.csv", given()), source_text="网上")
    first = set_centroids(cast.staff, AT, file=Upload("a.csv", given()), source_text="测绘部门提供")
    assert centers_of(cast.conference.pk) == CENTERS
    entry = Entry.objects.get(action="surveillance.centroids.set")
    assert "测绘部门提供" in entry.body
    with pytest.raises(BadInput, match="相同"):
        set_centroids(cast.staff, AT, file=Upload("a.csv", given()), source_text="再来")
    moved = {**PLACES, "350526": ("德化县", 118.25, 25.5)}
    set_centroids(cast.staff, AT, file=Upload("a.csv", given(moved)), source_text="更正")
    assert CentroidSet.objects.get(pk=first.pk).places[-1] == ["350582", "晋江市", 118.55, 24.78]
    assert centers_of(cast.conference.pk)["350526"] == (118.25, 25.5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("区划代码,名称,经度\n350582,晋江市,118.5", "表头缺少纬度"),
        (HEADING, "没有一个中心点"),
        (HEADING + "350582,晋江市,东经118,24.8", "第2行：经度或纬度不是数字"),
        (HEADING + "350582,晋江市,nan,24.8", "第2行：经度须在"),
        (HEADING + "350582,晋江市,24.78,118.55", "纬度须在"),
        (HEADING + "350582,晋江市,78.55,24.78\n350582,晋江市,118.55,24.78", "第3行：350582已在第2行出现"),
        (HEADING + ",晋江市,118.5,24.7", "第2行：没有区划代码"),
        (HEADING + "999999,某市,118.5,24.7", "没有区划代码“999999”"),
        (HEADING + "350582,南安市,118.5,24.7", "350582是晋江市，文件写的是“南安市”"),
        (HEADING + "350582,晋江市,24.78,75.5", "第2行：晋江市的坐标（24.78，75.5）经度和纬度可能填反了"),
        (HEADING + "350582,晋江市,10,10", "不在中国范围内"),
        (HEADING + "350000,福建省,118.5,24.7", "省级代码"),
        (HEADING + "350182,长乐市,119.5,25.9", "350182是原区划代码，现为350112（长乐区）"),
    ],
)
def test_a_file_of_centers_that_is_wrong(cast: Cast, text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        set_centroids(cast.staff, AT, file=Upload("a.csv", text.encode()), source_text="网上")
    assert not CentroidSet.objects.exists()


def test_headings_and_encodings_people_use() -> None:
    places = read_places("code,lat,lng\n350582,24.78,118.55\n\n".encode("gb18030"))
    assert [(one.line, one.code, one.longitude) for one in places] == [(2, "350582", 118.55)]
    with pytest.raises(BadInput, match="不是UTF-8"):
        read_places(b"\xff\xfe\xff")
    with pytest.raises(BadInput, match="太大"):
        read_places(b"x" * (1 << 21))


def test_the_effect_on_a_circle_is_checked_on_the_weeks_after(cast: Cast) -> None:
    """Of the circle's 18.76 expected in two weeks 9.38 fall on one; 97.5 % of such a Poisson count are 16 or fewer."""
    found, _ = find_rises(over(two_counties_rise()), scan_rule(cast))
    one = found[0]
    signal = Signal(
        conference_id=cast.conference.pk, rule="scan", subject=one.subject, picture=one.picture, unit="例",
        expected=one.expected, bound=None, employer="",
    )  # fmt: skip
    before = weeks_after(signal, over(two_counties_rise()), LAST)
    assert (before.rows, before.sentence) == (0, "此后还没有完整的一周数据。")
    # From the week before on: the last week of the cluster, eight in either county.
    assert weeks_after(signal, over(two_counties_rise()), LAST - timedelta(weeks=1)).as_dict() == {
        "rows": 1, "bad": 0, "worst": 16.0,
        "sentence": "此后有1个完整的周，其中0周高于16例，最多一周16例。",
    }  # fmt: skip
    signal.bound = 10.0
    assert weeks_after(signal, over(two_counties_rise()), LAST - timedelta(weeks=2)).bad == 2
