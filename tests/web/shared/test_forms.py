"""The pieces of forms: what they carry, what they ask before they are sent, and that nothing typed gets out of its place."""

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.base import Template
from django.test import RequestFactory
from lxml import html

WEB = Path(__file__).parents[3] / "src" / "lianxi" / "web"
# The dialogs of the frame answer within the page, and its search takes no filter's look.
OWN_FORMS = {"parts/dialogs.html": 2, "base.html": 1}
# Where the two looks of a choice are written.
OWN_SELECTS = {"parts/entry.html": 1, "parts/select.html": 1}


def _text(source: str, **context: object) -> str:
    template: Template = engines["django"].from_string(source)
    return str(template.render(context, RequestFactory().get("/")))


def _render(source: str, **context: object) -> html.HtmlElement:
    return html.fromstring(f"<div>{_text(source, **context)}</div>")


def _written(tag: str) -> dict[str, int]:
    counts = {
        path.as_posix().partition("/templates/")[2]: len(re.findall(rf"<{tag}\b", path.read_text()))
        for path in WEB.glob("*/templates/**/*.html")
    }
    return {name: count for name, count in counts.items() if count}


def test_no_page_writes_a_form_or_a_choice_of_its_own() -> None:
    assert _written("form") == OWN_FORMS
    assert _written("select") == OWN_SELECTS


def test_a_form_posts_to_its_action_with_its_token_and_what_it_carries() -> None:
    (form,) = _render(
        '{% form "ledger.extension.ask" %}{% hold extension_id=pk said="已答复。" %}{% send "申请" %}{% endform %}',
        pk=7,
    ).xpath("form")
    assert (form.get("method"), form.get("action"), form.get("class")) == (
        *("post", "/do/ledger.extension.ask", "form"),
    )
    carried = {one.get("name"): one.get("value") for one in form.xpath(".//input[@type='hidden']")}
    assert carried.pop("csrfmiddlewaretoken")
    assert carried == {"extension_id": "7", "said": "已答复。"}
    assert form.xpath(".//button/@class") == ["btn btn-primary"]
    # What is typed is not lost by leaving the page unasked.
    assert form.get("data-guard") is not None


@pytest.mark.parametrize(
    ("said", "attributes"),
    [
        ('draft="k-1"', {"data-autosave": "/drafts/k-1", "data-autosave-key": "k-1", "data-guard": None}),
        ('kept="k-1"', {"data-autosave": "", "data-autosave-key": "k-1", "data-guard": None}),
        ("guard=False", {"data-guard": None, "data-autosave": None}),
        ("files=True", {"enctype": "multipart/form-data"}),
        ('confirm="确定印发？"', {"data-confirm": "确定印发？"}),
        ('look="bare"', {"class": None}),
        ('look="bar" css="no-print"', {"class": "bar no-print"}),
        ('data_key="get"', {"data-key": "get"}),
    ],
)
def test_a_form_says_how_it_lies_and_what_it_keeps(said: str, attributes: dict[str, str | None]) -> None:
    (form,) = _render(f'{{% form "/there" {said} %}}x{{% endform %}}').xpath("form")
    assert {name: form.get(name) for name in attributes} == attributes


def test_what_is_carried_stays_within_its_value() -> None:
    page = _render("{% form '' %}{% hold said=words %}{% endform %}", words='"><b>')
    assert page.xpath("//b") == []
    assert page.xpath("//input[@name='said']/@value") == ['"><b>']
    assert page.xpath("//form/@action") == []


def test_filters_stand_in_the_address_and_end_with_their_button() -> None:
    (form,) = _render(
        '{% filters words="查看" %}{% tick "open" "只看未结束的" on=True %}{% endfilters %}'
    ).xpath("form")
    assert (form.get("method"), form.get("role")) == ("get", "search")
    assert form.xpath(".//button")[-1].text == "查看"
    assert form.xpath(".//input[@type='checkbox']/@checked")
    assert form.xpath(".//*[@name='csrfmiddlewaretoken']") == []


class Unit:
    """A row of a list of choices."""

    def __init__(self, pk: int, name: str) -> None:
        self.pk, self.name = pk, name


@pytest.mark.parametrize(
    ("options", "value", "offered"),
    [
        ([("a", "甲"), ("b", "乙")], "b", [("a", "甲", False), ("b", "乙", True)]),
        ({"1": "甲"}, 1, [("1", "甲", True)]),
        (["甲", "乙"], "", [("甲", "甲", False), ("乙", "乙", False)]),
        ([2026, 2025], 2025, [("2026", "2026", False), ("2025", "2025", True)]),
        ("agree=同意|reserve=保留意见", "agree", [("agree", "同意", True), ("reserve", "保留意见", False)]),
        ([("a", "甲", True)], None, [("a", "甲", True)]),
    ],
)
def test_a_choice_takes_what_views_have(
    options: object, value: object, offered: list[tuple[str, str, bool]]
) -> None:
    page = _render('{% field "x" "单位" options=options value=value %}', options=options, value=value)
    found = [(one.get("value"), one.text, one.get("selected") is not None) for one in page.xpath("//option")]
    assert found == offered
    assert page.xpath("//label/@for") == page.xpath("//select/@id") == ["x"]


def test_a_choice_offers_groups_first_words_last_words_and_rows_by_name() -> None:
    groups = [("市住建局", [("c1", "第一条"), ("c2", "第二条")])]
    page = _render('{% field "c" "条款" options=groups value="c2" first="请选择" %}', groups=groups)
    assert page.xpath("//optgroup/@label") == ["市住建局"]
    assert page.xpath("//option[@selected]/@value") == ["c2"]
    assert page.xpath("//option[1]/@value") == ["", "c1"]
    rows = [Unit(3, "市民政局"), Unit(4, "市医保局")]
    page = _render('{% select "u" options=rows|pairs:"pk name" value=4 last="0=不清楚" %}', rows=rows)
    assert page.xpath("//option/@value") == ["3", "4", "0"]
    assert page.xpath("//option[@selected]")[0].text == "市医保局"
    page = _render('{% select "u" options=rows|pairs:"pk 第 {0.pk} 个：{0.name}"|coded:"{}:x" %}', rows=rows)
    assert page.xpath("//option/@value") == ["3:x", "4:x"]
    assert page.xpath("//option")[0].text == "第 3 个：市民政局"


def test_a_table_stands_under_its_headings_and_a_lamp_never_without_words() -> None:
    page = _render('{% sheet "时间|#人数|~操作" listed=True %}<tr><td>1</td></tr>{% endsheet %}')
    heads = page.xpath("//thead/tr/th")
    assert [head.text_content() for head in heads] == ["时间", "人数", "操作"]
    assert (heads[1].get("class"), heads[2].xpath("span/@class")) == ("n", ["visually-hidden"])
    assert page.xpath("//table/@data-list") == [""]
    for light in ("near", "late", "grave", "done", "normal"):
        (lamp,) = _render(f'{{% lamp "{light}" mark="✕" %}}').xpath("span")
        assert lamp.text_content()[0] == "✕"
        assert lamp.text_content()[1:].strip()
