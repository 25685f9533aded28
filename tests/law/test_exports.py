"""Files that leave the house: nothing is lost, no cell runs as a formula, and equal content gives equal bytes."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document

from lianxi.law import exports
from lianxi.law.comparing import Comparison, compare, read_side
from lianxi.law.reading import Reading
from lianxi.law.shipped import load_shipped
from lianxi.tables.cells import guarded


@pytest.fixture(scope="module")
def reading() -> Reading:
    return load_shipped("QZ")


@pytest.fixture(scope="module")
def comparison(reading: Reading) -> Comparison:
    return compare(read_side(load_shipped("GD")), read_side(reading))


def _table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def _cells(body: bytes) -> list[list[str]]:
    (table,) = Document(io.BytesIO(body)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_json_holds_every_clause_and_the_text_it_was_read_from(reading: Reading) -> None:
    plain = json.loads(exports.instrument_json(reading))
    assert plain["code"] == "QZ"
    assert plain["doc_number"] == "泉政办网传〔2021〕1号"
    assert len(plain["clauses"]) == 80
    for clause in plain["clauses"]:
        assert plain["text"][clause["start"] : clause["end"]] == clause["text"]
        for act in clause["acts"]:
            assert plain["text"][act["start"] : act["end"]] == act["text"]


def test_a_csv_has_one_line_for_each_act_and_each_clause_without(reading: Reading) -> None:
    body = exports.instrument_csv(reading)
    assert body.startswith(b"\xef\xbb\xbf")
    lines = _table(body)
    assert len(lines) == sum(len(clause.acts) or 1 for clause in reading.clauses)
    (line,) = [one for one in lines if one["行为编号"] == "QZ-3-11-2#1"]
    assert line["单位"] == "市住建局"
    assert line["类别"] == "职责"
    assert line["角色"] == "指导、监督"
    start, end = (int(place) for place in line["字位"].split("–"))
    assert reading.text[start:end] == line["原文"]


@pytest.mark.parametrize("words", ["=HYPERLINK(1)", "+86", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_no_cell_runs_as_a_formula(reading: Reading, words: str) -> None:
    clause = replace(reading.clauses[-1], text=words, acts=(), unit=words)
    line = _table(exports.instrument_csv(replace(reading, clauses=(clause,))))[0]
    assert line["原文"] == f"'{words}"
    assert line["单位"] == f"'{words}"
    assert guarded("职责=负责") == "职责=负责"


def test_a_document_table_has_the_five_columns_and_every_clause(reading: Reading) -> None:
    heads, *rows = _cells(exports.instrument_docx(reading))
    assert heads == ["单位", "条款", "原文", "角色", "字位"]
    assert len(rows) == len(reading.clauses)
    by_words = {row[2]: row for row in rows}
    clause = next(c for c in reading.clauses if c.id == "QZ-3-08-1")
    row = by_words["".join(clause.text.splitlines())]
    assert row[0] == "市财政局"
    assert row[3].split("\n") == ["提供", "监督、指导", "负责"]
    assert row[4].split("\n") == [f"{act.start}–{act.end}" for act in clause.acts]


def test_the_heads_stand_again_on_every_page(reading: Reading) -> None:
    document = Document(io.BytesIO(exports.instrument_docx(reading)))
    xml = document.tables[0].rows[0]._tr.xml
    assert "w:tblHeader" in xml
    widths = [column.width for column in document.tables[0].columns]
    assert max(widths) == widths[2] > 2 * widths[3]  # the words have the room
    assert document.core_properties.author == "联席"
    assert document.core_properties.comments == ""


def test_words_that_xml_cannot_hold_do_not_break_the_file(reading: Reading) -> None:
    clause = replace(reading.clauses[-1], text="甲\x0b乙\x00丙", acts=())
    rows = _cells(exports.instrument_docx(replace(reading, clauses=(clause,))))
    assert rows[1][2] == "甲乙丙"


def test_a_comparison_as_csv_tells_relation_words_and_warning(comparison: Comparison) -> None:
    lines = _table(exports.comparison_csv(comparison, comparison.rows, comparison.back))
    assert len(lines) == 53 + 37
    by_clause = {line["条款编号"]: line for line in lines}
    moved = by_clause["GD-19-01"]
    assert (moved["方向"], moved["关系"], moved["对方单位"]) == ("GD→QZ", "由其他单位承担", "市委宣传部")
    absent = by_clause["GD-13-01"]
    assert absent["关系"] == "没有这个单位"
    assert absent["说明"].startswith("本文件中没有对应内容")
    assert absent["对方条款"] == absent["对方原文"] == absent["对方字位"] == ""
    assert {line["注意"] for line in lines} == {comparison.warning}
    assert by_clause["QZ-3-06-1"]["方向"] == "QZ→GD"


def test_what_answers_stands_side_by_side_in_all_columns(comparison: Comparison) -> None:
    for line in _table(exports.comparison_csv(comparison, comparison.rows)):
        acts, spans = line["对方条款编号"].split("\n"), line["对方字位"].split("\n")
        assert len(acts) == len(spans) == len(set(acts))
        assert len(line["对方条款"].split("\n")) == len(acts)


def test_a_comparison_as_a_document_starts_with_the_warning(comparison: Comparison) -> None:
    body = exports.comparison_docx(comparison, comparison.rows[:20])
    document = Document(io.BytesIO(body))
    assert comparison.warning in [paragraph.text for paragraph in document.paragraphs]
    rows = _cells(body)
    assert len(rows) == 21
    absent = next(row for row in rows if row[0].endswith("GD-02-02"))
    assert absent[2:5] == ["没有对应内容", "本文件中没有对应内容", ""]


@pytest.mark.parametrize(
    "make",
    [
        lambda r, _: exports.instrument_json(r),
        lambda r, _: exports.instrument_csv(r),
        lambda r, _: exports.instrument_docx(r),
        lambda _, c: exports.comparison_csv(c, c.rows),
        lambda _, c: exports.comparison_docx(c, c.rows[:5]),
    ],
)
def test_equal_content_gives_equal_bytes(
    make: Callable[[Reading, Comparison], bytes], reading: Reading, comparison: Comparison
) -> None:
    body = make(reading, comparison)
    assert body == make(reading, comparison)
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            assert {info.date_time for info in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}
