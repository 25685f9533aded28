"""What the scan shows, on texts and on their neighbours that are harmless."""

from datetime import date

import pytest

from lianxi.publishing.scanning import marked, scan

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("泉州市某某石材有限公司超标。", ["用人单位名称"]),
        ("示例鞋业（福建）有限责任公司", ["用人单位名称"]),
        ("东山采石场，限期整改", ["用人单位名称"]),
        ("本月确诊3例，其中死亡一人死亡。", ["不足 5 人的人数", "不足 5 人的人数"]),
        ("2名患者已出院", ["不足 5 人的人数"]),
        ("请拨13800138000。", ["手机号码"]),
        ("证件号11010519491231002X", ["身份证号"]),
    ],
)
def test_it_shows(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in scan(text, DAY)] == kinds


@pytest.mark.parametrize(
    "text",
    [
        "全市有限公司类用人单位较多。",
        "工厂数量增加，全市共有厂房1200处。",
        "本年新发职业病12例、23例、1.3例每万人。",
        "例如：第3例行会议",
        "3人小组开展检查，4名专家参加。",
        "办公电话0595-22222222。",
        "100例",
        "三例行检查",
        "四分之三人患病率下降",
    ],
)
def test_it_leaves_harmless_words_alone(text: str) -> None:
    assert scan(text, DAY) == []


def test_a_finding_says_where_and_repeats_nothing() -> None:
    text = "情况如下。" * 3 + "请拨13800138000。"
    found = scan(text, DAY)
    assert [(one.kind, text[one.place - 1 : one.place + 10]) for one in found] == [
        ("手机号码", "13800138000")
    ]
    assert "138" not in found[0].words


def test_what_was_found_is_marked_in_the_text_and_nothing_is_lost() -> None:
    title, text = "情况", "请拨13800138000，示例鞋业有限公司，确诊3例。"
    pieces = marked(text, scan(f"{title}\n{text}", DAY), len(title) + 1)
    assert "".join(words for words, _kind in pieces) == text
    assert [words for words, kind in pieces if kind] == ["13800138000", "示例鞋业有限公司", "3例"]


def test_a_finding_in_the_title_marks_nothing_in_the_text() -> None:
    title, text = "示例鞋业有限公司情况", "已整改。"
    found = scan(f"{title}\n{text}", DAY)
    assert (len(found), marked(text, found, len(title) + 1)) == (1, [("已整改。", "")])
