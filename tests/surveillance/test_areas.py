"""The conference's own list of areas is what counts: denominators, circles, what sent nothing, what lies outside."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone

from cast import AT, Cast
from lianxi.core.refusals import BadInput
from lianxi.papers.actions import draft_paper
from lianxi.register.actions import propose_area_list
from lianxi.register.rules.areas import area_organ, counties_of, lies_within
from lianxi.stories.example_files import credit_code
from lianxi.surveillance.actions.detection import run_detection
from lianxi.surveillance.models import Batch, DetectionRun
from lianxi.surveillance.queries.counting import SOURCES, Series, count_weeks
from lianxi.surveillance.queries.looking import Look
from lianxi.surveillance.running.scanning import layers_of
from lianxi.surveillance.running.series import _elsewhere
from papers.paths import TEXT, TITLE
from surveillance.signal_stages import cases
from surveillance.test_places import CENTERS, over, scan_rule, two_counties_rise
from surveillance.test_rises import LAST
from web.signing_in import seated, words

TO_QUANZHOU = "各县(市、区)人民政府,泉州开发区、泉州台商投资区管委会:"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=7))


def case(number: int, division: str) -> dict[str, str]:
    day = LAST - timedelta(weeks=number % 10)
    return {
        "报告卡编号": f"N{division}{number}", "身份证号": "", "姓名": "", "专业工龄-年": "12",
        "具体病名": "职业性噪声聋", "接触的职业病危害因素": "噪声", "地区编码": division,
        "统一社会信用代码": credit_code(division, number + 1), "用人单位名称": f"示例{division}{number}厂",
        "诊断日期": day.isoformat(), "报告日期": (day + timedelta(days=2)).isoformat(),
    }  # fmt: skip


def told(cast: Cast, folder: Path, *divisions: str) -> Batch:
    folder.mkdir(exist_ok=True)
    cases(cast, folder, *(case(number, one) for number, one in enumerate(divisions)))
    return Batch.objects.latest("pk")


def test_a_county_of_an_area_that_is_a_city_lies_within_it() -> None:
    assert lies_within("440106", {"440100"})
    assert lies_within("350582", {"350582"})
    assert not lies_within("350527", {"350582", "350581"})
    assert {"440106", "441900"} <= counties_of(["440100", "441900"])
    assert "440100" not in counties_of(["440100"])


def test_the_mean_of_the_others_counts_those_that_sent_nothing() -> None:
    keys = (("350582", "noise", "C19"), ("350581", "noise", "C19"))
    counts = np.array([[0.0, 4.0], [6.0, 6.0]])
    series = Series(SOURCES[1], keys, np.array([1, 2]), counts, frozenset(keys), {})
    assert _elsewhere(series, frozenset()).tolist() == [6.0, 2.0]
    listed = frozenset({"350582", "350581", "350583", "350521"})
    assert _elsewhere(series, listed).tolist() == [2.0, pytest.approx(2 / 3)]


def test_circles_are_looked_for_over_the_list(cast: Cast) -> None:
    """Of six centers one lies outside; an area of the list without a center is named."""
    held = over(two_counties_rise())
    areas = dict.fromkeys([*CENTERS][:5], "") | {"350583": "南安市"}
    look = Look(held.con, held.day, held.names, places=CENTERS, areas=areas)
    series = cast_series(look)
    layers, without = layers_of(look, scan_rule(cast)[0], series)
    assert layers[0].codes == tuple(sorted([*CENTERS][:5]))
    assert without == ["350583"]


def cast_series(look: Look) -> Series:
    series = count_weeks(look, SOURCES[1])
    assert series is not None
    return series


def test_a_file_says_which_areas_it_lacks_and_what_lies_outside(cast: Cast, tmp_path: Path) -> None:
    propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    batch = told(cast, tmp_path / "f", "350582", "350581", "350527")
    notes = "".join(batch.counts["notes"])
    assert "这份文件里没有 9 个地区的数据：鲤城区、" in notes
    assert "地区清单以外的数据照收：泉州市金门县" in notes
    page = words(seated(Client(), cast.staff).get(f"/surveillance/batches/{batch.pk}"))
    assert "泉州市金门县" in page


def test_a_file_of_one_area_does_not_miss_the_others(cast: Cast, tmp_path: Path) -> None:
    propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    assert "地区的数据" not in "".join(told(cast, tmp_path / "f", "350582").counts["notes"])


def test_page_and_export_list_every_area(cast: Cast, tmp_path: Path) -> None:
    propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    told(cast, tmp_path / "f", "350582", "350582", "350527")
    office = seated(Client(), cast.staff)
    assert "南安市—没有数据（未报还是确无，数据分不出）" in words(office.get("/signals/series?source=cases"))
    sent = office.get("/signals/series/export?source=cases&form=csv")
    lines = b"".join(sent.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1 + 13 + 1
    rows = {line.split(",")[0]: line for line in lines}
    assert rows["晋江市"].startswith("晋江市,350582,2")
    assert rows["泉州台商投资区"].endswith("没有区划代码，数据计在所在县（市、区）")
    assert rows["泉州市金门县"].endswith("清单以外")
    page = words(office.get(f"/surveillance/employers/{credit_code('350527', 3)}"))
    assert "金门县（不在地区清单内）" in page
    assert seated(Client(), cast.member("市总工会")).get("/signals/series/export").status_code == 404


def test_a_changed_list_is_looked_at_anew(cast: Cast, tmp_path: Path) -> None:
    told(cast, tmp_path / "f", "350582", "350581")
    run_detection(cast.conference.pk, AT)
    before = DetectionRun.objects.count()
    run_detection(cast.conference.pk, AT)
    assert DetectionRun.objects.count() == before
    propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    run_detection(cast.conference.pk, AT)
    assert DetectionRun.objects.count() == before + 1


def test_a_paper_goes_to_every_area(cast: Cast) -> None:
    fields = {"kind": "letter", "title": TITLE, "text": TEXT, "outside": "市人民政府办公室"}
    with pytest.raises(BadInput, match="还没有地区清单"):
        draft_paper(cast.staff, AT, **fields, to_areas=True)
    propose_area_list(cast.staff, AT, addressees=TO_QUANZHOU)
    names = [row["name"] for row in draft_paper(cast.staff, AT, **fields, to_areas=True).addressees]
    assert len(names) == 14
    assert {"市人民政府办公室", "晋江市人民政府", "泉州开发区管委会"} <= set(names)
    assert not [name for name in names if "金门" in name]
    page = words(seated(Client(), cast.staff).get("/papers/drafts/new"))
    assert "加上地区清单里的13个机关" in page


@pytest.mark.parametrize(
    ("name", "kind", "organ"),
    [
        ("晋江市", "county", "晋江市人民政府"),
        ("广州市", "prefecture", "广州市人民政府"),
        ("泉州开发区", "body", "泉州开发区管委会"),
        ("某开发区管委会", "body", "某开发区管委会"),
        ("石家庄高新技术产业开发区", "zone", "石家庄高新技术产业开发区管委会"),
    ],
)
def test_the_organ_of_an_area(name: str, kind: str, organ: str) -> None:
    assert area_organ(name, kind) == organ
