"""Forms and rows: what may be asked, what is taken, and how each fault names its field."""

from decimal import Decimal

import pytest

from lianxi.core.refusals import BadInput
from lianxi.work.rules.figures import Condition, Count, Figure, figures_data, read_figures, reckon
from lianxi.work.rules.forms import Field, Form, Kind, as_data, check_form, read_form
from lianxi.work.rules.making import own_figure, own_form
from lianxi.work.rules.periods import DueDays, due_of, period_of, periods_of_year, read_period
from lianxi.work.rules.rows import Known, check_row, cut_values, doubled, key_of

FORM = own_form(
    (
        "企业|用人单位||必填 区分",
        "日期|日期||必填",
        "人数|整数|人",
        "浓度|小数|mg/m³",
        "金额|金额|万元",
        "处理|选项|已整改、未整改",
        "地区|地区",
        "协办|单位",
        "行业|目录代码|industries",
        "代号|人员代号",
        "说明|文字",
    )
)
KNOWN = Known({"市住建局": 3, "住建局": 3}, {"鲤城区": "鲤城区"}, {"industries": {"C3031": "粘土砖瓦制造"}})
GOOD = {
    "f1": "泉州某石材厂",
    "f2": "2026年3月2日",
    "f3": "1,200人",
    "f4": "0.50",
    "f5": "3.5",
    "f6": "已整改",
    "f7": "鲤城区",
    "f8": "住建局",
    "f9": "粘土砖瓦制造",
    "f10": "P12345678",
}


def test_a_good_row_is_read_into_plain_values() -> None:
    checked = check_row(FORM, GOOD, KNOWN)
    assert checked.faults == ()
    assert checked.values == {
        "f1": "泉州某石材厂",
        "f2": "2026-03-02",
        "f3": 1200,
        "f4": "0.5",
        "f5": "3.5",
        "f6": "已整改",
        "f7": "鲤城区",
        "f8": 3,
        "f9": "C3031",
        "f10": "P12345678",
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("f1", "", "“企业”没有填写"),
        ("f1", "91350500MA2XXXXXX1", "“企业”的统一社会信用代码"),
        ("f2", "3月2日", "“日期”不是一个日期"),
        ("f3", "十二", "“人数”须是数字"),
        ("f3", "1.5", "“人数”须是整数"),
        ("f3", "-1", "“人数”不能小于 0"),
        ("f5", "3.555", "“金额”最多 2 位小数"),
        ("f6", "整改了", "“处理”没有“整改了”这一项，请从中选一项：已整改、未整改"),
        ("f7", "金门县", "“地区”没有“金门县”这个地区"),
        ("f8", "市气象局", "“协办”没有“市气象局”这个成员单位"),
        ("f9", "Z9999", "“行业”在目录里没有“Z9999”"),
        ("f10", "350502198001010014", "“代号”须是人员代号"),
        ("f11", "张三，350502198001010014", "“说明”里有身份证号或手机号码"),
        ("f12", "x", "“f12”不是这张表的栏目"),
    ],
)
def test_each_fault_names_its_field(name: str, value: str, said: str) -> None:
    checked = check_row(FORM, {**GOOD, name: value}, KNOWN)
    assert [one.sentence.startswith(said) for one in checked.faults] == [True], checked.faults


