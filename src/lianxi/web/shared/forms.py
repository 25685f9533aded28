"""The pieces of forms, one look each: the shell, what it carries unseen, the button, filters, a field of no action.

    {% form "ledger.extension.ask" draft=key %}
      {% hold extension_id=asked.pk said="已答复。" %}
      {% entry "ledger.extension.ask" "reason" %}
      {% send "申请延期" %}
    {% endform %}

A field of an action is asked for by `{% entry %}` (`lianxi.web.shared.entries`), any other by `{% field %}`.
"""

import re
from collections.abc import Iterable

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianxi.web.shared.entries import as_options, as_typed
from lianxi.web.shared.saved import draw_kept
from lianxi.web.shared.shapes import EntriesEntry, SelectShown

register = template.Library()
ACTION = re.compile(r"\w+\.\w+\.\w+")
# How a form lies on its page: its own block, a card below its button, in the row of buttons, beside others.
LOOKS = {
    "form": "form",
    "card": "card card-body mt-2 mb-3",
    "bar": "bar",
    "row": "d-flex flex-wrap align-items-center gap-2",
    "bare": "",
}


@register.simple_block_tag(takes_context=True)
def form(context: RequestContext, content: SafeString, to: object = "", **said: object) -> SafeString:
    """Wrap what posts to an action (by its id) or to an address; without one, to the page itself.

    `look` is one of LOOKS, `css` further classes, `files` whether it takes files, `confirm` the question asked
    before it is sent. With `draft`, the key of a draft, what is typed is kept there, with `kept` in the browser
    alone; any other form warns before it is left, unless `guard` is false. `method` is post. What else is said becomes
    an attribute.
    """
    address = reverse("do", args=[to]) if ACTION.fullmatch(str(to)) else str(to)
    classes = f"{LOOKS[str(said.pop('look', 'form'))]} {said.pop('css', '')}".strip()
    files, confirm = said.pop("files", ""), said.pop("confirm", "")
    attributes = [("class", classes), ("action", address), ("data-confirm", confirm)]
    attributes += [("enctype", "multipart/form-data")] if files else []
    draft, kept, guard = said.pop("draft", ""), said.pop("kept", ""), said.pop("guard", True)
    if draft:
        content = hold(draft=draft) + content
    watched = _watched(str(draft), str(kept), guard=bool(guard))
    method = said.pop("method", "post")
    written = _attributes([*(one for one in attributes if one[1]), *watched, *said.items()])
    token = _token(context.get("csrf_token") or "") if method == "post" else ""
    return format_html('<form method="{}"{}>{}{}</form>', method, written, token, content)


def _watched(draft: str, kept: str, *, guard: bool) -> list[tuple[str, str]]:
    if draft or kept:
        address = reverse("draft", args=[draft]) if draft else ""
        return [("data-autosave", address), ("data-autosave-key", draft or kept)]
    return [("data-guard", "")] if guard else []


def _token(token: object) -> SafeString:
    return SafeString("") if token in ("", "NOTPROVIDED") else hold(csrfmiddlewaretoken=token)


def _attributes(pairs: Iterable[tuple[str, object]]) -> SafeString:
    return format_html_join("", ' {}="{}"', ((name.replace("_", "-"), value) for name, value in pairs))


@register.simple_tag
def hold(**values: object) -> SafeString:
    """Carry values along unseen."""
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', values.items())


@register.simple_tag
def send(words: str, *, plain: object = "", css: str = "") -> SafeString:
    """End a form with its button; `plain` where another one of the page comes first."""
    look, bar = "btn" if plain else "btn btn-primary", f"bar {css}".strip()
    return format_html('<div class="{}"><button class="{}">{}</button></div>', bar, look, words)


@register.simple_block_tag(takes_context=True)
def filters(
    context: RequestContext,
    content: SafeString,
    to: str = "",
    *,
    words: str = "筛选",
    css: str = "",
    kept: bool = True,
) -> SafeString:
    """Wrap the filters of a list, which stand in its address, and end them with their button.

    Below stands what the acting seat keeps of the list (`web.shared.saved`), unless `kept` is False.
    """
    classes = f"row gx-2 align-items-end no-print {css}".strip()
    return format_html(
        '<form method="get" class="{}" role="search"{}>{}'
        '<div class="field col-auto"><button class="btn">{}</button></div></form>{}',
        *(classes, _attributes([("action", to)] if to else []), content, words),
        draw_kept(context, content, to) if kept else "",
    )


@register.inclusion_tag("parts/select.html")
def select(name: str, *, options: object, first: object = None, **said: object) -> SelectShown:
    """Offer a choice alone, where its label stands elsewhere; `last` is offered after the others."""
    value = said.pop("value", "")
    groups = [*as_options(options, first, value), *as_options(said.pop("last", ""), value=value)]
    attributes = {"id": said.pop("id", name), "name": name, "class": said.pop("css", ""), **said}
    return {
        "options": groups,
        "attributes": [(key.replace("_", "-"), value) for key, value in attributes.items() if value],
    }


@register.simple_tag
def tick(name: str, words: str, *, on: object = "", wide: str = "", value: str = "1") -> SafeString:
    """Ask for one yes or no."""
    return format_html(
        '<div class="field {}"><label><input type="checkbox" name="{}" value="{}"{}> {}</label></div>',
        *(wide, name, value, SafeString(" checked") if on else "", words),
    )


@register.inclusion_tag("parts/entry.html")
def field(name: str, label: str, **said: object) -> EntriesEntry:
    """Give what parts/entry.html shows of a field that belongs to no action: a filter, a sign-in, a search.

    With `options` (and `last`, offered after them) it is a choice, with `rows` a text of several lines, else a line of
    the kind `input`. The rest of `said` is that of `entry`; what may be left out is said only where `opt` gives the
    words.
    """
    control = "choice" if "options" in said else "lines" if said.get("rows") else "line"
    value = said.pop("value", "")
    offered = [
        *as_options(said.pop("options", ()), said.pop("first", None), value),
        *as_options(said.pop("last", ""), value=value),
    ]
    return {
        "name": name,
        "id": said.pop("id", f"{name}-{said.pop('key')}" if "key" in said else name),
        "label": label,
        "control": control,
        "input": str(said.pop("input", "text")),
        "required": said.pop("required", ""),
        "opt": said.pop("opt", ""),
        "help": said.pop("help", ""),
        "value": as_typed(value),
        "options": offered,
        "longest": said.pop("maxlength", None),
        "rows": said.pop("rows", 4),
        "wide": said.pop("wide", ""),
        "css": said.pop("css", ""),
        "is_open": False,
        "attributes": [(key.replace("_", "-"), value) for key, value in said.items()],
    }
