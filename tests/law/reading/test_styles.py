"""Ways of writing a founding document, each in a document made up for the test."""

from __future__ import annotations

import pytest

from lianxi.law.reading import read_text


def test_articles_with_counted_functions_and_circled_units(style):
    reading = style("articles")
    assert reading.doc_number == "云政办发〔2020〕33号"
    assert reading.date == "2020-04-09"
    assert reading.convener == "市政府副秘书长、市卫生健康委主任"
    assert reading.meeting_frequency == "每季度召开一次"
    assert [one.number for one in reading.functions] == ["一是", "二是", "三是", "四是"]
    assert reading.duties["市发展改革委"] == (0,)
    assert [unit.name for unit in reading.units][:3] == ["市卫生健康委", "市发展改革委", "市教育局"]
    assert reading.units[1].printed == "发展改革委"


def test_units_come_from_duties_where_no_list_is_printed(style):
    reading = style("roster_units")
    assert [unit.name for unit in reading.units] == [
        "县人社局", "县公安局", "县住建局", "县交通运输局", "县水利局", "县总工会",
    ]  # fmt: skip
    assert reading.convener == "县委常委、常务副县长"
    assert reading.mechanisms == ("工资支付预警机制", "应急周转金机制")
    assert [line.role for line in reading.roster] == ["召集人", "副召集人", "副召集人"] + ["成员"] * 5


def test_ministries_and_a_reply_to_one_of_them(style):
    reading = style("ministries")
    assert reading.region == "全国"
    assert reading.issuer == "国务院办公厅"
    assert len(reading.units) == 21
    assert reading.convener == "民政部主要负责同志"
    assert {rule.code: rule.value for rule in reading.rules}["consent"] == "attending_units"


def test_arabic_numbers_on_two_levels(style):
    reading = style("arabic_levels")
    assert reading.title == "南河省处置非法集资工作厅际联席会议工作机制"
    assert reading.date is None
    assert reading.duties == {
        "省金融办": (1, 2), "省公安厅": (1, 2), "人民银行南河分行": (0,), "南河银监局": (0,), "省工商局": (0,),
    }  # fmt: skip
    assert reading.convener == "省政府分管金融工作的副秘书长"
    assert reading.meeting_frequency == "每年至少召开两次"


def test_a_heading_that_says_only_duties_may_hold_the_units(style):
    reading = style("duties_under_bare_heading")
    assert len(reading.units) == len(reading.duties) == 8
    assert reading.units[0].name == "区应急局"
    assert reading.office_host_unit == "区应急局"
    assert reading.convener == "区应急局局长"
    assert reading.meeting_frequency == "每季度至少召开一次例会"


def test_duties_in_a_sub_section_and_a_heading_for_three_units(style):
    reading = style("sub_sections")
    assert reading.doc_number == "青政办〔2016〕71号"
    assert reading.date == "2016-08-15"
    assert len(reading.units) == 11
    assert set(reading.duties) == {unit.name for unit in reading.units}
    assert reading.office_host_unit == "市民政局"


def test_a_reply_in_numbered_points(style):
    reading = style("reply_in_points")
    assert reading.doc_number == "林政函〔2015〕19号"
    assert len(reading.units) == 12
    assert reading.units[0].name == "市商务局"
    assert reading.convener == "市商务局局长"
    assert reading.meeting_frequency == "每年不少于两次"


def test_duties_of_all_units_in_one_paragraph(style):
    reading = style("one_paragraph")
    assert list(reading.duties) == [
        "市发改委",
        "市财政局",
        "市自然资源局",
        "市水利局",
        "市生态环境局",
        "市农业农村局",
    ]
    assert reading.clauses[0].text == "负责编制规划,争取资金。"
    assert reading.issuer is None


def test_conveners_by_label_and_members_in_a_sentence(style):
    reading = style("labelled_conveners")
    assert reading.doc_number == "恩州政发〔2018〕9号"
    assert reading.title == "恩山州人民政府关于建立恩山州残疾预防工作联席会议制度的通知"
    assert reading.convener == "州政府副秘书长、州残联理事长"
    assert len(reading.units) == 12
    assert reading.duties["州教育局"] == (0,)
    assert reading.duties["州卫健委"] == (1, 2)
    assert reading.mechanisms == ("信息共享机制", "联合执法机制")
    assert any(one.code == "duties_without_unit" and "应急局" in one.message for one in reading.findings)


def test_an_article_for_each_unit_and_members_named_by_post(style):
    reading = style("articles_per_unit")
    assert [unit.name for unit in reading.units][:3] == ["县公安局", "县交通运输局", "县应急局"]
    assert reading.duties == {"县公安局": (0,), "县交通运输局": (0,), "县教育局": (0,)}
    assert len(reading.functions) == 3
    assert reading.office_host_unit == "县公安局交警大队"


def test_a_roster_in_a_table(style):
    reading = style("roster_table")
    assert reading.founds_conference is True
    assert reading.region == "海东市"
    assert [(line.role, line.person) for line in reading.roster][:2] == [
        ("召集人", "周大勇"),
        ("副召集人", "冯小军"),
    ]


def test_numbered_paragraphs_without_headings(style):
    reading = style("numbered_paragraphs")
    assert reading.issuer == "北川市全面推行河长制工作领导小组办公室"
    assert reading.date == "2017-06-30"
    assert list(reading.duties) == [unit.name for unit in reading.units]
    assert reading.convener == "市水利局局长"


