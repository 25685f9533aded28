"""The half-year and yearly report: words from the records of its period, figures that can be counted again."""

from datetime import date, datetime

import pytest
from django.test import Client

from cast import AT, Cast
from ledger.steps import acknowledged, at, entered
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import CHINA
from lianxi.ledger.actions import ask_extension, draft_report, grant_extension
from lianxi.ledger.queries.reports import recount, report_of, report_periods
from lianxi.ledger.rules.briefing import BriefFigure, UnitLine
from lianxi.ledger.rules.reports import MOST_NAMED, Counted, Named, Quoted, draw, period_of
from lianxi.papers.actions import revise_draft
from lianxi.papers.models import PaperDraft
from web.signing_in import seated, words

FIGURES = [
    BriefFigure(key, key, records, 0)
    for key, records in (
        ("running", (1, 2, 3)),
        ("serious", ()),
        ("late", (1,)),
        ("submitted", (2,)),
        ("entered", (1, 2, 3, 4)),
        ("closed", (4,)),
    )
]
LATE = [Named("补齐检测报告", "市工信局", date(2026, 6, 1))]


def _counted(late: list[Named], coming: list[Named]) -> Counted:
    units = [UnitLine(7, "市工信局", (1, 4), (4,), (1,), (1,)), UnitLine(8, "市总工会", (), (), (), ())]
    others = [("minutes_issued", "印发会议纪要", "份", 2), ("incoming", "收文", "件", 0)]
    return Counted(FIGURES, others, units, late, coming)


def test_the_words_say_what_was_counted_and_no_unit_that_led_nothing() -> None:
    text, quoted = draw(_counted(LATE, []), date(2026, 1, 1), date(2026, 6, 30))
    assert text.splitlines() == [
        "一、总体情况",
        "2026年1月1日至2026年6月30日，印发会议纪要2份，台账新增事项4项，办结事项1项。"
        "截至2026年6月30日，在办事项3项，其中逾期1项（含严重逾期0项）。",
        "二、各单位主办事项办理情况",
        "市工信局：到期事项2项，其中已办结1项，在办事项1项。",
        "三、逾期未办结的事项",
        "1.补齐检测报告（主办：市工信局，时限2026年6月1日）。",
    ]
    assert {one.key: one.value for one in quoted} == {
        "minutes_issued": 2,
        "entered": 4,
        "closed": 1,
        "running": 3,
        "late": 1,
        "serious": 0,
        "unit.7.due": 2,
        "unit.7.done": 1,
        "unit.7.running": 1,
    }
    assert all(one.stands_in(text) for one in quoted)


def test_lists_are_numbered_in_turn_and_say_what_they_leave_out() -> None:
    many = [Named(f"事项{n}", "市教育局", None) for n in range(MOST_NAMED + 3)]
    text, _ = draw(_counted(LATE, many), date(2026, 1, 1), date(2026, 12, 31))
    lines = text.splitlines()
    assert "四、下一阶段到期的事项" in lines
    assert lines[-1] == "另有3项见台账。"
    text, _ = draw(_counted([], many[:1]), date(2026, 1, 1), date(2026, 12, 31))
    assert text.splitlines()[-2:] == ["三、下一阶段到期的事项", "1.事项0（主办：市教育局）。"]


def test_the_same_words_of_another_unit_do_not_stand_for_a_figure() -> None:
    one = Quoted("unit.7.due", "到期", 2, "到期事项2项", "市工信局：")
    assert one.stands_in("市工信局：在办事项1项，到期事项2项。")
    assert not one.stands_in("市教育局：到期事项2项。\n市工信局：到期事项12项。")


def test_a_units_line_does_not_stand_for_the_general_figure() -> None:
    units = [UnitLine(7, "市工信局", (), (), (1, 2, 3), ())]
    text, quoted = draw(Counted(FIGURES, [], units, [], []), date(2026, 1, 1), date(2026, 6, 30))
    assert text.count("在办事项3项") == 2
    changed = text.replace("在办事项3项", "在办若干", 1)
    assert [one.key for one in quoted if not one.stands_in(changed)] == ["running"]


@pytest.mark.parametrize("code", ["", "2026", "2026-quarter", "1999-half", "２０２６-half", "2026-half\n"])
def test_what_is_no_period_is_refused(cast: Cast, code: str) -> None:
    assert period_of(code) is None
    with pytest.raises(BadInput, match="请选择"):
        draft_report(cast.director, AT, period=code)
    assert not PaperDraft.objects.exists()


