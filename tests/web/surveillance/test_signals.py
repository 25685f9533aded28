"""Pages of signals: the sentence first, the picture with its table, the steps each seat has, what units see, the rules."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cast import AT, Cast
from lianxi.surveillance.actions import check_effect, dismiss_signal
from lianxi.surveillance.models import Signal, SignalRule
from lianxi.surveillance.running.later import Later
from lianxi.web.surveillance.pictures import draw
from surveillance.signal_stages import (
    LATER,
    WARNED,
    assessed,
    finished,
    measured,
    raised,
    run,
    shipped,
    warned,
)
from web.signing_in import posts, seated, words


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(timezone, "now", lambda: WARNED + timedelta(hours=2))


@pytest.fixture
def qz(db: Any) -> Cast:
    return shipped()


def read(client: Client, url: str) -> Any:
    with CaptureQueriesContext(connection) as asked:
        response = client.get(url)
    assert response.status_code == 200, response.content.decode()[:500]
    assert len(asked) <= 15, [one["sql"][:120] for one in asked]
    return response


@pytest.fixture
def signal(qz: Cast, tmp_path: Path) -> Signal:
    folder = tmp_path / "files"
    folder.mkdir()
    return raised(qz, folder)


def test_the_office_reads_why_and_verifies(client: Client, qz: Cast, signal: Signal) -> None:
    seated(client, qz.staff)
    assert "有1个信号待核实" in words(read(client, "/signals"))
    page = read(client, f"/signals/{signal.pk}")
    text = words(page)
    assert "6mg/m3，超过限值（限值4）。待核实。" in text
    assert "GBZ2.1-2019" in text  # the reckoning of the judged row
    assert signal.data_sha256 in text
    assert '<polyline points="46,' in page.content.decode()
    assert "/do/surveillance.warning.issue" not in posts(page)
    client.post(
        "/do/surveillance.signal.verify",
        {"signal_id": signal.pk, "text": "属实", "next": f"/signals/{signal.pk}"},
    )
    assert "属实，待评估" in words(read(client, f"/signals/{signal.pk}"))


def test_the_director_warns_by_the_form_with_the_clauses_routing_gives(
    client: Client, qz: Cast, signal: Signal
) -> None:
    assessed(qz, signal)
    seated(client, qz.director)
    page = read(client, f"/signals/{signal.pk}")
    unit = qz.unit("市住建局").pk
    assert f'value="{unit}:QZ-3-11-2" checked' in page.content.decode()
    assert "还不能确定" in words(page)
    client.post(
        "/do/surveillance.warning.issue",
        {
            "signal_id": signal.pk, "level": "serious", "text": "请督促整改。", "title": "",
            "units": [f"{unit}:QZ-3-11-2"], "next": f"/signals/{signal.pk}",
        },
    )  # fmt: skip
    page = read(client, f"/signals/{signal.pk}")
    assert "预警〔2026〕1号" in words(page)
    assert "QZ-3-11-2" in words(page)


def test_units_see_a_signal_only_once_warned(client: Client, qz: Cast, signal: Signal) -> None:
    seated(client, qz.liaison("市住建局"))
    assert client.get(f"/signals/{signal.pk}").status_code == 404
    warned(qz, signal)
    page = read(client, f"/signals/{signal.pk}")
    assert posts(page) == []
    assert "泉州示例建工有限公司" in words(read(client, "/signals"))
    assert client.get("/signals/rules").status_code == 404
    seated(client, qz.member("市总工会"))
    assert client.get(f"/signals/{signal.pk}").status_code == 404
    assert "没有符合条件的信号" in words(read(client, "/signals"))


def test_a_repeat_shows_why_the_one_before_was_dismissed(
    client: Client, qz: Cast, signal: Signal, tmp_path: Path
) -> None:
    dismiss_signal(qz.staff, LATER, signal_id=signal.pk, kind="data_error", reason="单位换算有误。")
    measured(qz, tmp_path / "files", {"检测结果": "5", "检测日期": "2026-01-15"})
    run(qz, LATER)
    seated(client, qz.staff)
    text = words(read(client, f"/signals/{Signal.objects.latest('pk').pk}"))
    assert "以前出现过" in text
    assert "数据有误：单位换算有误。" in text


def test_rules_are_listed_with_source_and_switched_off(client: Client, qz: Cast) -> None:
    seated(client, qz.director)
    text = words(read(client, "/signals/rules"))
    assert "还没有建设项目" in text
    assert "本程序建议值（设定，待确认）" in text
    given = {"code": "employer_cases", "on": "false", "values": ["365", "3", "12"], "reason": "试行"}
    client.post("/do/surveillance.rule.set", given)
    row = SignalRule.objects.get(code="employer_cases", ends_before=None)
    assert (row.on, row.parameters) == (False, {"lookback_days": 365.0, "cases": 3.0, "window_months": 12.0})


def test_a_picture_is_laid_out_between_its_axes() -> None:
    """Two points, the bound across: the highest value 8 gives an axis to 8, so it stands at the top, 4 half-way."""
    points = [
        {"label": "a", "value": 4, "upper": 4, "mark": ""},
        {"label": "b", "value": 8, "upper": 4, "mark": "broke"},
    ]
    drawn = draw({"title": "t", "points": points})
    assert drawn is not None
    assert [(dot.x, dot.y) for dot in drawn.dots] == [(46.0, 112.0), (628.0, 14.0)]
    assert drawn.upper == ("46,112.0 628,112.0",)
    gap = draw(
        {"points": [{"label": "a", "value": 1}, {"label": "b", "value": None}, {"label": "c", "value": 2}]}
    )
    assert gap is not None
    assert len(gap.line) == 2
    assert draw({}) is None
    assert AT < WARNED


def test_a_picture_shows_the_band_the_weeks_compared_and_what_is_incomplete() -> None:
    points = [
        {"label": "a", "value": 2, "expected": 2, "upper": 4, "mark": "used"},
        {"label": "b", "value": 3, "expected": 2, "upper": 4, "mark": "down"},
        {"label": "c", "value": 8, "expected": 2, "upper": 4, "mark": "broke", "late": "尚不完整"},
    ]
    compared = [{"label": "a", "value": 2, "weight": 1.0}, {"label": "b", "value": 3, "weight": 0.25}]
    drawn = draw({"title": "t", "points": points, "compared": compared, "tables": [{"title": "x"}]})
    assert drawn is not None
    # There along the bound (half-way up), back along the expected (a quarter).
    assert drawn.band == ("46.0,112.0 337.0,112.0 628.0,112.0 628.0,161.0 337.0,161.0 46.0,161.0",)
    assert drawn.strip is not None
    assert [(dot.mark, dot.weight) for dot in drawn.strip.dots] == [("used", "1.00"), ("down", "0.25")]
    assert drawn.dots[-1].said == "突破；尚不完整"
    assert (drawn.late, drawn.broke, drawn.marks) == (True, True, True)
    level = draw({"points": [{"label": "a", "value": 0}]})
    assert level is not None
    assert (level.late, level.broke, level.strip) == (False, False, None)


def test_who_checked_is_not_offered_to_close(
    client: Client, qz: Cast, signal: Signal, tmp_path: Path
) -> None:
    finished(qz, warned(qz, signal), WARNED)
    at = WARNED + timedelta(hours=1)
    with pytest.MonkeyPatch.context() as patch:
        later = Later(1, 0, 1.2, "此后有同一用人单位、同一危害因素的检测结果1条。")
        patch.setattr("lianxi.surveillance.running.later.later_data", lambda *_: later)
        check_effect(qz.staff, at, signal_id=signal.pk, effective=True, text="复测合格。")
    seated(client, qz.staff)
    page = read(client, f"/signals/{signal.pk}")
    assert "/do/surveillance.signal.close" not in posts(page)
    assert "处置效果是由你核查的" in words(page)
    seated(client, qz.convener)
    assert "/do/surveillance.signal.close" in posts(read(client, f"/signals/{signal.pk}"))


def test_the_list_leaves_as_a_file_with_what_a_seat_may_see(client: Client, qz: Cast, signal: Signal) -> None:
    def listed(actor: Any, query: str = "") -> list[str]:
        answer = seated(client, actor).get(f"/signals/export?form=csv{query}")
        assert answer.status_code == 200
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[1:]  # type: ignore[attr-defined]

    assert "/signals/export?form=xlsx" in seated(client, qz.staff).get("/signals").content.decode()
    [line] = listed(qz.staff)
    assert signal.data_sha256 in line
    assert "待核实" in line
    assert listed(qz.staff, "&state=closed") == []
    assert listed(qz.member("市住建局")) == []
    warned(qz, signal)
    assert len(listed(qz.member("市住建局"))) == 1
    assert listed(qz.member("市教育局")) == []
