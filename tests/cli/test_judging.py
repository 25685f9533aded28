"""`lianxi surveillance limits` and `judge` as somebody types them."""

import pytest

from lianxi.cli.commands import run


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["surveillance", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_limits_of_benzene_show_both_dates(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "limits", "苯")
    assert code == 0
    assert "3 mg/m3" in out
    assert "2020-04-01 至 2022-11-01 前" in out
    assert "待确认：两处二手来源一致，未见原文" in out
    assert "生物限值（表4，推荐性）：尿中苯巯基尿酸 47 μmol/mol Cr（100 μg/g Cr），工作班后" in out
    assert "行动水平：限值的 10%" in out


def test_a_hazard_without_a_limit_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(capsys, "limits", "柴油")[:2] == (
        1,
        "柴油（k2141），归入“其他化学有害因素”\n没有收录限值。\n",
    )


def test_judge_prints_the_reckoning(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "judge", "乙酸乙酯", "C-TWA", "210", "mg/m³", "--on", "2026-03-18")
    assert code == 0
    assert out.startswith("超过限值：乙酸乙酯时间加权平均接触浓度 210.0 mg/m3")
    assert "比较：210.0 ＞ 200" in out


def test_judge_reads_below_quantification_and_free_silica(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(
        capsys, "judge", "煤尘", "呼尘", "<0.1", "mg/m3", "--on", "2026-03-18", "--silica", "12"
    )
    assert code == 0
    assert "按矽尘限值对待" in out
    assert "低于定量下限" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("7439-92-1", "C-TWA", "1", "mg/m3"), "请写明是哪一种"),
        (("苯", "亮度", "1", "mg/m3"), "没有检测指标"),
        (("苯", "C-TWA", "很高", "mg/m3"), "不是一个数"),
        (("苯", "C-TWA", "1", ""), "缺少计量单位"),
        (("苯", "C-TWA", "-1", "mg/m3"), "不可能"),
    ],
)
def test_what_cannot_be_judged_is_refused(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    code, _, err = _run(capsys, "judge", "--on", "2026-03-18", "--", *words)
    assert code == 2
    assert said in err