def test_a_period_that_has_not_begun_is_refused_and_no_unit_drafts(cast: Cast) -> None:
    with pytest.raises(BadInput, match="已经开始"):
        draft_report(cast.director, AT, period=f"{AT.year + 1}-half")
    with pytest.raises(NotPermitted):
        draft_report(cast.member("市住建局"), AT, period=f"{AT.year}-half")


def test_the_draft_is_the_offices_and_its_figures_are_counted_again(cast: Cast) -> None:
    entered(cast)
    entered(cast, "市人社局", title="核对工伤保险参保名单")
    draft = draft_report(cast.director, AT, period="2026-half")
    assert (draft.kind, draft.title) == ("report", "关于2026年上半年工作情况的报告（截至2026年3月2日）")
    report = report_of(draft.pk)
    assert report is not None
    assert (report.first_on, report.last_on) == (date(2026, 1, 1), date(2026, 3, 2))
    later = datetime(2026, 9, 1, tzinfo=CHINA)
    found = recount(report, draft.text, later)
    assert {one.quoted.key for one in found} >= {"entered", "closed", "running", "late", "serious"}
    assert [one for one in found if one.now != one.quoted.value or not one.is_said] == []
    # What comes later is none of the period's, and a sentence that the office rewrote is told.
    entered(cast, title="下一阶段的事项", moment=datetime(2026, 5, 1, tzinfo=CHINA), due_on=date(2026, 8, 3))
    revise_draft(
        cast.director,
        later,
        draft_id=draft.pk,
        title=draft.title,
        text=draft.text.replace("在办事项2项", "在办两项", 1),
        seen=draft.version,
    )
    found = recount(report, PaperDraft.objects.get(pk=draft.pk).text, later)
    assert [one.quoted.key for one in found if one.now != one.quoted.value] == []
    assert [one.quoted.key for one in found if not one.is_said] == ["running"]


def test_the_office_drafts_it_from_the_leaders_page_and_opens_every_figure(cast: Cast) -> None:
    entered(cast)
    client = seated(Client(), cast.director)
    page = client.get("/brief")
    code, label = page.context["periods"][0]
    assert f'<option value="{code}"' in page.content.decode()
    assert label in words(page)
    answer = client.post("/do/ledger.report.draft", {"period": code, "next": "/papers/drafts/{id}"})
    draft = PaperDraft.objects.get()
    assert answer.headers["Location"] == f"/papers/drafts/{draft.pk}"
    page = client.get(f"/papers/drafts/{draft.pk}")
    told = words(page)
    assert "文中数字核对" in told
    assert "记录有变动" not in told
    figures = page.context["report"]["figures"]
    assert len(figures) >= 6
    assert {client.get(one.url).status_code for one in figures} == {200}
    assert "起草半年、年度报告" not in words(seated(Client(), cast.convener).get("/brief"))


def test_a_long_report_is_told_and_another_paper_has_no_figures(cast: Cast) -> None:
    draft = draft_report(cast.director, AT, period="2026-half")
    client = seated(Client(), cast.director)
    assert "请压缩" not in words(client.get(f"/papers/drafts/{draft.pk}"))
    revise_draft(
        cast.director, AT, draft_id=draft.pk, title=draft.title, text="字" * 5001, seen=draft.version
    )
    told = words(client.get(f"/papers/drafts/{draft.pk}"))
    assert "正文超过5000字" in told
    assert "没有找到原话" in told


def test_periods_are_this_years_and_the_last(cast: Cast) -> None:
    assert [one.words for one in report_periods(date(2026, 7, 1))] == [
        "2026年",
        "2026年上半年",
        "2025年",
        "2025年上半年",
    ]


def test_a_matter_is_named_with_the_day_it_had_at_the_periods_end(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, due_on=date(2026, 8, 3)))
    asked = ask_extension(
        cast.member("市住建局"),
        at(130),
        obligation_id=row.pk,
        asked_on=date(2026, 9, 30),
        reason="检测报告未出",
        progress="已完成大半",
    )
    grant_extension(cast.director, at(131), extension_id=asked.pk, granted_on=date(2026, 9, 30))
    text = draft_report(cast.director, at(140), period="2026-half").text
    assert "时限2026年8月3日" in text
    assert "2026年9月30日" not in text