def test_a_change_of_members_with_notes_on_persons(style):
    reading = style("changed_members")
    people = {line.person: line.unit for line in reading.roster}
    assert people["吴敏"] == "省财政厅"
    assert people["阿不都·买买提"] == "省农业厅"
    assert reading.office[0].unit == "省食品药品监管局"


def test_one_unit_a_line(style):
    reading = style("one_unit_a_line")
    assert [unit.name for unit in reading.units] == [
        "区卫健局",
        "区教育局",
        "区文旅局",
        "区公安分局",
        "各街道办事处",
    ]
    assert reading.duties["区卫健局"] == (1, 2)
    assert [one.text for one in reading.functions] == ["统筹控烟；", "研究政策；", "协调问题。"]


def test_a_text_without_title_and_numbers(style):
    reading = style("no_title")
    assert reading.region == "高原市"
    assert len(reading.units) == len(reading.duties) == 5
    assert reading.duties["市政府办公室"] == (0,)
    assert reading.office_host_unit == "市政府办公室秘书科"
    assert reading.meeting_frequency == "不定期召开"


def test_traditional_characters_are_kept_as_printed(style):
    reading = style("traditional")
    assert [unit.name for unit in reading.units] == ["縣衛生局", "縣勞動局", "縣環保局", "縣總工會"]
    assert list(reading.duties) == [unit.name for unit in reading.units]
    assert reading.meeting_frequency == "每半年召開一次"


def test_a_text_that_begins_in_the_middle_of_articles(style):
    reading = style("middle_of_articles")
    assert reading.duties == {"市发展和改革委员会": (1, 2), "市教育局": (1, 2), "市公安局": (0,)}
    assert reading.mechanisms == ("例会制度",)
    assert reading.clauses[0].path == ("第十二条", "市发展和改革委员会", "（一）")


def test_decimal_numbers(style):
    reading = style("decimal_numbers")
    assert reading.duties == {"市工商局": (1, 2), "市公安局": (1,), "市教育局": (1,)}


def test_text_without_a_conference_is_read_and_said_so():
    reading = read_text(
        "今天上午，市职业病防治工作会议召开。会议强调，要加强用人单位监管。\n会议由副市长主持。"
    )
    assert reading.founds_conference is False
    assert reading.units == ()
    assert reading.duties == {}
    assert [one.code for one in reading.findings] == ["no_conference"]


def test_counts_that_disagree_are_findings():
    reading = read_text(
        "甲市控烟工作联席会议制度\n一、成员单位\n联席会议由市卫健委、市教育局、市公安局等5个部门组成，市卫健委主任为召集人。"
    )
    assert [unit.name for unit in reading.units] == ["市卫健委", "市教育局", "市公安局"]
    assert "unit_count_differs" in {one.code for one in reading.findings}


def test_a_gap_in_the_numbers_is_a_finding(qz):
    text = qz.text.replace("2.参与工业企业", "3.参与工业企业")
    reading = read_text(text)
    assert reading.duties["市应急局"] == (1, 3)
    assert any(one.code == "numbers_not_continuous" and "市应急局" in one.message for one in reading.findings)


def test_a_table_of_duties():
    text = "乙市尘肺病防治联席会议成员单位职责分工\n成员单位\t主要职责\n市卫健委\t负责筛查。\n市教育局\t开展宣传。\n市财政局\t保障经费。\n"
    reading = read_text(text)
    assert reading.duties == {"市卫健委": (0,), "市教育局": (0,), "市财政局": (0,)}


_BEGINS = (
    "临江市人民政府办公室关于建立临江市反诈工作联席会议制度的通知\n各县（市、区）人民政府：\n"
    "经市政府同意，建立临江市反诈工作联席会议（以下简称联席会议）制度。\n一、成员单位\n"
)


@pytest.mark.parametrize(
    ("printed", "units"),
    [
        (
            "联席会议由以下单位组成：党群部门：市委宣传部、市委政法委；政府部门：市公安局、市通管办；金融机构：人行临江支行。",
            ["市委宣传部", "市委政法委", "市公安局", "市通管办", "人行临江支行"],
        ),
        ("联席会议由公安、教育、卫健、应急等4个部门组成。", ["公安", "教育", "卫健", "应急"]),
        (
            "联席会议由市公安局、市教育局和各乡镇（街道）组成。",
            ["市公安局", "市教育局", "各乡镇（街道）"],
        ),
        (
            "1.市公安局\n2.市“扫黄打非”办\n3.各县（市、区）人民政府\n召集人由市公安局局长担任。",
            ["市公安局", "市“扫黄打非”办", "各县（市、区）人民政府"],
        ),
        (
            "联席会议由省公安厅，临江市、望江市人民政府，国网临江供电公司，中央驻临有关单位组成。",
            ["省公安厅", "临江市", "望江市人民政府", "国网临江供电公司", "中央驻临有关单位"],
        ),
        (
            "联席会议由市公安局、市教育局、市通管办组成。\n原领导小组由市法院、市检察院、市司法局、市财政局组成，现予撤销。\n"
            "各县联席会议由县公安局、县教育局、县财政局、县民政局组成。",
            ["市公安局", "市教育局", "市通管办"],
        ),
    ],
)
def test_a_list_is_found_by_its_subject_whatever_its_form(printed, units):
    reading = read_text(f"{_BEGINS}{printed}\n二、工作规则\n联席会议每季度召开一次。\n")
    assert [unit.printed for unit in reading.units] == units
    assert reading.duties == {}
