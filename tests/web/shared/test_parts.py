"""The frame and its parts say what they are given, escape it, and show nothing for what is missing."""

from types import SimpleNamespace as Given
from typing import Any

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template import Context, Template
from django.template.loader import render_to_string
from lxml import html

WHY = Given(sentence="送出后 3 个工作日。", steps=["21–22日为周末，跳过"], cite="会议规则", url="/rules")


def page(**context: Any) -> html.HtmlElement:
    return html.document_fromstring(render_to_string("base.html", context))


def part(name: str, **context: Any) -> html.HtmlElement:
    return html.fragment_fromstring(render_to_string(f"parts/{name}.html", context), create_parent="div")


def words(element: html.HtmlElement) -> str:
    """What a person reads, without any space: where lines break is the page's own affair."""
    return "".join(element.text_content().split())


def full_frame(**more: Any) -> dict[str, Any]:
    nav = [
        Given(label=label, url=f"/{icon}", here=label == "会议", icon=icon)
        for label, icon in [
            ("工作台", "desk"),
            ("会议", "meeting"),
            ("台账", "ledger"),
            ("公文", "paper"),
            ("日志", "journal"),
        ]
    ]
    return {
        "title": "第一次会议纪要",
        "conference": Given(name="某市联席会议", level="市级"),
        "actor": Given(label="市住建局·成员", person_id=3, seat_id=7),
        "seats": [Given(id=2, label="市住建局·联络员")],
        "switch_url": "/seat",
        "nav": nav,
        "unread": 3,
        "inbox_url": "/inbox",
        "search_url": "/search",
        "asof": Given(label="今天", url="/asof"),
        "account_url": "/account",
        "signout_url": "/sign-out",
    } | more


def test_frame_names_page_conference_and_seat() -> None:
    frame = page(**full_frame())
    assert frame.get("lang") == "zh-CN"
    assert frame.findtext(".//title") == "第一次会议纪要 · 某市联席会议"
    assert frame.findtext(".//h1") == "第一次会议纪要"
    assert "市住建局·成员" in words(frame.find_class("seat")[0])
    assert frame.body.get("data-actor") == "3.7"
    assert words(frame.find_class("count")[0]).endswith("3")
    assert "演示" not in words(frame)


def test_frame_begins_with_the_skip_link_to_main() -> None:
    frame = page(**full_frame())
    first = frame.xpath("//body//a")[0]
    assert first.get("href") == "#main"
    assert frame.xpath("//main[@id='main']")


def test_menu_marks_where_i_am_and_repeats_everything_in_the_drawer() -> None:
    frame = page(**full_frame())
    side = frame.xpath("//nav[@class='side']/a")
    assert [words(a) for a in side] == ["工作台", "会议", "台账", "公文", "日志"]
    assert [words(a) for a in side if a.get("aria-current") == "page"] == ["会议"]
    assert len(frame.xpath("//div[@class='drawer-list']/a")) == 5
    assert side[1].xpath(".//use")[0].get("href").endswith("icons.svg#meeting")


def test_seat_is_switched_by_a_plain_form() -> None:
    form = page(**full_frame()).xpath("//form[@data-seat]")[0]
    assert (form.get("method"), form.get("action")) == ("post", "/seat")
    assert [(b.get("name"), b.get("value")) for b in form.xpath(".//button")] == [("seat", "2")]
    assert not page(**full_frame(seats=[])).xpath("//form[@data-seat]")


def test_frame_without_anything_still_renders() -> None:
    frame = page()
    assert frame.findtext(".//title") == "联席"
    assert "no-nav" in frame.body.get("class")
    assert frame.body.get("data-actor") is None
    assert not frame.xpath("//nav[@class='side'] | //form[@role='search']")


def test_frame_says_that_data_are_a_demonstration() -> None:
    assert "演示：数据可随时清除，人名以席位代替" in words(page(**full_frame(is_demo=True)))


def test_frame_shows_messages_and_the_refusal() -> None:
    shown = page(
        **full_frame(
            messages=[
                Message(constants.SUCCESS, "已签收。"),
                Message(constants.ERROR, "不能签收。\n依据：规则"),
            ],
            refusal=Given(
                message="还差 2 个单位同意。", rule="制度 四", next_step="请两个单位表态。", rule_url="/c"
            ),
        )
    ).get_element_by_id("notices")
    assert "已办好已签收。" in words(shown)
    assert "还差2个单位同意。依据制度四怎么办请两个单位表态。" in words(shown)
    assert len(shown.xpath(".//*[@role='alert']")) == 2
    assert shown.xpath(".//br")


