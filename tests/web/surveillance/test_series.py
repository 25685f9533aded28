"""Pages of counts: a weekly series with its incomplete weeks, and the centers of counties."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import AT, Cast
from lianxi.register.actions import propose_area_list
from lianxi.stories.example_files import credit_code
from lianxi.surveillance.models import CentroidSet
from surveillance.signal_stages import cases
from surveillance.test_places import HEADING, given
from surveillance.test_rises import LAST
from web.signing_in import seated, words


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=7))


def read(client: Client, url: str) -> Any:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:500]
    assert len(asked) <= 15, [one["sql"][:120] for one in asked]
    return response


def test_a_series_marks_the_weeks_that_are_not_complete(client: Client, cast: Cast, tmp_path: Path) -> None:
    """Thirty cases in ten weeks, received on 2 March; looked at a week later: that week has nothing yet."""
    listed = []
    for number in range(30):
        day = LAST - timedelta(weeks=number % 10)
        listed.append(
            {
                "报告卡编号": f"N{number}", "身份证号": "", "姓名": "", "专业工龄-年": "12",
                "具体病名": "职业性噪声聋", "接触的职业病危害因素": "噪声", "地区编码": "350582",
                "统一社会信用代码": credit_code("350582", number + 1), "用人单位名称": f"示例{number}厂",
                "诊断日期": day.isoformat(), "报告日期": (day + timedelta(days=2)).isoformat(),
            }
        )  # fmt: skip
    folder = tmp_path / "files"
    folder.mkdir()
    seated(client, cast.director)
    assert "没有疑似和确诊病例的周数列" in words(read(client, "/signals/series"))
    cases(cast, folder, *listed)
    text = words(read(client, "/signals/series"))
    assert "尚不完整，还没有收到这一周的数据" in text
    assert "没有各地的中心点坐标，不做时空扫描" in text
    assert "没有地区清单" in text
    propose_area_list(cast.staff, AT, addressees="各县(市、区)人民政府,泉州开发区管委会:")
    text = words(read(client, "/signals/series"))
    assert "分地区按地区清单计：12个地区" in text
    assert "没有疑似和确诊病例的10个：鲤城区、" in text
    assert "泉州开发区没有区划代码" in text
    text = words(read(client, "/signals/series?source=cases&key=350582|noise|"))
    assert "晋江市噪声每周疑似和确诊病例" in text
    assert "没有超过限值的检测结果的周数列" in words(read(client, "/signals/series?source=exceedances"))
    seated(client, cast.member("市总工会"))
    assert client.get("/signals/series").status_code == 404
    centres = words(read(client, "/signals/centroids"))
    assert "地区中心点" in centres
    assert "提供中心点文件" not in centres


def test_centers_are_given_by_page_and_a_wrong_line_is_told(client: Client, cast: Cast) -> None:
    seated(client, cast.director)
    assert "没有各地的中心点坐标，不做时空扫描" in words(read(client, "/signals/centroids"))
    bad = SimpleUploadedFile("a.csv", (HEADING + "350582,南安市,118.5,24.7").encode())
    given_ = {"file": bad, "source_text": "网上", "next": "/signals/centroids"}
    answer = client.post("/do/surveillance.centroids.set", given_)
    assert answer.status_code == 422
    assert "第2行：350582是晋江市，文件写的是“南安市”" in words(answer)
    good = SimpleUploadedFile("a.csv", given())
    client.post("/do/surveillance.centroids.set", {**given_, "file": good})
    assert CentroidSet.objects.get().source_text == "网上"
    text = words(read(client, "/signals/centroids"))
    assert "时空扫描用6个地区的中心点，出处：网上" in text
    assert "118.55" in text
