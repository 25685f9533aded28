"""The one form component: `{% entry %}` asks for a field of an action in the words of its signature.

`{% entry "ledger.extension.ask" "reason" rows=4 value=draft.reason help="…" %}` writes label, help and control.
`{% entries "ledger.recheck.pass" %}` asks for every field of an action that a person types.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings

from lianxi.core.fields import Words
from lianxi.core.words import CHINA
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.signatures import PayloadField
from lianxi.web.shared.shapes import EntriesEntry, EntriesShown

register = template.Library()

OPTIONAL = "（可不填）"
# How a browser asks for each control that is one line.
INPUTS = {
    "line": "text",
    "secret": "password",
    "number": "number",
    "day": "date",
    "moment": "datetime-local",
    "file": "file",
    "files": "file",
}
# What a page may say of a field beside what the signature says, and how the control is called in HTML.
TYPED = frozenset({*INPUTS, "lines"})


def field_of(action: str | Action[..., Any], name: str) -> PayloadField:
    """Return a field of an action given itself or by its id."""
    load_catalogue()
    return (catalogue[action] if isinstance(action, str) else action).payload[name]


@register.inclusion_tag("parts/entry.html")
def entry(action: str | Action[..., Any], name: str, **said: Any) -> EntriesEntry:
    """Give what parts/entry.html shows of a field.

    `said` may give `value`, `help`, `id`, or `key` (the record's part of the id, where a page asks for the
    field of several records), `opt` (the words after an optional label), `required`, `options` (pairs of a
    value and its words), `rows` (0: one line), `wide` (the width class of the field) and `css` (the control's
    class); anything else becomes an attribute of the control.
    """
    field = field_of(action, name)
    words, own = field.words, said.pop("id", f"{name}-{said.pop('key')}" if "key" in said else name)
    control = words.control
    if control in {"line", "lines"} and "rows" in said:
        control = "lines" if said["rows"] else "line"
    required = said.pop("required", field.needed and not getattr(words, "may_be_blank", False))
    return {
        "name": name,
        "id": own,
        "label": words.label,
        "control": control,
        "input": INPUTS.get(control, "text"),
        "required": required,
        "opt": said.pop("opt", "" if required else OPTIONAL),
        "help": said.pop("help", ""),
        "value": _as_typed(said.pop("value", "")),
        "options": list(_options(said.pop("options", None) or getattr(words, "options", {}))),
        "longest": words.longest if isinstance(words, Words) else None,
        "rows": said.pop("rows", 4),
        "wide": said.pop("wide", ""),
        "css": said.pop("css", "form-control" if control in {"file", "files"} else ""),
        "is_open": not settings.CLASSIFIED,
        "attributes": [(key.replace("_", "-"), value) for key, value in said.items()],
    }


@register.inclusion_tag("parts/entry.html")
def asked(field: Mapping[str, object]) -> Mapping[str, object]:
    """Ask for a field that a page has prepared by `entry`, as under another name."""
    return field


def _as_typed(value: object) -> object:
    """Give a day or moment as a browser's control takes it."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def _options(options: Mapping[str, str] | Iterable[Sequence[object]]) -> Iterable[tuple[str, str]]:
    pairs = options.items() if isinstance(options, Mapping) else options
    return ((str(pair[0]), str(pair[1])) for pair in pairs)


@register.inclusion_tag("parts/entries.html")
def entries(action: str | Action[..., Any], **values: object) -> EntriesShown:
    """Give every field of an action that a person types, in the order of its signature, with its value."""
    load_catalogue()
    one = catalogue[action] if isinstance(action, str) else action
    typed = [name for name, field in one.payload.items() if field.words.control in TYPED]
    return {"fields": [entry(one, name, value=values.get(name, "")) for name in typed]}
