"""`lianxi rules NAME`: one line in, one line out, in order; a bad line says what is wrong and the others go on."""

import io
import json
import sys

import pytest

from lianxi.cli.commands import run

CLOCK = {"rule": "injury.acceptance", "start": "2026-03-02"}


def _said(
    name: str, lines: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[dict[str, object]]]:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode()), encoding="utf-8")
    )
    code = run(["rules", name, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _line(id_: str, facts: object) -> str:
    return json.dumps({"id": id_, "facts": facts}, ensure_ascii=False)


def test_answers_come_in_order_and_a_mark_at_the_head_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["\ufeff" + _line("b", CLOCK), "", _line("a", CLOCK)]
    code, told = _said("clocks", lines, monkeypatch, capsys)
    assert code == 0
    assert [one["id"] for one in told] == ["b", "a"]
    assert told[0]["answer"] == {"amount": 15, "unit": "days", "due_on": "2026-03-17", "provisional": False}


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"rule": "injury.acceptance"}, "start：没有填写"),
        ({"rule": "no.such", "start": "2026-03-02"}, "没有“no.such”这条时限规则"),
        ({"rule": "injury.acceptance", "start": "2026-02-30"}, "start：不是日期"),
        ({"rule": "incidents.medical_report", "start": "2026-03-02"}, "须写明时刻"),
        ({**CLOCK, "extension_granted": True}, "没有规定延长"),
        ({**CLOCK, "extension_granted": "yes"}, "只能是 true 或 false"),
        ({**CLOCK, "pauses": [{"from": "2026-03-09", "to": "2026-03-05", "reason": "x"}]}, "止日早于起日"),
        ({**CLOCK, "pauses": [{"from": "soon", "to": "2026-03-05"}]}, "pauses.0.from：不是日期"),
        ({**CLOCK, "surprise": 1}, "surprise：不是这里的事实"),
        ({**CLOCK, "calendar": {"off": ["2026-03-09"], "work": ["2026-03-09"]}}, "既休又班"),
    ],
)
def test_facts_that_do_not_fit_are_named(
    facts: object, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = _said("clocks", [_line("x", facts), _line("y", CLOCK)], monkeypatch, capsys)
    assert code == 1
    assert said in str(told[0]["error"])
    assert "answer" in told[1]


@pytest.mark.parametrize(
    "bad", ["{", "[1]", '"text"', '{"facts": {}}', '{"id": 3, "facts": {}}', "[" * 60 + "]" * 60]
)
def test_a_line_that_is_none_keeps_its_place(
    bad: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = _said("clocks", [_line("x", CLOCK), bad, _line("y", CLOCK)], monkeypatch, capsys)
    assert code == 1
    assert [one["id"] for one in told] == ["x", None, "y"]
    assert "第 2 行" in str(told[1]["error"])


@pytest.mark.parametrize(
    ("name", "facts", "said"),
    [
        (
            "grading",
            {"kind": "acute_poisoning", "occurred_at": "2026-03-09", "counts": [], "as_of": "x"},
            "不是时刻",
        ),
        (
            "grading",
            {
                "kind": "acute_poisoning",
                "occurred_at": "2026-03-09T08:00:00+08:00",
                "counts": [{"at": "2026-03-09T09:00:00+08:00", "ill": -1}],
                "as_of": "2026-03-09T10:00:00+08:00",
            },
            "counts.0.ill：不能小于 0",
        ),
        (
            "grading",
            {
                "kind": "acute_poisoning",
                "occurred_at": "2026-03-09T08:00:00+08:00",
                "counts": [{"at": "2026-03-09T09:00:00+08:00", "ill": 1, "dead": 2}],
                "as_of": "2026-03-09T10:00:00+08:00",
            },
            "死亡 2 人多于发病 1 人",
        ),
        (
            "supervision_openings",
            {"instrument": "QZ", "asked_on": "2026-05-12", "target": "moon", "trigger": "x"},
            "target",
        ),
        ("project_gaps", {"as_of": "2026-06-01", "instrument": "QZ"}, "industries：没有填写"),
        ("patient_paths", {"instrument": "QZ", "as_of": "2026-06-01", "result": "maybe"}, "result"),
        (
            "merged_checks",
            {
                "weeks": [1],
                "units": {},
                "requests": [
                    {
                        "id": "a",
                        "unit": "某局",
                        "firm": "F",
                        "item": "i",
                        "window": [1, 1],
                        "type": "日常",
                        "mode": "现场",
                        "published": True,
                        "approved": True,
                        "filed": True,
                    }
                ],
            },
            "units 里没有“某局”",
        ),
    ],
)
def test_each_rule_refuses_in_a_sentence(
    name: str, facts: object, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = _said(name, [_line("x", facts)], monkeypatch, capsys)
    assert code == 1
    assert said in str(told[0]["error"])
