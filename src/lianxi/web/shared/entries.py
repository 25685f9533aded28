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
from lianxi.web.shared.shapes import EntriesEntry, EntriesShown, Options

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
    field of several records), `opt` (the words after an optional label), `required`, `options` (as `as_options`
    takes them) with `first` (said where nothing is chosen), `rows` (0: one line), `wide` (the width class of the
    field) and `css` (the control's class); anything else becomes an attribute of the control.
    """
    field = field_of(action, name)
    words, own = field.words, said.pop("id", f"{name}-{said.pop('key')}" if "key" in said else name)
    control = words.control
    if control in {"line", "lines"} and "rows" in said:
        control = "lines" if said["rows"] else "line"
    value, offered = said.pop("value", ""), said.pop("options", None)
    control = control if offered is None else "choice"
    offered = getattr(words, "options", {}) if offered is None else offered
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
        "value": as_typed(value),
        "options": as_options(offered, said.pop("first", None), value),
        "longest": words.longest if isinstance(words, Words) and control != "choice" else None,
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


def as_typed(value: object) -> object:
    """Give a day or moment as a browser's control takes it."""
    if isinstance(value, datetime):
        return value.astimezone(CHINA).strftime("%Y-%m-%dT%H:%M")
    return value.isoformat() if isinstance(value, date) else value


def as_options(offered: object, first: object = None, value: object = "") -> list[Options]:
    """Give what is offered in groups of (value, words, whether it is chosen); a group without a name stands alone.

    `offered` is a mapping, or a row of texts, of pairs, of (value, words, chosen), or of groups: a name and its pairs;
    in a template also a text, "agree=同意|reserve=保留意见". `first` is said where nothing is chosen.
    """
    plain: list[tuple[str, str, bool]] = [] if first is None else [("", str(first), False)]
    groups: list[Options] = [("", plain)]
    wanted = "" if value is None else str(value)
    for one in _offered(offered):
        code, words, *chosen = one if isinstance(one, list | tuple) else (one, one)
        if isinstance(words, list | tuple):
            groups.append((str(code), [(str(key), str(said), str(key) == wanted) for key, said in words]))
        else:
            plain.append((str(code), str(words), bool(chosen[0]) if chosen else str(code) == wanted))
    return groups


def _offered(offered: object) -> Iterable[object]:
    if isinstance(offered, str):
        return [one.split("=") if "=" in one else one for one in offered.split("|") if one]
    if isinstance(offered, Mapping):
        return offered.items()
    return offered if isinstance(offered, Iterable) else ()


@register.filter
def pairs(rows: Iterable[object], names: str) -> list[tuple[object, object]]:
    """Name of each row what a choice stores and what it says: `members|pairs:"unit_id name"`.

    What is said may be written out: `revisions|pairs:"number 第 {0.number} 版"`.
    """
    key, said = names.split(" ", 1)
    if "{" not in said:
        parts = said.split()
        return [(_part(row, key), _said(row, parts)) for row in rows or ()]
    return [(_part(row, key), said.format(row)) for row in rows or ()]


@register.filter
def coded(options: object, code: str) -> list[tuple[str, str]]:
    """Write the values of pairs into what a field takes, where it takes more than a value: `members|coded:"{}:"`."""
    return [(code.format(one[0]), str(one[1])) for one in _offered(options) if isinstance(one, Sequence)]


def _said(row: object, names: list[str]) -> object:
    """Return one part of a row as it is (the pairs of a group stay pairs), several as one text."""
    found = [_part(row, name) for name in names]
    return found[0] if len(found) == 1 else " ".join(map(str, found))


def _part(row: object, name: str) -> object:
    if isinstance(row, Sequence) and name.isdecimal():
        return row[int(name)]
    return row[name] if isinstance(row, Mapping) else getattr(row, name)


@register.inclusion_tag("parts/entries.html")
def entries(action: str | Action[..., Any], **values: object) -> EntriesShown:
    """Give every field of an action that a person types, in the order of its signature, with its value."""
    load_catalogue()
    one = catalogue[action] if isinstance(action, str) else action
    typed = [name for name, field in one.payload.items() if field.words.control in TYPED]
    return {"fields": [entry(one, name, value=values.get(name, "")) for name in typed]}
