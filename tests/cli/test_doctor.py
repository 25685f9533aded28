"""`lianxi doctor`: every role of the papers with its font, and a role that has none."""

from datetime import date
from pathlib import Path

import pytest

from cast import Cast
from ledger.steps import acknowledged, entered
from lianxi.bodies.models import Tenure
from lianxi.cli.commands import run
from lianxi.clocks.selfcheck import look_at_years
from lianxi.papers.pdf import fonts


def test_every_role_is_named_with_the_file_that_serves_it(
    capsys: pytest.CaptureFixture[str], cast: Cast
) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    for role, file in (
        ("方正小标宋简体", "NotoSerifSC-Regular.otf"),
        ("仿宋_GB2312", "FandolFang-Regular.otf"),
    ):
        assert any(role in line and file in line and "正常" in line for line in said.splitlines())
    assert len([line for line in said.splitlines() if "代替" in line]) == 5


def test_a_role_without_a_font_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cast: Cast
) -> None:
    monkeypatch.setattr(fonts, "_OWN", tmp_path)
    assert run(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0].split()[-1] for line in lines if "缺失" in line] == [
        "仿宋_GB2312",
        "楷体_GB2312",
    ]
    assert any("make run" in line for line in lines)


def test_a_vacant_seat_with_open_matters_is_named(capsys: pytest.CaptureFixture[str], cast: Cast) -> None:
    acknowledged(cast, entered(cast, lead="市住建局"))
    run(["doctor"])
    assert "没有事项落在空缺席位上" in capsys.readouterr().out
    held = Tenure.objects.filter(conference=cast.conference, seat__unit__name="市住建局")
    Tenure._base_manager.filter(pk__in=held.values("pk")).update(ends_before=date(2026, 3, 3))
    assert run(["doctor"]) == 1
    assert any("市住建局" in line and "空缺" in line for line in capsys.readouterr().out.splitlines())


def test_a_year_without_its_notice_is_named(db: None) -> None:
    assert [sign.well for sign in look_at_years(date(2025, 6, 1))] == [True, True]
    this, following = look_at_years(date(2031, 6, 1))
    assert (this.well, following.well) == (False, True)
    assert "2031年放假安排没有载入" in this.sentence
    assert "暂定" in following.sentence
