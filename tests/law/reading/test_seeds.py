"""The automatic reading of the shipped instruments equals their reviewed records and acts."""

from __future__ import annotations

import pytest

# The reviewed act leaves out the full stop that every other act of both documents keeps.
_KNOWN = {("GD-01-02#2", 72, 84)}


@pytest.mark.parametrize(("code", "count"), [("QZ", 80), ("GD", 54)])
def test_records_equal_the_reviewed_ones(seeds, code, count):
    reading, reviewed = seeds[code]
    found = [
        (one.id, one.path, one.unit, one.number, one.text, one.start, one.end, one.kind, one.meta)
        for one in reading.clauses
    ]
    wanted = [
        (
            one["id"], tuple(one["path"]), one.get("unit"), one.get("number"), one["text"], one["start"], one["end"],
            one["clause_type"], one.get("meta"),
        )
        for one in reviewed
    ]  # fmt: skip
    assert len(found) == count
    assert found == wanted


@pytest.mark.parametrize(("code", "count"), [("QZ", 98), ("GD", 93)])
def test_acts_have_the_reviewed_spans_and_roles(seeds, code, count):
    reading, reviewed = seeds[code]
    found = {
        (act.id, act.start, act.end): sorted(act.roles) for clause in reading.clauses for act in clause.acts
    }
    wanted = {
        (act["id"], act["start"], act["end"]): sorted(act["roles"])
        for clause in reviewed
        for act in clause.get("acts", [])
    }
    assert len(found) == len(wanted) == count
    assert {key: wanted[key] for key in wanted if key not in _KNOWN} == {
        key: found.get(key) for key in wanted if key not in _KNOWN
    }


def test_quanzhou_instrument_fields(qz):
    assert qz.founds_conference is True
    assert qz.issuer == "泉州市人民政府办公室"
    assert qz.doc_number == "泉政办网传〔2021〕1号"
    assert qz.date == "2021-03-17"
    assert qz.region == "泉州市"
    assert qz.title == "泉州市职业病防治工作联席会议制度"
    assert qz.convener == "市卫健委主要负责同志"
    assert qz.office_host_unit == "市卫健委"
    assert qz.meeting_frequency == "根据工作需要定期或不定期召开会议"
    assert qz.minutes_rule == "以纪要形式明确会议议定事项，经与会单位同意后印发有关方面，同时抄报市人民政府"
    assert qz.mechanisms == (
        "信息通报和发布机制", "职业健康“三同时”协调机制", "职业病危害监测预警机制", "重大事件联合督查机制",
    )  # fmt: skip


def test_guangdong_is_silent_where_its_text_is(seeds):
    reading, _ = seeds["GD"]
    assert reading.founds_conference is True
    assert (reading.issuer, reading.doc_number, reading.date, reading.convener) == (None, None, None, None)
    assert reading.region == "广东省"
    assert len(reading.units) == len(reading.duties) == 20
    assert sum(len(numbers) for numbers in reading.duties.values()) == 53


def test_units_have_one_name_and_their_aliases(qz):
    names = [unit.name for unit in qz.units]
    assert len(names) == 16
    assert names[3] == "市教育局"
    assert qz.units[3].printed == "教育局"
    health = qz.units[0]
    assert health.name == "市卫健委"
    assert {"卫健委", "市卫生健康委员会", "卫健部门"} <= set(health.aliases)
    assert all(qz.text[unit.start : unit.end] == unit.printed for unit in qz.units)
    assert {unit.clause_id for unit in qz.units} == {"QZ-2-1"}


def test_duty_numbers(qz):
    assert qz.duties["市卫健委"] == (1, 2, 3, 4, 5, 6)
    assert qz.duties["市委宣传部"] == (0,)
    assert sum(len(numbers) for numbers in qz.duties.values()) == 37


def test_roster(qz):
    assert len(qz.roster) == 17
    first, last = qz.roster[0], qz.roster[-1]
    assert (first.role, first.person, first.unit) == ("召集人", "叶一帆", "市卫健委")
    assert (first.title, first.post, first.clause_id) == ("市卫生健康委员会主任", "主任", "QZ-A-01")
    assert (last.role, last.unit, last.post) == ("成员", "市总工会", "党组成员、副主席")
    spaced = qz.roster[15]
    assert (spaced.person, spaced.person_as_printed) == ("陈颖", "陈 颖")


def test_office_seats_are_read_as_one_each_and_said_so(qz):
    kinds = [(seat.kind, seat.unit, seat.count, seat.rank) for seat in qz.office]
    assert kinds[0] == ("director", "市卫健委", 1, "分管负责人")
    assert kinds[1:4] == [
        ("deputy_director", unit, 1, "科级干部") for unit in ("市人社局", "市卫健委", "市总工会")
    ]
    assert [seat.unit for seat in qz.office[4:]] == [
        unit.name for unit in qz.units if unit.name not in {"市卫健委", "市人社局", "市总工会"}
    ]
    ambiguous = [one for one in qz.findings if one.code == "seat_count_ambiguous"]
    assert [qz.text[one.start : one.end] for one in ambiguous] == ["市人社局、卫健委、总工会 1 名科级干部"]


def test_rules_carry_their_clauses(qz):
    rules = {rule.code: (rule.value, rule.clause_id) for rule in qz.rules}
    assert rules["chair"] == ("召集人", "QZ-4-1")
    assert rules["consent"] == ("attending_units", "QZ-4-1")
    assert rules["report_to"] == ("市人民政府", "QZ-4-1")
    assert rules["unit_change"][1] == "QZ-2-3"
    assert rules["member_change"][1] == "QZ-2-4"
    assert rules["office_host"] == ("市卫健委", "QZ-2-5")
    assert rules["tracking"][1] == rules["circular"][1] == "QZ-4-4"


def test_citations_name_the_place_in_the_document(seeds):
    cited = {one.id: one.citation for reading, _ in seeds.values() for one in reading.clauses}
    assert cited["GD-09-03"] == "九（三）"
    assert cited["GD-12-01"] == "十二"
    assert cited["QZ-3-01-2"] == "三（一）2"
    assert cited["QZ-T"] == "标题"


def test_facets_are_printed_words(seeds):
    acts = {act.id: act for reading, _ in seeds.values() for clause in reading.clauses for act in clause.acts}
    joined = acts["GD-07-01#3"]
    assert joined.co_units == ("省卫生健康委", "人力资源社会保障厅", "总工会", "等部门")
    assert acts["GD-20-03#1"].trigger == "用人单位发生严重职业病危害事故时"
    assert acts["GD-13-02#1"].scope[0] == "（含城际轨道）"
    assert "组织" in acts["GD-10-01#1"].verbs
    for act in acts.values():
        whole = act.text.replace("\n", "").replace(" ", "")
        assert all(part in whole for part in (*act.verbs, *act.co_units))
