"""From drafts to records: texts cut from the source, units resolved, acts with their roles and facets."""

from __future__ import annotations

import re

from lianxi.law.reading.acts import split_acts
from lianxi.law.reading.drafts import Draft
from lianxi.law.reading.facets import partners_of, scope_of, trigger_of, verbs_of
from lianxi.law.reading.found import Found
from lianxi.law.reading.membership import Membership
from lianxi.law.reading.model import ActText, ClauseText
from lianxi.law.reading.page import Page
from lianxi.law.reading.roles import roles_of
from lianxi.law.reading.roster_units import unit_of_title
from lianxi.law.reading.units import Names

_META_NAMES = {
    "issuer": "发文机关", "document_number": "发文字号", "title_notice": "通知标题", "addressees": "主送",
    "promulgation": "印发语", "signature": "落款", "date": "成文日期", "title": "标题",
    "annex_reference": "附件说明", "cc": "抄送", "imprint": "版记",
}  # fmt: skip


class Subjects:
    """Finds whom a record is about: the unit of a duty, of a title, of the office's seat."""

    def __init__(
        self, names: Names, membership: Membership | None, convener: Found | None, host: Found | None
    ) -> None:
        self.names, self.membership, self.convener, self.host = names, membership, convener, host

    def unit(self, draft: Draft, text: str) -> str | None:
        """Give the unit (or 联席会议, 各成员单位, 联席会议办公室) of a draft with its flat text."""
        if draft.kind == "duty" and draft.unit:
            return self.names.resolve(draft.unit) or draft.unit
        if draft.kind == "roster":
            return self.title_unit(re.sub(r"^.*?(?=[\u4e00-\u9fff]{3})", "", text))
        if draft.kind in {"composition", "office_rule"}:
            return self._composition(draft, draft.unit)
        return draft.unit

    def title_unit(self, title: str) -> str | None:
        """Give the unit at the beginning of a title: a member unit by its name, else as printed."""
        known = self.names.leading(title)
        if known:
            return known[0]
        length = unit_of_title(title)
        return title[:length] if length else None

    def _composition(self, draft: Draft, subject: str | None) -> str | None:
        if self.membership and draft.start <= self.membership.names[0][0] < draft.end:
            return None
        for found in (self.convener, self.host):
            if found and draft.start <= found.start < draft.end:
                known = self.names.leading(found.value)
                return known[0] if known else subject
        return subject


def make_clause(page: Page, draft: Draft, unit: str | None) -> ClauseText:
    """Cut one record out of the source and take its acts apart."""
    span = page.span(draft.start, draft.end)
    return ClauseText(
        id=draft.ident,
        path=draft.path,
        unit=unit,
        number=draft.number,
        text=page.source[span.start : span.end],
        start=span.start,
        end=span.end,
        kind=draft.kind,
        acts=_acts(page, draft, unit),
        citation=_citation(draft),
        meta=draft.meta,
    )


def _acts(page: Page, draft: Draft, unit: str | None) -> tuple[ActText, ...]:
    acts: list[ActText] = []
    before: tuple[int, int] | None = None
    for start, end in split_acts(page.flat, draft.start, draft.end, draft.kind):
        lead = page.flat[slice(*before)] if before and "。" not in page.flat[before[0] : start] else None
        acts.append(_act(page, draft, unit, (start, end), step=len(acts) + 1, before=lead))
        before = (before[0], end) if before and lead is not None and not acts[-1].verbs else (start, end)
    return tuple(acts)


def _act(
    page: Page, draft: Draft, unit: str | None, place: tuple[int, int], *, step: int, before: str | None
) -> ActText:
    span = page.span(*place)
    words = page.flat[slice(*place)]
    return ActText(
        id=f"{draft.ident}#{step}",
        start=span.start,
        end=span.end,
        text=page.source[span.start : span.end],
        roles=roles_of(words, draft.kind, unit, before),
        verbs=verbs_of(words),
        co_units=partners_of(words),
        trigger=trigger_of(words),
        scope=scope_of(words),
    )


def _citation(draft: Draft) -> str:
    if draft.meta is not None:
        return _META_NAMES.get(draft.meta, draft.meta)
    if draft.path == ("preamble",):
        return "序言"
    steps = "".join(step.strip("、.．") for step in draft.path)
    if draft.kind == "roster":
        return f"附件名单第{int(re.sub(r'[^0-9]', '', draft.ident.rsplit('-', 1)[-1]))}行"
    if draft.number is None and draft.kind != "duty":
        return f"{steps}第{draft.ident.rsplit('-', 1)[-1]}句"
    return steps
