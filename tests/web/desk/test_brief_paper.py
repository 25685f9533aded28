"""The leader's page as PDF: the page's own figures, no paper, as many sheets as it says, and nothing stored."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cast import Cast, found_cast
from ledger.steps import closed, entered
from lianxi.journal.models import Entry
from lianxi.meetings.actions import issue_minutes
from lianxi.papers.models import Paper, StoredFile
from lianxi.papers.pdfchild import look_into
from lianxi.web.desk.brief_paper import brief_pdf
from lianxi.web.desk.brief_sheet import Asked, DecisionLine, Other, Piece, Sheet, Shown, UnitWords
from meetings.stages import LATER, agreed_minutes
from web.signing_in import seated

# The day after the cast's first week: matters of the cast stand, and 20 March lies ahead.
THEN = "?on=2026-03-08&span=30"
WHOLE = "?on=2026-03-22&span=30"


def _pages(content: bytes) -> list[str]:
    looked = look_into(content)
    assert looked is not None
    return ["".join(page.split()) for page in looked.pages]


def _sheet(units: int = 3, decisions: int = 0, **given: Any) -> Sheet:
    words = "本期到期1项，其中办结0项：用人单位已不存在的职业病病人救助（办理中）；在办1项，没有逾期的。"
    line = DecisionLine(Piece("房屋建筑和市政工程粉尘危害专项检查"), "市住建局", "2026年3月1日", "办理中")
    return Sheet(
        Asked(date(2026, 3, 8), 30),
        "2026年3月8日终了",
        figures=(Shown("在办事项", 7, 5, 7),),
        states=(Shown("办理中", 7, 5, 7),),
        units=tuple(UnitWords(f"单位{place}", (Piece(words),)) for place in range(units)),
        decisions=(line,) * decisions,
        **given,
    )


@pytest.mark.parametrize("query", ["", THEN, WHOLE, "?on=x"])
def test_every_figure_and_sentence_of_the_page_stands_in_the_pdf(cast: Cast, query: str) -> None:
    closed(cast, entered(cast, title="粉尘危害排查"))
    issue_minutes(cast.convener, LATER, minutes_id=agreed_minutes(cast).pk)
    client = seated(Client(), cast.director)
    sheet: Sheet = client.get(f"/brief{query}").context["sheet"]
    text = "".join(_pages(client.get(f"/brief.pdf{query}").content))
    for one in sheet.figures:
        change = one.change.replace(" ", "").removeprefix("比上期") if one.value != one.before else "相同"
        assert f"{one.label}{one.value}{one.before}{change}" in text
    assert "，".join(f"{one.label}{one.value}项" for one in sheet.states) in text
    places = [text.index("".join(f"{one.name}{one.words}".split())) for one in sheet.units]
    assert places == sorted(places)
    for row in sheet.decisions:
        assert f"{row.title.words}{row.lead}{row.due}{row.state}" in text
    for other in sheet.others:
        assert f"{other.label}{len(other.rows)}{other.counter}" in text


def test_it_says_what_it_is_and_as_of_when_on_every_sheet(cast: Cast) -> None:
    entered(cast)
    pages = _pages(seated(Client(), cast.convener).get(f"/brief.pdf{THEN}").content)
    assert "工作情况一页" in pages[0]
    assert "不是印发的公文" in pages[0]
    assert all("工作情况一页" in page and "截至2026年3月8日终了，非公文" in page for page in pages)
    # No number, no imprint.
    assert "〔" not in "".join(pages)
    assert "泉职防联" not in "".join(pages)


def test_it_is_a_file_to_be_saved_and_stores_nothing(cast: Cast) -> None:
    entered(cast)
    client = seated(Client(), cast.director)
    before = [model.objects.count() for model in (Entry, Paper, StoredFile)]
    answer = client.get(f"/brief.pdf{THEN}")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert [model.objects.count() for model in (Entry, Paper, StoredFile)] == before
    assert client.post("/brief.pdf").status_code == 405
    assert client.get(f"/brief.pdf{THEN}").content == answer.content


@pytest.mark.parametrize("who", ["member", "liaison"])
def test_who_does_not_see_the_page_gets_no_pdf(cast: Cast, who: str) -> None:
    client = seated(Client(), getattr(cast, who)("市住建局"))
    answer = client.get("/brief.pdf")
    assert (client.get("/brief").status_code, answer.status_code) == (403, 403)
    assert answer["Content-Type"].startswith("text/html")


def test_nobody_signed_in_is_sent_to_the_door(cast: Cast) -> None:
    assert Client().get("/brief.pdf").status_code == 302


def test_another_conferences_page_holds_nothing_of_this_one(cast: Cast) -> None:
    entered(cast, title="粉尘危害排查")
    other = found_cast("广东省职业病防治工作联席会议", "GD")
    text = "".join(_pages(seated(Client(), other.director).get(f"/brief.pdf{WHOLE}").content))
    assert "粉尘危害排查" not in text
    assert "在办事项00相同" in text


def test_a_character_without_a_glyph_keeps_nobody_from_the_page(cast: Cast) -> None:
    entered(cast, title="排查\U0001f600粉尘")
    text = "".join(_pages(seated(Client(), cast.director).get(f"/brief.pdf{WHOLE}").content))
    assert "排查〓粉尘" in text
    assert "“〓”为字库没有的字" in text


def test_a_control_character_is_not_printed() -> None:
    sheet = _sheet(deciding=(Piece("纪要\x07待签发"),))
    assert "纪要〓待签发" in "".join(_pages(brief_pdf(sheet, "某联席会议", is_demo=False)))


@pytest.mark.parametrize(("units", "decisions"), [(0, 0), (3, 0), (16, 8), (80, 8)])
def test_it_counts_its_own_sheets(units: int, decisions: int) -> None:
    pages = _pages(brief_pdf(_sheet(units, decisions), "某联席会议", is_demo=False))
    said = [f"（共{len(pages)}页）" in page for page in pages]
    assert said == [len(pages) > 1] * len(pages)
    assert (f"印成{len(pages)}页" in pages[0]) == (len(pages) > 1)
    if units <= 16:
        assert len(pages) <= 2
    assert ("另有20个单位" in "".join(pages)) == (units == 80)


def test_a_record_with_a_long_name_is_cut_and_the_rest_counted() -> None:
    rows = tuple(Piece("某信号" + "很" * 200) for _place in range(5))
    sheet = _sheet(others=(Other("signals", "监测信号", "个", rows, 0),), deciding=rows, more_deciding=4)
    text = "".join(_pages(brief_pdf(sheet, "某联席会议", is_demo=True)))
    assert "监测信号5个" in text
    assert "另有2个" in text
    assert "另有4件，见工作台" in text
    assert "很" * 40 not in text
    assert "【演示】" in text


def test_an_earlier_day_lists_no_decisions_that_wait_today(cast: Cast) -> None:
    client = seated(Client(), cast.convener)
    assert client.get(f"/brief{THEN}").context["sheet"].deciding is None
    assert "需要召集人决定" not in "".join(_pages(client.get(f"/brief.pdf{THEN}").content))
    assert "需要召集人决定" in "".join(_pages(client.get("/brief.pdf").content))
