"""`lianxi doctor`: every role of the papers with its font, and a role that has none."""

from pathlib import Path

import pytest

from lianxi.cli.commands import run
from lianxi.papers.pdf import fonts


def test_every_role_is_named_with_the_file_that_serves_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    for role, file in (
        ("方正小标宋简体", "NotoSerifSC-Regular.otf"),
        ("仿宋_GB2312", "FandolFang-Regular.otf"),
    ):
        assert any(role in line and file in line and "正常" in line for line in said.splitlines())
    assert len([line for line in said.splitlines() if "代替" in line]) == 5


def test_a_role_without_a_font_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_OWN", tmp_path)
    assert run(["doctor"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("：")[0].split()[-1] for line in lines if "缺失" in line] == [
        "仿宋_GB2312",
        "楷体_GB2312",
    ]
    assert any("make run" in line for line in lines)