def test_frame_sends_the_token_with_htmx_requests() -> None:
    frame = page(**full_frame(csrf_token="abc"))
    assert frame.body.get("hx-headers") == '{"x-csrftoken": "abc"}'
    assert all(
        form.xpath(".//input[@name='csrfmiddlewaretoken']") for form in frame.xpath("//form[@method='post']")
    )


@pytest.mark.parametrize(
    ("light", "said"),
    [
        ("normal", "○正常"),
        ("near", "◐临期"),
        ("late", "●逾期"),
        ("grave", "◆严重逾期"),
        ("done", "✓已办结"),
        ("", ""),
    ],
)
def test_lamp_has_mark_and_words(light: str, said: str) -> None:
    assert words(part("lamp", light=light)) == said


def test_lamp_takes_its_own_words() -> None:
    assert words(part("lamp", light="late", words="逾期 3 天")) == "●逾期3天"


def test_why_takes_a_sentence_or_a_derivation() -> None:
    assert "送出后" in words(part("why", why="送出后 3 个工作日。"))
    full = part("why", why=WHY, of="会签期限")
    assert [words(li) for li in full.xpath(".//li")] == ["21–22日为周末，跳过"]
    assert full.xpath(".//a")[0].get("href") == "/rules"
    assert not part("why", why="").xpath(".//details")


def test_clause_marks_the_cited_words_and_leads_to_the_source() -> None:
    clause = Given(
        before="由召集人主持，",
        cited="经与会单位同意",
        after="后印发。",
        cite="制度 四",
        url="/s",
        span="8-15",
        notes=["原文如此"],
    )
    shown = part("clause", clause=clause)
    assert shown.findtext(".//mark") == "经与会单位同意"
    assert shown.find(".//mark").get("data-span") == "8-15"
    assert words(shown) == "由召集人主持，经与会单位同意后印发。原文如此制度四·看原文"


def test_summary_list_shows_facts_lights_and_reasons() -> None:
    facts = [
        Given(label="状态", value="办理中", light="near"),
        Given(label="期限", value="11月25日", why=WHY),
        Given(label="牵头", value=""),
    ]
    shown = part("summary_list", facts=facts)
    assert [words(dt) for dt in shown.xpath(".//dt")] == ["状态", "期限", "牵头"]
    assert words(shown.xpath(".//dd")[0]) == "◐临期办理中"
    assert words(shown.xpath(".//dd")[2]) == "—"
    assert len(shown.xpath(".//details")) == 1


def test_timeline_keeps_order_and_basis() -> None:
    entries = [
        Given(at="11月20日 16:02", by="办公室", text="生成第 3 版", url="/j/2", basis="四"),
        Given(at="11月18日", text="送会签", iso="2026-11-18"),
    ]
    shown = part("timeline", entries=entries, more_url="/journal")
    assert [words(li) for li in shown.xpath(".//li")] == [
        "11月20日16:02办公室生成第3版依据四",
        "11月18日送会签",
    ]
    assert shown.xpath(".//time/@datetime") == ["2026-11-18"]


def test_consent_table_says_who_said_what_on_which_version() -> None:
    rows = [
        Given(unit="市卫健委", state="agreed", words="同意", version="第 3 版", at="11月20日"),
        Given(
            unit="市总工会",
            state="objected",
            words="异议",
            note="应写明时限",
            reply="已写入",
            by="办公室代录",
            scan_url="/scan",
        ),
    ]
    shown = part("consent_table", rows=rows, tally="1 个同意")
    assert words(shown.find(".//caption")) == "1个同意"
    assert "✓同意" in words(shown.xpath(".//tbody/tr")[0])
    assert "✕异议" in words(shown.xpath(".//tbody/tr")[1])
    assert "答复：已写入" in words(shown)
    assert all(td.get("data-l") for td in shown.xpath(".//td"))


