"""Each rule of comparing on documents made for it: unit, matter, scope, condition, role, and words last."""

import pytest

from law.comparing.made import compared, row, side
from lianxi.law.comparing import compare, find_names, unit_keys
from lianxi.law.comparing.units import load_unit_names
from lianxi.law.comparing.wording import is_put_the_same, stretches

HEALTH = ("市卫健委", "负责全市职业病诊断与鉴定工作。", "lead")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("省卫生计生委", "市卫健委"),
        ("县安监局", "市应急管理局"),
        ("市环保局", "省生态环境厅"),
        ("市国土资源局", "市自然资源和规划局"),
        ("市工商局", "市市场监管局"),
        ("州質監局", "市市场监督管理局"),
        ("劳动和社会保障局", "省人力资源社会保障厅"),
        ("省建设厅", "市住建局"),
        ("市文广旅体局", "省文化和旅游厅"),
        ("团市委", "省共青团"),
        ("市社会工作服务站", "省社会工作服务站"),
    ],
)
def test_units_of_one_function_share_a_key(one: str, other: str) -> None:
    assert unit_keys(one) & unit_keys(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市科协", "市科技局"),
        ("市医保局", "市人社局"),
        ("市总工会", "市工商联"),
        ("市公安消防支队", "市公安局"),
        ("市委宣传部", "市广播电视局"),
        ("市药监局", "市市场监管局"),
        ("市社会工作服务站", "市社会保险服务站"),
    ],
)
def test_names_that_look_alike_are_not_one_function(one: str, other: str) -> None:
    assert not unit_keys(one) & unit_keys(other)


def test_a_unit_of_two_functions_has_both_keys() -> None:
    assert unit_keys("州教育体育局") == {"education", "sports"}


def test_a_former_name_says_until_when_and_on_what_basis() -> None:
    (name,) = find_names("市安全生产监督管理局")
    assert (name.key, name.until) == ("emergency", 2018)
    assert "国务院机构改革方案" in name.basis
    former = [name for name in load_unit_names() if name.until]
    assert len(former) > 30
    assert all(name.basis for name in former)


def test_the_very_same_words_under_another_function_are_not_the_same() -> None:
    own = row(HEALTH, ("市财政局", HEALTH[1], "guide"))
    assert (own.relation, own.rule) == ("other_unit", "moved")
    assert "市财政局" in own.why


def test_words_alike_about_another_sector_are_no_counterpart() -> None:
    left = ("市住建局", "负责全市房屋建筑工程的职业健康监管工作。", "lead")
    right = ("市住建局", "负责全市城市轨道交通工程的职业健康监管工作。", "lead")
    found = row(left, right)
    assert (found.relation, found.rule) == ("none", "no_matter")


def test_other_words_of_equal_matter_scope_and_role_are_reworded() -> None:
    found = row(HEALTH, ("市卫生健康委员会", "组织职业健康检查，健全鉴定制度。", "lead"))
    assert (found.relation, found.rule) == ("reworded", "put_otherwise")


def test_line_wraps_marks_level_and_manner_are_no_difference() -> None:
    assert is_put_the_same("负责全省职业病\n\n诊断、鉴定工作。", "全市职业病诊断,鉴定工作")
    assert row(HEALTH, ("省卫健委", "依法负责全省职业病诊断与\n鉴定工作。", "lead")).relation == "same"


def test_another_role_is_told_with_both_words() -> None:
    found = row(HEALTH, ("市卫健委", "指导职业病诊断与鉴定工作。", "guide"))
    assert (found.relation, found.rule) == ("other_role", "role")
    assert [one.sentence for one in found.differences] == ["角色：本方负责，对方指导"]


def test_a_wider_or_narrower_list_of_sectors() -> None:
    short = ("市住建局", "负责房屋建筑工程职业健康监管工作。", "lead")
    long = ("市住建局", "负责房屋建筑、市政工程职业健康监管工作。", "lead")
    assert row(short, long).relation == "broader"
    narrower = row(long, short)
    assert narrower.relation == "narrower"
    assert [one.sentence for one in narrower.differences] == [
        "行业或工程：对方收窄，少包括“市政基础设施工程”"
    ]


def test_a_bound_that_only_one_side_has() -> None:
    free = ("市卫健委", "负责职业健康监管工作。", "lead")
    bound = ("市卫健委", "负责矿山职业健康监管工作。", "lead")
    assert row(free, bound).relation == "narrower"
    assert row(bound, free).relation == "broader"


def test_an_exclusion_is_a_bound() -> None:
    whole = ("市教育局", "监督各类学校职业健康工作。", "supervise")
    less = ("市教育局", "监督各类学校（技工学校除外）职业健康工作。", "supervise")
    found = row(whole, less)
    assert found.relation == "narrower"
    assert "排除" in found.differences[0].sentence


