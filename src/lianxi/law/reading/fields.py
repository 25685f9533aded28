"""All single fields of a reading, taken in one place: each a value with its flat span and its rule."""

from __future__ import annotations

from dataclasses import dataclass

from lianxi.law.reading.drafts import Draft, Plan
from lianxi.law.reading.found import Found
from lianxi.law.reading.headings import CONFERENCE_NAME
from lianxi.law.reading.instrument import find_date, find_issuer, find_number, find_title
from lianxi.law.reading.mechanisms import find_mechanisms, find_systems
from lianxi.law.reading.page import Page
from lianxi.law.reading.persons import convener_in_roster
from lianxi.law.reading.procedure import (
    find_caller,
    find_chair,
    find_conveners,
    find_frequency,
    find_host,
    find_minutes,
    find_seated,
)
from lianxi.law.reading.regions import find_region
from lianxi.law.reading.rosters import Roster
from lianxi.law.reading.rulebook import find_rules
from lianxi.law.reading.units import Names, page_found

_ROLES = (
    "召集人", "组长", "总召集人", "指挥长", "总指挥", "第一召集人", "班长", "主任", "主任委员", "会长", "主席", "主持人",
)  # fmt: skip
# 主任 and 主席 are posts of many bodies: a roster says that they lead this one, or a sentence that begins with it.
_BY_ROSTER = {"主任", "主席", "会长"}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a reading that hold one value each, and the lists that stand beside them."""

    issuer: Found | None
    doc_number: Found | None
    date: Found | None
    region: Found | None
    title: Found | None
    convener: Found | None
    host: Found | None
    frequency: Found | None
    minutes: Found | None
    mechanisms: tuple[Found, ...]
    rules: tuple[Found, ...]

    def named(self) -> dict[str, tuple[Found, ...]]:
        """Give the fields by the names they have in a reading."""
        single = {
            "issuer": self.issuer, "doc_number": self.doc_number, "date": self.date, "region": self.region,
            "title": self.title, "convener": self.convener, "office_host_unit": self.host,
            "meeting_frequency": self.frequency, "minutes_rule": self.minutes,
        }  # fmt: skip
        return {name: (found,) if found else () for name, found in single.items()} | {
            "mechanisms": self.mechanisms
        }


def find_fields(page: Page, rules: Page, plan: Plan, roster: Roster, names: Names, *, founds: bool) -> Fields:
    """Take every field; `rules` is the page without duties, where rules of procedure are sought."""
    issuer, title = find_issuer(page, plan), find_title(page, plan)
    heads = [one for one in (issuer, title, *_notice_titles(page, plan)) if one]
    units = [page_found(page, unit.start, unit.end) for unit in names.units]
    head = (find_number(page, plan), find_date(page, plan), find_region(page, heads, units))
    if not founds:
        return Fields(issuer, *head, title, None, None, None, None, (), ())
    convener = _convener(page, rules, roster, names)
    minutes = find_minutes(rules)
    return Fields(
        issuer, *head, title, convener, find_host(rules), find_frequency(rules), minutes,
        tuple(_mechanisms(page, plan)), tuple(_rules(page, rules, roster, names, minutes=minutes, convener=convener)),
    )  # fmt: skip


def _notice_titles(page: Page, plan: Plan) -> list[Found]:
    drafts = [draft for draft in plan.drafts if draft.meta in {"title_notice", "title", "promulgation"}]
    preamble = [draft for draft in plan.drafts if draft.kind == "preamble" or _names_it(page, draft)]
    return [page_found(page, draft.start, draft.end) for draft in drafts + preamble[:2]]


def _names_it(page: Page, draft: Draft) -> bool:
    """Whether a rule begins with the conference's full name (某市政务公开联席会议由…)."""
    opening = page.flat[draft.start : min(draft.end, draft.start + 30)]
    return draft.kind in {"composition", "meeting_rule"} and CONFERENCE_NAME.search(opening[4:]) is not None


def _convener(page: Page, rules: Page, roster: Roster, names: Names) -> Found | None:
    for role in _ROLES:
        spoken = find_seated(rules, role) if role in _BY_ROSTER else find_conveners(rules, role)
        found = spoken or convener_in_roster(page, roster, names, role)
        if found is None and role == "主持人":
            caller = find_caller(rules)
            if caller:
                return caller
            found = find_chair(rules)
        if found:
            return found if "召集人" in role else _with_role(found, role)
    return None


def _with_role(found: Found, role: str) -> Found:
    """Give a convener under another word (主持人, 组长) with that word."""
    value = f"{found.value[:-1]}，{role}）" if found.value.endswith("）") else f"{found.value}（{role}）"
    return Found(value, found.start, found.end, found.rule)


def _mechanisms(page: Page, plan: Plan) -> list[Found]:
    found: list[Found] = []
    for draft in plan.drafts:
        if draft.kind in {"function", "mechanism"}:
            found += [
                Found(page.cut(*one), *one, "mechanism_list")
                for one in find_mechanisms(page.flat, draft.start, draft.end)
            ]
        elif draft.kind in {"meeting_rule", "composition"}:
            found += [
                Found(page.cut(*one), *one, "meeting_system")
                for one in find_systems(page.flat, draft.start, draft.end)
            ]
    return found


def _rules(
    page: Page, rules: Page, roster: Roster, names: Names, *, minutes: Found | None, convener: Found | None
) -> list[Found]:
    found = find_rules(rules, minutes)
    frequency, host = find_frequency(rules), find_host(rules)
    named = [
        ("meeting_frequency", frequency),
        ("minutes_rule", minutes),
        ("office_host", host),
        ("convener", convener),
    ]
    for role, code in (
        ("副召集人", "vice_convener"),
        ("总召集人", "chief_convener"),
        ("副组长", "vice_convener"),
    ):
        named.append((code, find_conveners(rules, role) or convener_in_roster(page, roster, names, role)))
    return [Found(one.value, one.start, one.end, code) for code, one in named if one] + found
