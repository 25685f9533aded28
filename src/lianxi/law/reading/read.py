"""The door of the reader: one text in, one reading out."""

from __future__ import annotations

from lianxi.law.reading.aliases import body_key
from lianxi.law.reading.assemble import assemble
from lianxi.law.reading.founding import founds_conference
from lianxi.law.reading.membership import find_membership
from lianxi.law.reading.model import Reading
from lianxi.law.reading.page import make_page
from lianxi.law.reading.rosters import Roster, find_roster
from lianxi.law.reading.walk import walk, walk_other


def read_text(text: str, *, code: str = "DOC") -> Reading:
    """Read a founding document and give its instrument, clauses and acts with offsets.

    `text` is the decoded document, offsets count its code points; `code` is the prefix of
    every record's id. A text that founds no conference is read too: `founds_conference` is
    False and only its head and the duties that it lists by department are given. Nothing
    is raised for readable text.
    """
    page = make_page(text)
    if not founds_conference(page.flat):
        plan = walk_other(page, code)
        return assemble(page, plan, Roster((), ()), None, code=code, founds=False)
    membership = find_membership(page.flat)
    known = frozenset(body_key(page.cut(*name)) for name in membership.names) if membership else frozenset()
    roster = find_roster(page.folded, known)
    plan = walk(page, roster, known, code)
    return assemble(page, plan, roster, membership, code=code, founds=True)