def test_a_condition_comes_before_role_and_reach() -> None:
    left = ("市医保局", "指导各地对职业病病人开展医疗救助。", "guide")
    right = ("市医保局", "对用人单位已经不存在的职业病病人开展医疗救助。", "provide")
    found = row(left, right)
    assert (found.relation, found.rule) == ("other_condition", "condition")
    assert {one.about for one in found.differences} >= {"condition", "role"}


def test_a_part_without_counterpart_makes_it_narrower() -> None:
    left = ("市市场监管局", "配合开展专项整治，|查处无照经营。", "cooperate|lead")
    right = ("市市场监管局", "配合开展专项整治。", "cooperate")
    found = row(left, right)
    assert (found.relation, found.rule) == ("narrower", "part_absent")
    assert found.differences[0].sentence == "对方没有对应“查处无照经营”的内容"


def test_enterprises_of_the_own_level_answer_each_other() -> None:
    left = side("A", ("省国资委", "督促省属企业落实主体责任。", "supervise"))
    right = side("B", ("市国资委", "督促市属企业落实主体责任。", "supervise"))
    assert compare(left, right).rows[0].relation == "same"


def test_enterprises_of_another_level_do_not() -> None:
    left = side("A", ("省国资委", "督促中央企业落实主体责任。", "supervise"))
    right = side("B", ("市国资委", "督促市属企业落实主体责任。", "supervise"))
    assert compare(left, right).rows[0].relation == "none"


def test_a_duty_that_moved_to_another_unit() -> None:
    words = "对违反职业病防治法律法规的行为给予曝光。"
    found = row(("市广播电视局", words, "supervise"), ("市委宣传部", words, "supervise"))
    assert (found.relation, found.rule) == ("other_unit", "moved")
    assert "市委宣传部" in found.why


def test_supervision_in_general_does_not_move_to_another_unit() -> None:
    left, right = "负责职业健康监管工作。", "做好职业健康监管。"
    assert row(("市广播电视局", left, "lead"), ("市委宣传部", right, "lead")).relation == "none_unit"


def test_a_member_without_duties_of_its_own_is_not_an_absent_unit() -> None:
    found = compare(side("A", HEALTH), side("B", members=("市卫生健康局",))).rows[0]
    assert (found.relation, found.rule) == ("none", "no_duty")


def test_an_act_without_a_readable_matter_is_said_to_be_unread() -> None:
    vague = ("市卫健委", "承办领导交办的有关事宜。", "lead")
    found = row(vague, HEALTH)
    assert (found.relation, found.rule) == ("none", "unread")
    assert "无法按事项比对" in found.why
    assert row(vague, vague).relation == "same"


def test_one_act_answers_as_many_as_it_names_matters() -> None:
    left = side(
        "A",
        ("市卫健委", "开展职业卫生培训。", "lead"),
        ("市卫健委", "开展职业卫生科研。", "lead"),
        ("市卫健委", "开展从业人员培训。", "lead"),
    )
    right = side("B", ("市卫健委", "组织开展职业卫生培训、科研。", "lead"))
    found = compare(left, right)
    assert [one.relation for one in found.rows] == ["broader", "broader", "none"]
    assert found.back[0].relation != "none"


def test_a_duty_without_counterpart_goes_before_one_that_has_one() -> None:
    left = side(
        "A",
        ("市卫健委", "开展职业卫生培训，|开展救护培训。", "lead"),
        ("市卫健委", "指导各地培训。", "guide"),
    )
    right = side(
        "B", ("市卫健委", "开展职业卫生培训。", "lead"), ("市卫健委", "牵头各类培训、科研。", "lead")
    )
    found = compare(left, right)
    assert [one.act_id for one in found.rows[1].counterparts] == ["B-2#1"]


def test_the_words_that_differ_are_cut_out_with_their_places() -> None:
    mine, theirs = stretches("将防治规划\n纳入计划", 10, "将防治规划纳入方案", 50)
    assert "".join(part.text for part in mine) == "将防治规划\n纳入计划"
    assert [(p.text, p.start) for p in mine if p.differs] == [("计划", 18)]
    assert [(p.text, p.start) for p in theirs if p.differs] == [("方案", 57)]


def test_the_mark_an_act_ends_with_is_no_difference() -> None:
    mine, theirs = stretches("协调开展工作。", 0, "协调开展工作", 0)
    assert [(p.text, p.differs) for p in mine] == [("协调开展工作", False), ("。", False)]
    assert [(p.text, p.differs) for p in theirs] == [("协调开展工作", False)]


def test_no_citation_crosses_over() -> None:
    found = compared(HEALTH, ("市卫健委", "指导职业病诊断与鉴定工作。", "guide"))
    assert found.rows[0].duty.citation == "《A-1》"
    assert [one.citation for one in found.rows[0].counterparts] == ["《B-1》"]
    assert [one.citation for one in found.back[0].counterparts] == ["《A-1》"]
