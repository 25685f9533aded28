"""`lianxi surveillance` as somebody types it, from a file to data in force and what is found in them."""

import argparse
import re
from pathlib import Path
from typing import Any

import pytest

from cast import Cast
from lianxi.cli import surveillance
from lianxi.cli.commands import run
from lianxi.surveillance.models import Batch, Signal
from lianxi.surveillance.queries.batches import view_check
from lianxi.surveillance.store import data_dir
from surveillance.intake_stages import CASE, CODE, MEASURED, OTHER, in_force, rows, write_csv


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def typed(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Any:
    """Types a command; gives its exit code, what it printed and what it said of errors."""

    def do(*arguments: object) -> tuple[int, str, str]:
        code = run(["surveillance", *map(str, arguments)])
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return code, told.out, told.err

    return do


def _file(tmp_path: Path, *changes: dict[str, str]) -> Path:
    return write_csv(tmp_path / "检测.csv", rows(MEASURED, *changes))


# ---- import ----


def test_a_file_is_looked_at_and_stored_only_when_asked(typed: Any, cast: Cast, tmp_path: Path) -> None:
    path, seat = _file(tmp_path, {}, {"岗位小类": "甲"}), cast.staff.seat_id
    code, out, _ = typed("import", "measurements", path, "--seat", seat)
    assert code == 0
    assert out.startswith(f"共 2 行：新增 2；有提示 0。\n批次 {Batch.objects.get().pk}；逐行报告：")
    assert out.endswith("等待入库：加 --apply，或在页面上入库。\n")
    assert in_force(cast, "measurements", "row") == []
    code, out, _ = typed("import", "measurements", path, "--seat", seat, "--apply")
    assert (code, out.splitlines()[-1]) == (0, "已入库。")
    assert in_force(cast, "measurements", "row") == [(2,), (3,)]
    code, _, err = typed("import", "measurements", path, "--seat", seat, "--apply")
    assert (code, "没有新的或变更的数据" in err) == (2, True)


def test_a_file_with_a_bad_row_is_stored_only_without_it(typed: Any, cast: Cast, tmp_path: Path) -> None:
    path, seat = _file(tmp_path, {}, {"检测结果": "-1", "岗位小类": "甲"}), cast.staff.seat_id
    code, out, _ = typed("import", "measurements", path, "--seat", seat, "--apply")
    assert (code, out.splitlines()[-1]) == (1, "没有入库。")
    assert "错误 1，新增 1" in out
    report = Path(re.findall(r"逐行报告：(.+)", out)[0])
    assert "1,3,错误,检测结果,检测结果为负,'-1" in report.read_text(encoding="utf-8-sig")
    assert in_force(cast, "measurements", "row") == []
    code, out, _ = typed("import", "measurements", path, "--seat", seat, "--apply", "--without-errors")
    assert (code, out.splitlines()[-1]) == (0, "已入库。")
    assert in_force(cast, "measurements", "row") == [(2,)]


def test_a_later_file_takes_the_place_of_a_batch(typed: Any, cast: Cast, tmp_path: Path) -> None:
    seat = cast.staff.seat_id
    typed("import", "measurements", _file(tmp_path, {}), "--seat", seat, "--apply")
    path, first = _file(tmp_path, {"检测结果": "40"}), Batch.objects.get().pk
    assert typed("import", "measurements", path, "--seat", seat, "--apply", "--replaces", first)[0] == 0
    assert in_force(cast, "measurements", "value") == [(40.0,)]
    assert [one.state for one in Batch.objects.order_by("pk")] == ["withdrawn", "applied"]


def test_what_the_file_lacks_is_given_for_all_of_it(typed: Any, cast: Cast, tmp_path: Path) -> None:
    lacking = ("统一社会信用代码", "企业名称", "检测日期", "检测报告编号")
    bare = {name: value for name, value in MEASURED.items() if name not in lacking}
    path, seat = write_csv(tmp_path / "a.csv", [bare]), cast.staff.seat_id
    code, _, err = typed("import", "measurements", path, "--seat", seat)
    assert (code, "没有统一社会信用代码或用人单位名称、编号、检测日期或检测开始日期这几列" in err) == (
        2,
        True,
    )
    given = ("--employer", OTHER, "--report-no", "R9", "--on", "2026-02-11")
    assert typed("import", "measurements", path, "--seat", seat, "--apply", *given)[0] == 0
    stored = in_force(cast, "measurements", "employer, report_no, CAST(sampled_on AS VARCHAR)")
    assert stored == [(OTHER, "R9", "2026-02-11")]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("measurements", "没有.csv", "--seat", "12"), "找不到文件 没有.csv"),
        (("measurements", "{file}", "--seat", "98765432"), "席位"),
        (("cases", "{file}", "--seat", "{seat}"), "病名或体检结论这几列"),
        (("measurements", "{file}", "--seat", "{seat}", "--replaces", "98765432"), "编号 98765432"),
        (("measurements", "{file}", "--seat", "{seat}", "--memory", "很多"), "请写成 512MiB、4GiB"),
        (("measurements", "{file}", "--seat", "{convener}"), "不能提交监测数据文件"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_sentence(
    typed: Any, cast: Cast, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    names = {"file": _file(tmp_path, {}), "seat": cast.staff.seat_id, "convener": cast.convener.seat_id}
    code, _, err = typed("import", *(one.format(**names) for one in arguments))
    assert code == 2
    assert said in err
    assert in_force(cast, "measurements", "row") == []


def test_the_page_of_a_refused_batch_says_why(typed: Any, cast: Cast, tmp_path: Path) -> None:
    assert typed("import", "cases", _file(tmp_path, {}), "--seat", cast.staff.seat_id)[0] == 2
    batch = Batch.objects.get()
    assert (batch.state, "这份文件不像“疑似和确诊病例”" in view_check(batch).refused) == ("received", True)


# ---- batches, verify ----


def test_batches_are_listed_newest_first(typed: Any, cast: Cast, tmp_path: Path) -> None:
    assert typed("batches") == (0, "", "")
    seat = cast.staff.seat_id
    typed("import", "measurements", _file(tmp_path, {}), "--seat", seat, "--apply")
    typed("import", "cases", write_csv(tmp_path / "病例.csv", [dict(CASE)]), "--seat", seat)
    short, (first, second) = (
        cast.conference.short_name,
        Batch.objects.order_by("pk").values_list("pk", flat=True),
    )
    assert typed("batches")[1].splitlines() == [
        f"{short}\t{second}\t疑似和确诊病例\t病例.csv\t已核对，待入库",
        f"{short}\t{first}\t工作场所检测\t检测.csv\t已入库",
    ]


def test_a_changed_or_missing_data_file_is_named(typed: Any, cast: Cast, tmp_path: Path) -> None:
    typed("import", "measurements", _file(tmp_path, {}), "--seat", cast.staff.seat_id, "--apply")
    assert typed("verify") == (0, "数据文件与登记一致。\n", "")
    (path,) = data_dir(cast.conference.pk).glob("measurements/**/*.parquet")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    code, out, err = typed("verify")
    assert (code, out) == (1, "")
    pk = Batch.objects.get().pk
    assert f"数据文件缺失或被改动：批次 {pk}：measurements/year=2026/division=350582/batch={pk}/" in err
    path.unlink()
    assert typed("verify")[0] == 1


# ---- run ----


def test_rules_run_over_new_data_once(typed: Any, cast: Cast, tmp_path: Path) -> None:
    path = _file(tmp_path, {"检测结果": "120"})
    typed("import", "measurements", path, "--seat", cast.staff.seat_id, "--apply")
    code, out, _ = typed("run", "--at", "2026-03-02T09:00")
    assert code == 0
    assert out.startswith(f"{cast.conference.short_name}\t符合规则 1 次，新信号 1，未变化 0\n")
    assert [(one.rule, one.employer) for one in Signal.objects.all()] == [("exceedance", CODE)]
    code, out, _ = typed("run", "--at", "2026-03-02T09:00")
    assert (code, out) == (0, f"{cast.conference.short_name}\t没有新的数据、规则或日期，没有运行。\n")
    code, _, err = typed("run", "--at", "2999-01-01T00:00")
    assert (code, "这一时刻还没有到" in err) == (2, True)


# ---- help ----


def _commands() -> dict[str, argparse.ArgumentParser]:
    root = argparse.ArgumentParser()
    surveillance.add_commands(root.add_subparsers())

    def below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
        found = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
        return dict(found[0].choices) if found else {}

    return below(below(root)["surveillance"])


def test_every_argument_is_explained_in_chinese() -> None:
    commands = _commands()
    assert {"import", "batches", "verify", "run", "judge", "limits", "detect", "example"} <= set(commands)
    for name, parser in commands.items():
        for one in parser._actions:
            if not isinstance(one, argparse._HelpAction):
                assert re.search(r"[一-龥]", one.help or ""), f"{name} {one.dest}"


@pytest.mark.parametrize(
    ("command", "unit"),
    [
        ("judge", "mg/m3"),
        ("judge", "日接触时间（h）"),
        ("judge", "游离二氧化硅含量（%）"),
        ("import", "mg/m³"),
        ("import", "GiB"),
        ("detect", "多少周"),
    ],
)
def test_help_names_the_units(command: str, unit: str) -> None:
    assert unit in "".join(_commands()[command].format_help().split())
