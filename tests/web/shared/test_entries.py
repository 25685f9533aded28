"""The form component says what the signature says, and so does every form that is still written by hand."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from lxml import html

from lianxi.journal.acting import catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.web.shared.entries import TYPED, entry

load_catalogue()
TEMPLATES = Path(__file__).parents[3] / "src" / "lianxi" / "web"
FORM = re.compile(r'{% form "([\w.]+)".*?{% endform %}', re.S)
# A label, whatever stands in it behind its words, and the control that follows.
LABELLED = re.compile(
    r'<label[^>]*>\s*([^<{]+?)\s*(?:<span|</label>)(?:(?!<label|name=").)*?<(?:input|textarea)\b[^>]*?name="(\w+)"',
    re.S,
)
# A field that the page names itself.
NAMED = re.compile(r'{% field "(\w+)" "([^"]+)"')


def _render(text: str) -> html.HtmlElement:
    return html.fromstring(f"<div>{engines['django'].from_string(text).render({})}</div>")


def _by_hand() -> Iterator[tuple[str, str, str, str]]:
    """Yield file, action, field and label of every control that a form of a named action names itself."""
    for path in sorted(TEMPLATES.glob("*/templates/**/*.html")):
        for form in FORM.finditer(path.read_text()):
            for label, name in LABELLED.findall(form[0]) + [(b, a) for a, b in NAMED.findall(form[0])]:
                yield path.name, form[1], name, label


def test_the_component_names_every_field_as_its_signature_does() -> None:
    asked = 0
    for id_, action in catalogue.items():
        for name, field in action.payload.items():
            if field.words.control:
                page = _render(f'{{% entry "{id_}" "{name}" %}}')
                (label,), (control,) = page.xpath("//label"), page.xpath("//*[@name]")
                assert label.text.strip() == field.words.label
                assert control.get("name") == name
                assert label.get("for") == control.get("id")
                asked += 1
    assert asked > 250


def test_a_form_written_by_hand_names_its_fields_as_the_signature_does() -> None:
    found = list(_by_hand())
    assert len(found) > 20
    # What stands beside one box of several is that box's words, not the field's.
    boxed = {"done", "facts"}
    assert [
        (*one, words)
        for one in found
        if (field := catalogue[one[1]].payload.get(one[2])) and one[2] not in boxed
        for words in [field.words.label]
        if words != one[3]
    ] == []


@pytest.mark.parametrize(
    ("said", "tag", "attributes"),
    [
        ('"ledger.extension.ask" "reason"', "textarea", {"maxlength": "500", "required": "", "rows": "4"}),
        ('"ledger.extension.ask" "reason" rows=0', "input", {"type": "text", "maxlength": "500"}),
        ('"ledger.extension.ask" "asked_on"', "input", {"type": "date", "required": ""}),
        ('"meetings.meeting.plan" "starts_at"', "input", {"type": "datetime-local"}),
        ('"papers.archive.make" "year" min="2000"', "input", {"type": "number", "min": "2000"}),
        ('"ledger.progress.report" "files"', "input", {"type": "file", "multiple": "multiple"}),
        ('"meetings.attendance.record" "person_name" key=7', "input", {"id": "person_name-7"}),
        ('"ledger.evidence.require" "reason" help="写明"', "input", {"aria-describedby": "reason-help"}),
    ],
)
def test_the_component_asks_for_each_kind_with_its_own_control(
    said: str, tag: str, attributes: dict[str, str]
) -> None:
    (control,) = _render(f"{{% entry {said} %}}").xpath("//*[@name]")
    assert control.tag == tag
    assert {name: control.get(name) for name in attributes} == attributes


def test_a_field_that_may_be_left_out_says_so_and_is_not_required() -> None:
    page = _render('{% entry "ledger.circular.issue" "reason" %}')
    assert page.xpath("//span[@class='opt']")[0].text == "（可不填）"
    assert page.xpath("//input")[0].get("required") is None


def test_what_was_typed_comes_back_unharmed_also_where_it_is_markup() -> None:
    text = engines["django"].from_string('{% entry "ledger.extension.ask" "reason" value=typed %}')
    page = html.fromstring(text.render({"typed": "</textarea><b>"}))
    assert page.xpath("//textarea")[0].text.strip() == "</textarea><b>"
    assert page.xpath("//b") == []


def test_all_typed_fields_of_an_action_are_asked_for_at_once() -> None:
    page = _render('{% entries "ledger.recheck.fail" text="甲" %}')
    assert page.xpath("//*[@name]/@name") == ["text", "due_on"]
    assert page.xpath("//textarea")[0].text.strip() == "甲"


def test_what_is_chosen_is_offered_by_its_own_words() -> None:
    page = _render('{% entry "bodies.succession.record" "kind" value="merge" %}')
    options = catalogue["bodies.succession.record"].payload["kind"].words.options  # type: ignore[attr-defined]
    assert page.xpath("//option/@value") == list(options)


def test_what_is_carried_along_unseen_is_asked_by_no_control() -> None:
    assert "" not in TYPED
    assert entry("ledger.extension.ask", "obligation_id")["control"] == ""