def test_a_form_is_stored_and_read_back_without_loss() -> None:
    form = Form((*FORM.fields, Field("file", "附件", Kind.FILE)), dated="f2", continues=True)
    assert read_form(as_data(form)) == form


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("甲|文字", "甲|整数"), "出现了两次"),
        (("人数（男）|整数", "人数（女）|整数"), "出现了两次"),
        (("处理|选项|只有一个",), "2 到 60 个选项"),
        (("处理|选项|甲、甲",), "有重复"),
        (("栏|没有的类型",), "没有写清名称和类型"),
        (("行业|目录代码|没有的目录",), "没有写明用哪一个目录"),
        (tuple(f"栏{n}|文字" for n in range(41)), "太多"),
    ],
)
def test_a_form_that_cannot_be_filled_in_is_refused(lines: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        own_form(lines)


def test_a_key_field_is_always_needed() -> None:
    with pytest.raises(BadInput, match="须是必填栏"):
        check_form(Form((Field("a", "甲", Kind.TEXT, key=True),)))


def test_rows_are_told_apart_by_key_or_by_all_they_hold() -> None:
    keyed = key_of(FORM, {"f1": "甲厂", "f3": 1})
    assert keyed == key_of(FORM, {"f1": "甲厂", "f3": 2})
    free = own_form(("事项|文字",))
    assert key_of(free, {"f1": "一"}) != key_of(free, {"f1": "二"})
    assert doubled([("第 2 行", "甲"), ("第 3 行", "乙"), ("第 4 行", "甲")]) == {"第 4 行": "第 2 行"}


def test_a_receiver_without_a_named_cut_gets_all_but_what_is_personal() -> None:
    values = check_row(FORM, GOOD, KNOWN).values
    assert "f10" not in cut_values(FORM, values, ())
    assert cut_values(FORM, values, ("f1", "f10")) == {"f1": "泉州某石材厂", "f10": "P12345678"}


def test_periods_and_their_one_due_day() -> None:
    half, days = read_period("2026H1"), DueDays()
    assert (half.first.isoformat(), half.last.isoformat()) == ("2026-01-01", "2026-06-30")
    assert due_of(half, days).due_on.isoformat() == "2026-07-20"
    assert due_of(read_period("2026H2"), days).due_on.isoformat() == "2027-01-31"
    assert due_of(read_period("2026"), days).due_on.isoformat() == "2027-01-31"
    assert due_of(read_period("2026Q1"), days).due_on.isoformat() == "2026-04-20"
    assert due_of(read_period("2026-02"), days).due_on.isoformat() == "2026-03-20"
    assert [one.code for one in periods_of_year(2026, 4)] == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert period_of(half.last, 0).code == "2026"
    with pytest.raises(BadInput, match="期次不对"):
        read_period("2026H3")


ROWS = [
    {"f1": "甲厂", "f3": 10, "f6": "已整改"},
    {"f1": "乙厂", "f3": 30, "f6": "未整改"},
    {"f1": "甲厂", "f3": 5},
    {"f1": "丙厂", "f6": "已整改"},
]


@pytest.mark.parametrize(
    ("line", "value", "words"),
    [
        ("件数|计数", Decimal(4), "4 项"),
        ("整改|计数|处理=已整改", Decimal(2), "2 项"),
        ("人数|合计|人数", Decimal(45), "45 人"),
        ("整改率|计数|处理=已整改|占", Decimal("50.0"), "50%"),
    ],
)
def test_figures_are_counted_as_on_paper(line: str, value: Decimal, words: str) -> None:
    figure = own_figure(line, FORM)
    told = reckon(figure, ROWS, lambda _count: None)
    assert told.value == value
    assert told.words(figure.unit) == words
    assert read_figures(figures_data([figure])) == (figure,)


def test_different_values_are_counted_once() -> None:
    figure = Figure("家数", "家", Count("家数", measure="distinct", field="f1"))
    assert reckon(figure, ROWS, lambda _count: None).value == 3


@pytest.mark.parametrize(
    ("op", "value", "met"),
    [
        ("is", "已整改", 2),
        ("not", "已整改", 2),
        ("in", ("已整改", "未整改"), 3),
        ("filled", "", 3),
        ("blank", "", 1),
    ],
)
def test_conditions(op: str, value: object, met: int) -> None:
    figure = Figure("数", "项", Count("数", where=(Condition("f6", op, value),)))
    assert reckon(figure, ROWS, lambda _count: None).value == met


def test_a_number_is_above_or_below() -> None:
    above = Figure("数", "项", Count("数", where=(Condition("f3", "above", 5), Condition("f3", "below", 30))))
    assert reckon(above, ROWS, lambda _count: None).value == 1


def test_what_has_no_source_says_so_and_nothing_over_nothing_is_no_rate() -> None:
    missing = Figure("覆盖率", "%", Count("已检测的企业", source="missing"), Count("名录中的企业"))
    told = reckon(missing, ROWS, lambda _count: None)
    assert (told.words("%"), told.missing) == ("来源未建", ("已检测的企业",))
    rate = own_figure("整改率|计数|处理=已整改|占", FORM)
    assert reckon(rate, [], lambda _count: None).words("%") == "—（分母为 0）"


def test_a_figure_of_its_name_alone_counts_and_a_field_of_too_many_parts_is_refused() -> None:
    assert own_figure("检查家数", FORM) == own_figure("检查家数|计数", FORM)
    with pytest.raises(BadInput, match="四段以上"):
        own_form(["家数|整数|家|必填|另有说明"])
