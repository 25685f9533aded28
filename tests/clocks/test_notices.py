"""Notices of days off: read from CSV and from the notice's own words, refused where they contradict themselves."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cast import AT, Cast
from clocks.notices import NOTICE
from lianxi.clocks.actions import load_notice
from lianxi.clocks.models import CalendarNotice
from lianxi.clocks.queries import calendar_now
from lianxi.clocks.rules.notices import MOST_CHARACTERS, read_notice
from lianxi.core.actors import INSTALLER
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.workdays import china, is_workday

# The real notice for 2026 in its own words, against the days the shipped calendar has from other sources.
REAL = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""
HEAD = "date,kind,name\n"
WHOLE = [
    "2027-01-01,off,元旦",
    "2027-05-01,off,劳动节",
    "2027-10-01,off,国庆节",
    "2027-10-02,off,国庆节",
    "2027-10-03,off,国庆节",
]


def csv(*more: str, without: str = "") -> str:
    return HEAD + "\n".join([row for row in WHOLE if row != without] + list(more))


def test_the_words_of_a_real_notice_give_the_days_of_the_shipped_calendar() -> None:
    notice = read_notice(REAL)
    shipped = {day: one for day, one in china().special.items() if day.year == 2026}
    assert notice.year == 2026
    assert notice.days == shipped


def test_csv_is_read_with_the_end_of_the_year_before() -> None:
    notice = read_notice(csv("2026-12-27,work,元旦", "2026-12-31,off,元旦", "2027-01-10,work,元旦"))
    assert notice.year == 2027
    assert len(notice.days) == 8
    assert notice.as_rows()[0] == ["2026-12-27", "work", "元旦"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "没有内容"),
        ("x" * (MOST_CHARACTERS + 1), "太长"),
        (csv("2027-01-01,work,元旦"), "既写了放假，又写了上班"),
        (csv("2027-01-01,off,元旦"), "列了两次"),
        (csv("2027-01-04,work,元旦"), "本来就上班"),
        (csv("2028-01-02,off,元旦"), "只写一个年份"),
        (csv("2026-12-20,off,元旦"), "只写一个年份"),
        (csv("2027-02-30,off,春节"), "看不懂"),
        (csv("2027-02-05,rest,春节"), "只能是 off"),
        (csv("2027-02-05,off,"), "没有写明节日"),
        (csv("2027-02-05,off"), "栏数"),
        (csv("2027-02-05,off,春节,more"), "栏数"),
        (csv(without="2027-05-01,off,劳动节"), "劳动节"),
        (csv("=1+1,off,春节"), "看不懂"),
        ("date,kind,name,salary\n2027-01-01,off,元旦,1", "salary"),
        ("date,kind\n2027-01-01,off", "缺少"),
        (HEAD + "\n".join(f"2027-01-{n:02},off,x" for n in range(1, 32)) * 5, "超过|列了两次|栏数"),
        ("一、元旦：1月1日放假。", "没有找到年份"),
        ("2027年安排\n随便写写。", "没有读到"),
        (NOTICE.replace("1月10日（周日）上班", "1月10日（周六）上班"), "实际是周日"),
        (NOTICE.replace("共7天", "共8天", 1), "列出的却是7天"),
        (NOTICE.replace("6月9日（周三）放假", "6月31日放假"), "不存在"),
        (NOTICE.replace("6月9日（周三）放假1天", "6月9日（周三）照常"), "看不出"),
        (NOTICE.replace("至5日（周一）放假", "至4月1日放假"), "不是一段假期"),
    ],
)
def test_a_notice_that_does_not_hold_together_is_refused_with_a_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        read_notice(text)
    assert refused.value.next_step


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for given_text in (text, HEAD + text, "2027年\n一、元旦：" + text):
        with suppress(BadInput):
            assert read_notice(given_text).days


def test_loading_twice_is_refused_and_a_corrected_notice_takes_its_place(cast: Cast) -> None:
    load_notice(cast.director, AT, text=NOTICE, paper="通知一")
    assert not is_workday(date(2027, 2, 11), calendar_now(exact=True))
    with pytest.raises(BadInput, match="已经载入过"):
        load_notice(INSTALLER, AT, text=NOTICE, paper="通知一")
    corrected = NOTICE.replace(
        "至11日（周四）放假调休，共7天。2月20日（周六）上班", "至10日（周三）放假调休，共6天"
    )
    load_notice(INSTALLER, AT, text=corrected, paper="通知二")
    assert is_workday(date(2027, 2, 11), calendar_now(exact=True))
    assert CalendarNotice.objects.count() == 2
    with pytest.raises(Refusal):
        load_notice(cast.staff, AT, text=NOTICE, paper="x")