def test_compare_shows_changes_in_line_and_side_by_side() -> None:
    pieces = [
        Given(op="same", text="由市住建局"),
        Given(op="del", text="适时"),
        Given(op="ins", text="年底前"),
        Given(op="same", text="完成。"),
    ]
    paragraphs = [
        Given(
            pieces=pieces,
            changed=True,
            id="p2",
            count="12/14",
            count_words="同意",
            waiting="市住建局 需重新表态",
        )
    ]
    inline = part("compare", paragraphs=paragraphs, with_consent=True)
    assert [words(text) for text in inline.find_class("text")] == ["由市住建局适时年底前完成。"]
    assert "12/14同意◐市住建局需重新表态" in words(inline)
    sides = part("compare", paragraphs=paragraphs, sides=True, old_label="第 2 版", new_label="第 3 版")
    assert [words(text) for text in sides.find_class("text")] == [
        "由市住建局适时完成。",
        "由市住建局年底前完成。",
    ]
    assert "12/14" not in words(sides)


class TopicForm(forms.Form):
    title = forms.CharField(label="议题名称", help_text="例如：共享噪声数据。")
    kind = forms.ChoiceField(label="来源", choices=[("1", "本单位"), ("2", "交办")], widget=forms.RadioSelect)
    urgent = forms.BooleanField(label="专题会议", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def test_form_errors_lead_to_the_fields() -> None:
    form = TopicForm({"title": "", "kind": ""})
    shown = part("form_errors", form=form)
    fields = "".join(render_to_string("parts/field.html", {"field": field}) for field in form)
    targets = [a.get("href").removeprefix("#") for a in shown.xpath(".//a")]
    assert targets == ["id_title", "id_kind"]
    assert all(f'id="{target}"' in fields for target in targets)
    assert "还差2处" in words(shown)
    assert words(part("form_errors", form=TopicForm())) == ""


def test_field_has_label_help_and_error_tied_to_it() -> None:
    shown = part("field", field=TopicForm({"title": "", "kind": "1"})["title"])
    box = shown.xpath(".//input")[0]
    assert shown.xpath(".//label")[0].get("for") == box.get("id")
    ids = set(shown.xpath(".//@id"))
    assert set(box.get("aria-describedby").split()) <= ids
    assert box.get("aria-invalid") == "true"
    assert shown.find_class("field-bad")


def test_field_says_what_may_be_left_out_and_hides_the_hidden() -> None:
    form = TopicForm()
    assert part("field", field=form["kind"]).xpath(".//fieldset/legend")
    urgent = part("field", field=form["urgent"])
    assert [label.get("for") for label in urgent.xpath(".//label")] == ["id_urgent"]
    assert not part("field", field=form["version"]).xpath(".//label")
    form.fields["title"].required = False
    assert "（可不填）" in words(part("field", field=form["title"]))


def test_empty_says_what_to_do() -> None:
    shown = part(
        "empty", sentence="没有议题。", hint="各单位可以提出。", act_url="/new", act_label="提出议题"
    )
    assert words(shown) == "没有议题。各单位可以提出。提出议题"
    assert shown.xpath(".//a/@href") == ["/new"]


def test_pager_offers_only_the_ways_that_exist() -> None:
    shown = part("pager", pager=Given(summary="第 1–50 条，共 312 条", prev_url="", next_url="?c=2"))
    assert shown.xpath(".//a/@rel") == ["next"]
    assert words(part("pager")) == ""


def test_task_row_says_what_by_when_and_why_me() -> None:
    task = Given(
        title="纪要第 2 段",
        url="/m",
        what="表态",
        why_me="你单位提出异议",
        basis="四",
        due="11月25日（周三）",
        light="near",
        why=WHY,
    )
    shown = part("task_row", task=task)
    assert words(shown.find_class("row-title")[0]) == "表态：纪要第2段"
    assert "你单位提出异议" in words(shown)
    assert "◐临期11月25日（周三）" in words(shown)


def test_refusal_names_rule_and_next_step() -> None:
    shown = part("refusal", refusal=Given(message="不能印发。", rule="制度 四", next_step="请表态。"))
    assert words(shown) == "未能办理不能印发。依据制度四怎么办请表态。"


def test_given_text_is_escaped() -> None:
    shown = part("empty", sentence="<script>x</script>")
    assert not shown.xpath(".//script")
    assert "<script>" in words(shown)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('<a href="/a">甲</a><a href="/b">乙</a>丙', '<a href="/a">甲</a><a href="/b">乙</a><span>丙</span>'),
        ('\n  <a href="/a">甲</a>\n', '<a href="/a">甲</a>'),
        ("丙", "丙"),
        ("", ""),
    ],
)
def test_what_stands_behind_the_last_link_of_a_path_is_set_apart(given: str, shown: str) -> None:
    assert Template(f"{{% crumbs %}}{given}{{% endcrumbs %}}").render(Context()) == shown
