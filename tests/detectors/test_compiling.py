"""Where compiled code is kept: where it can be written, never where somebody else may put it; and who is told."""

import stat
from pathlib import Path

import pytest

from lianxi.cli.commands import run
from lianxi.detectors import compiling
from lianxi.detectors.methods import METHODS, first_run_words


def test_the_place_is_the_first_that_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for name in ("NUMBA_CACHE_DIR", "LIANXI_DATA", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file" / name))
    monkeypatch.setattr(compiling, "HERE", tmp_path / "file")
    alone = compiling._place()
    assert stat.S_IMODE(alone.stat().st_mode) == 0o700
    assert alone != compiling._place()
    for name in ("XDG_CACHE_HOME", "LIANXI_DATA", "NUMBA_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
        assert compiling._place().is_relative_to(tmp_path / name)


def test_another_version_has_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "HERE", tmp_path)
    (tmp_path / "a.py").write_text("A = 1")
    first = compiling._version()
    (tmp_path / "a.py").write_text("A = 2")
    assert compiling._version() != first


def test_who_waits_for_the_compiler_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"a,{week},{week % 3}\n" for week in range(1, 21))
    (tmp_path / "in.csv").write_text("series,week,n\n" + rows)
    files = ["--input", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv")]
    monkeypatch.setattr(compiling, "KEPT", tmp_path)
    assert {name for name in METHODS if not first_run_words(name)} == {"ears-c1", "ears-c2", "ears-c3"}
    assert run(["surveillance", "detect", "--method", "cusum", *files]) == 0
    assert capsys.readouterr().err == "这一版本首次运行 cusum，正在编译，约需半分钟；以后不再需要。\n"
    (tmp_path / "detecting_1").mkdir()
    (tmp_path / "detecting_1" / "cumulative._add_up-51.py311.1.nbc").write_bytes(b"")
    assert run(["surveillance", "detect", "--method", "cusum", *files]) == 0
    assert capsys.readouterr().err == ""
