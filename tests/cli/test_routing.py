"""`lianxi route --json`: one output line for each input line, errors by the line, a document of one's own."""

import io
import json
import sys
from pathlib import Path

import pytest

from lianxi.cli.commands import run as run_command

WAGES = Path(__file__).parent.parent / "law" / "routing" / "data" / "others" / "wages.txt"


def run(monkeypatch, capsys, raw: bytes, *words: str):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
    code = run_command(["route", "--json", *words])
    out = capsys.readouterr()
    return code, [json.loads(line) for line in out.out.splitlines()], out.err


def line(**fields) -> bytes:
    return (
        json.dumps({"id": "1", "text": "石材厂粉尘大，工人没有口罩"} | fields, ensure_ascii=False).encode()
        + b"\n"
    )


def test_a_bad_line_does_not_end_the_batch(monkeypatch, capsys):
    raw = b"\xef\xbb\xbf" + line(instrument="QZ") + b"{not json}\n" + b"[" * 60 + b"]" * 60 + b"\n"
    raw += b'"\xff"\n' + line(id="5", instrument="GD") + line(id="6")
    code, answers, _ = run(monkeypatch, capsys, raw)
    assert code == 1
    assert [sorted(answer) for answer in answers[1:4]] == [["error", "id", "line"]] * 3
    assert [answer["line"] for answer in answers if "error" in answer] == [2, 3, 4, 6]
    assert answers[0]["answers"]
    assert (answers[4]["id"], answers[4]["gate"], answers[4]["gate_reason"]) == ("5", None, None)
    assert (answers[5]["id"], "instrument" in answers[5]["error"]) == ("6", True)


def test_a_document_of_ones_own(monkeypatch, capsys):
    text = "饭店拖欠我三个月工资"
    raw = line(text=text) + line(text=text, instrument="DOC") + line(text=text, instrument="GD")
    code, answers, _ = run(monkeypatch, capsys, raw, "--document", str(WAGES))
    assert code == 1
    assert answers[0]["answers"] == answers[1]["answers"]
    assert all(one["clause"].startswith("DOC-") for one in answers[0]["answers"])
    assert "GD" in answers[2]["error"]
    code, answers, _ = run(monkeypatch, capsys, line(text=text), "--document", str(WAGES), "--code", "LC")
    assert code == 0
    assert answers[0]["answers"][0]["clause"].startswith("LC-")


def test_only_the_document_ends_with_two(monkeypatch, capsys):
    code, answers, said = run(monkeypatch, capsys, line(), "--document", "nowhere.txt")
    assert (code, answers) == (2, [])
    assert "nowhere.txt" in said


@pytest.mark.parametrize("text", ["\ud800", "x" * 20_001])
def test_what_cannot_be_a_letter_is_an_error_of_its_line(monkeypatch, capsys, text):
    raw = json.dumps({"id": "1", "instrument": "GD", "text": text}).encode() + b"\n"
    code, answers, _ = run(monkeypatch, capsys, raw)
    assert code == 1
    assert answers[0]["error"].endswith("。")
