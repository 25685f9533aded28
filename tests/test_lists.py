"""A list says whom it is for: it takes the seat, or shows what every member sees, or stands here with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from lianxi.core.rooms import record_kinds
from lianxi.core.sight import Level, Who

SOURCE = Path(__file__).parents[1] / "src" / "lianxi"
DOORS = ("web", "cli", "rest")
# Lists that ask nobody, and why none of them tells a seat what it may not see.
ASKS_NOBODY = {
    "bodies.queries.factors": "one's own, of the person who is signed in",
    "bodies.queries.operators.list_orders": "asked for the operator alone, by its page",
    "bodies.queries.sign_ins": "one's own, of the person who is signed in",
    "bodies": "who is a member and who holds which seat is every member's to know; notes of successions are of documents",
    "clocks.queries.list_limits": "time limits are rules, the same for all",
    "incidents.queries.records": "the parts of an event that was found by `find_incident` and whose page asked `sees_details`",
    "inspections.queries": "the parts of a supervision after `sees_details`, of a plan, visit or body found by its page, which cuts them by `sight`",
    "journal.queries.list_entries": "cut by `journal.reading`, which every page and export of the journal reads through",
    "journal.queries.list_history": "cut by `journal.reading`, which every page and export of the journal reads through",
    "journal.queries.list_lines": "counts of one's own searches over columns that are open; no row leaves",
    "law": "the founding documents and their clauses are every member's",
    "ledger.queries.briefing": "the leader's page and its links: asked for the office and the conveners alone, by their pages",
    "ledger.queries.delegations.get_offer_to": "one offer, found before by what the office of the conference below answers",
    "ledger.queries.delegations.list_delegations_of": "of matters that a list already cut to the seat",
    "ledger.queries.handovers.list_unseen": "asked for the office alone, by its page",
    "ledger.queries.hands.list_others": "what a seat has in hand: asked for the own seat, and for vacant ones by the office's page",
    "ledger.queries.lists.list_dated": "the calendar of a unit's own matters",
    "ledger.queries.lists.list_overdue": "what a circular of the office counts",
    "ledger.queries.pages.list_obligations_of": "the matters of a meeting, which every member sees",
    "ledger.queries.pages.get_circular": "asked within acts on the circular",
    "ledger.queries.records.list_due_dates": "the clock of a matter found by its page",
    "ledger.queries.records.list_pauses": "the clock of a matter found by its page",
    "ledger.queries.slips.count_turns": "a number for the office's desk",
    "ledger.queries.slips.list_for_convener": "the convener's own desk",
    "ledger.queries.clauses.list_waiting_past": "the timer's: which units to ask again",
    "ledger.queries.waiting": "the desk of one seat: its unit's matters, all for the office",
    "meetings.queries.choices": "who is a member, and the clauses of founding documents, are every member's to choose from",
    "meetings.queries.get_meeting_page": "of a meeting found by its page; meetings are every member's",
    "meetings.queries.get_minutes_page": "of minutes found by their page, as of which their parts are seen",
    "meetings.queries.list_asked": "a unit's own opinions, for its desk",
    "meetings.queries.list_corrections": "of minutes found by their page; corrections are every member's",
    "meetings.queries.list_topic_pool": "asked for who may set the agenda alone, by the page",
    "outbox.queries": "channels and what did not arrive: asked for the office or the operator alone, by their page",
    "papers.queries.get_paper_page": "of a paper found by its page",
    "papers.queries.list_templates": "how papers look",
    "papers.queries.list_years": "years alone",
    "projects.queries.lists.count_waiting": "numbers for the desks of the office and of who handles projects",
    "projects.queries.lists.list_facts": "the flags of a project found by `find_project`",
    "projects.queries.lists.list_gaps": "the gaps of a project found by `find_project`",
    "protection.queries.pairs.count_persons": "one number; no page asks for it",
    "protection.queries.unfinished.count_by_unit": "asked for the office and the conveners alone, by its page",
    "register.queries.list_employers": "what an upload is compared with; nothing of it leaves",
    "register.queries.list_names": "what an upload is compared with; nothing of it leaves",
    "register.queries.list_names_of": "of an employer found by `find_employer`",
    "surveillance.queries.by_area.list_by_area": "counts by area, asked for who sees all, by the pages of series",
    "surveillance.queries.counting": "counts for the rules, and for the pages of series, which ask for who sees all",
    "surveillance.queries.newest.list_newest": "of an employer found by `find_employer`",
    "surveillance.queries.batches.count_in_force": "numbers of batches in force, which members see",
    "surveillance.queries.groups.list_groups": "of an employer found by `find_employer`; within an event, after `sees_details`",
    "surveillance.queries.signals.list_steps": "of a signal found by its page",
    "work.queries": "numbers of an arrangement; its rows are cut by the unit that asks",
}


def _functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] in (*DOORS, "config", "core", "stories") or "queries" not in parts:
            continue
        module = ".".join(part for part in parts if part != "__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and re.match(r"(list|count|get)_", node.name):
                yield f"{module}.{node.name}", node


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


def _asks(node: ast.FunctionDef) -> bool:
    words = " ".join(ast.unparse(one.annotation) for one in _arguments(node) if one.annotation)
    return re.search(r"\b(Actor|Desk)\b", words) is not None


def _is_members(node: ast.FunctionDef) -> bool:
    """Tell whether every table that a list returns is one whose rows all members see, whole and always."""
    tables = {model.__name__: model for model in apps.get_models() if model.__module__.startswith("lianxi")}
    named = [tables[word] for word in re.findall(r"\w+", ast.unparse(node.returns or node)) if word in tables]
    kinds = [record_kinds().get(model._meta.label_lower) for model in named]
    return bool(kinds) and all(
        kind is not None
        and any(
            one.who is Who.MEMBERS and one.level is Level.ROW and not (one.cases or one.barred or one.since)
            for one in kind.sight.grants
        )
        for kind in kinds
    )


def _reason(name: str) -> str:
    return next((key for key in ASKS_NOBODY if name == key or name.startswith(f"{key}.")), "")


def test_every_list_takes_the_seat_or_says_why_it_needs_none() -> None:
    silent = [name for name, node in _functions() if not _asks(node) and not _is_members(node)]
    assert [name for name in silent if not _reason(name)] == []
    # No reason outlives its list.
    assert set(ASKS_NOBODY) == {_reason(name) for name in silent}


def _may_be_left_out() -> set[str]:
    """Name the lists that the program may ask whole, for nobody: a door must say whom it asks for."""
    found = set()
    for name, node in _functions():
        given = {
            one.arg for one in _arguments(node) if one.annotation and "Actor" in ast.unparse(one.annotation)
        }
        kept = dict(zip([one.arg for one in node.args.kwonlyargs], node.args.kw_defaults, strict=True))
        last = node.args.args[len(node.args.args) - len(node.args.defaults) :]
        kept |= dict(zip([one.arg for one in last], node.args.defaults, strict=True))
        if given and all(kept.get(one) is not None for one in given):
            found.add(name.rpartition(".")[2])
    return found


def test_no_door_leaves_out_whom_a_list_is_for() -> None:
    optional = _may_be_left_out()
    assert "list_obligations" in optional
    forgotten = []
    for path in sorted(path for door in DOORS for path in (SOURCE / door).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in optional and "to" not in {one.arg for one in node.keywords}:
                forgotten.append(f"{path.relative_to(SOURCE)}:{node.lineno} {called}")
    assert forgotten == []
