"""The forms by which a conference's host, convener, name and end are set on the page of settings."""

from collections.abc import Mapping, Sequence
from typing import Any

from lianxi.bodies.actions import end_conference, keep_conference, rename_conference, set_convener, set_host
from lianxi.core.words import long_date
from lianxi.journal.acting import Action
from lianxi.web.bodies.conference import View
from lianxi.web.bodies.shapes import HeadsOf, HeadsText

_REASON = {"name": "reason", "label": "依据", "type": "text", "most": 300}


def _text(name: str, label: str, most: int, *, free: bool = False) -> HeadsText:
    return {"name": name, "label": label, "type": "text", "most": most, "free": free}


def heads_of(view: View) -> HeadsOf:
    """Give the forms with whether the seat may send them, and the day on which the conference ends."""
    ends = view.conference.ends_before
    forms: list[tuple[Action[..., Any], str, Sequence[Mapping[str, object]]]] = [
        (set_host, "host", [_text("unit", "办公室所在单位", 80)]),
        (set_convener, "convener", [_text("unit", "召集人所在单位", 80)]),
        (
            rename_conference,
            "rename",
            [_text("name", "新名称", 120), _text("short_name", "简称", 40, free=True)],
        ),
        (keep_conference, "keep", []) if ends else (end_conference, "end", _ENDING),
    ]
    rows = [
        {"offer": view.offer(doing, view.conference), "key": key, "fields": [*fields, _REASON]}
        for doing, key, fields in forms
    ]
    return {"heads": rows, "ends": long_date(ends) if ends else ""}


_ENDING = [
    {"name": "ends_before", "label": "自这天起不再办理", "type": "date", "most": 10},
    _text("into", "并入的联席会议", 120, free=True),
]
