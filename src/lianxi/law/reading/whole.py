"""One text through all readers: page, lists, roster, walk, kind, and what they make together."""

from __future__ import annotations

from dataclasses import replace

from lianxi.law.reading.aliases import body_key
from lianxi.law.reading.assemble import Material, assemble
from lianxi.law.reading.kinds import kind_of
from lianxi.law.reading.membership import Membership, chosen, find_lists
from lianxi.law.reading.model import Reading
from lianxi.law.reading.page import Page, make_page
from lianxi.law.reading.rosters import Roster, find_roster
from lianxi.law.reading.scopes import find_scopes, masked
from lianxi.law.reading.walk import walk, walk_other


def read_whole(text: str, code: str, *, as_founding: bool) -> Reading:
    """Read a document as `read_text` promises."""
    page = make_page(text)
    lists = find_lists(page.flat)
    membership = chosen(lists)
    known = _keys(page, membership)
    roster = find_roster(page.folded, known)
    plan = walk(page, roster, known, code)
    kind = kind_of(page.flat, lists, roster, len(plan.units))
    if as_founding and kind.kind != "founding":
        kind = replace(kind, kind="founding", said="由审阅人认定为建立文件。")
    if kind.kind != "founding":
        plan = walk_other(page, known, code)
        return assemble(Material(page, plan, kind, Roster((), ()), None, lists), code=code)
    scopes = find_scopes(page.flat)
    if scopes:
        membership = chosen(find_lists(masked(page.flat, scopes, scopes[0])))
    return assemble(Material(page, plan, kind, roster, membership, lists, scopes), code=code)


def _keys(page: Page, membership: Membership | None) -> frozenset[str]:
    return frozenset(body_key(page.cut(*name)) for name in membership.names) if membership else frozenset()
