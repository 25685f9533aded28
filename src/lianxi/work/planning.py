"""From acts to planned arrangements: the shipped pack where there is one, else what the act's words give."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from lianxi.law.models import ClauseAct
from lianxi.work.rules.forms import Field, Form, Kind
from lianxi.work.rules.periods import RETURNS_OF
from lianxi.work.rules.plans import Plan, PlannedParty, read_plan
from lianxi.work.rules.proposing import propose

# Names of fields of a plain form, with what they hold.
_DATES, _WHOLE = ("日期",), ("人数",)
# A cycle that is not printed asks nobody more often than twice a year.
USUAL_MOST = 2


@cache
def shipped(instrument: str) -> Mapping[str, Plan]:
    """Return the shipped plans of an instrument by act; empty where none are shipped."""
    if not (instrument.isascii() and instrument.isalnum()):
        return {}
    file = files("lianxi.work").joinpath(f"packs/{instrument}.json")
    if not file.is_file():
        return {}
    told = json.loads(file.read_text(encoding="utf-8"))
    return {one["act"]: read_plan(one) for one in told["acts"]}


def plans_of(instrument: str, acts: list[ClauseAct]) -> Iterator[tuple[ClauseAct, Plan]]:
    """Give each act of a document with how it may be carried out."""
    pack = shipped(instrument)
    for act in acts:
        words = act.text.replace("\n", "")
        yield act, pack.get(act.code) or derived(act.code, act.clause.unit, words)


def derived(act: str, unit: str, words: str) -> Plan:
    """Plan an act by its words alone: pattern, plain form, receivers and partners as they are printed."""
    found = propose(unit, words)
    pattern = found.pattern or found.choices[0]
    parties = (
        PlannedParty("doer", unit),
        *(PlannedParty("receiver", words=one, printed=True) for one in found.receivers),
        *(PlannedParty("partner", words=one, printed=True) for one in found.co_units),
    )
    returns = min(RETURNS_OF[found.cycle], USUAL_MOST)
    return Plan(
        act=act,
        unit=unit,
        pattern=pattern,
        title=words[:40],
        form=plain_form(found.fields, pattern),
        cycle=found.cycle,
        returns=returns or int(found.nil_return),
        nil_allowed=found.nil_return,
        parties=parties,
        note=found.basis[:300],
        level="members",
        plain=True,
        origin="derived",
    )


def plain_form(labels: tuple[str, ...], pattern: str) -> Form:
    """Make a form of plain fields: the first one is needed, days and numbers are told by their labels."""
    fields = tuple(
        Field(
            f"f{place}", label, _kind_of(label), required=place == 1, key=pattern == "register" and place == 1
        )
        for place, label in enumerate(labels, 1)
    )
    return Form(fields, continues=pattern == "register")


def _kind_of(label: str) -> Kind:
    if label.endswith(_DATES):
        return Kind.DATE
    if label == "文件":
        return Kind.FILE
    return Kind.WHOLE if label.endswith(_WHOLE) else Kind.AREA if label == "所在地区" else Kind.TEXT
