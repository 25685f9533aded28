"""Where the consent to minutes stands, in words: who is waited for, for which paragraphs, and why."""

from collections.abc import Sequence
from datetime import datetime

from lianxi.clocks.words import due_words
from lianxi.core.actors import Actor
from lianxi.core.words import date_with_weekday, day_of, moment_text, with_leader
from lianxi.meetings.queries import MinutesPage
from lianxi.meetings.rows import AttendanceRow, ConsentRow
from lianxi.meetings.rules.consent import (
    AGREED,
    OBJECTED,
    RESERVED,
    SILENT,
    STALE,
    STATUS_LABELS,
)
from lianxi.meetings.rules.machines import ROLES
from lianxi.web.meetings.shapes import ConsentCellWhy, ConsentLine, ConsentOwnConsent
from lianxi.web.shared.offers import speaks

NAMED = 3
CELL_STATES = {AGREED: "agreed", SILENT: "agreed", RESERVED: "reserved", OBJECTED: "objected"}


def own_consent(page: MinutesPage, actor: Actor) -> ConsentOwnConsent:
    """Return what the acting unit still has to say; `asked` is false where it did not attend or does not speak."""
    asked = speaks(actor) and actor.unit_id in page.table.units
    keys = page.open_keys(actor.unit_id) if asked else ()
    mine = page.table.keys_of(actor.unit_id or 0) if asked else ()
    places = [
        (p["key"], place, p["text"][:20]) for place, p in enumerate(page.paragraphs, 1) if p["key"] in mine
    ]
    seen = seen_revision(page, actor)
    # A unit that spoke on an earlier text reads what changed since; the rest it has read already.
    again = bool(keys) and seen < page.minutes.revision
    changed = changed_since(page, seen) if again else {}
    return {
        "asked": asked,
        "again": again,
        "seen": seen,
        "changed": changed,
        "speaks": speaks(actor),
        "unit": page.names.get(actor.unit_id or 0, ""),
        "open": keys,
        "places": places,
        "status": page.standing_of(actor.unit_id or 0) if asked else "",
        "word": page.last_word(actor.unit_id) if asked else None,
    }


def changed_since(page: MinutesPage, seen: int) -> dict[str, int]:
    """Return the paragraphs whose words or terms are not those of a revision, with their places."""
    before = {p["key"]: p["hash"] for p in page.revision(seen).paragraphs}
    return {
        p["key"]: place for place, p in enumerate(page.paragraphs, 1) if before.get(p["key"]) != p["hash"]
    }


def keys_to_object(page: MinutesPage, actor: Actor) -> frozenset[str]:
    """Return the paragraphs to which the acting unit may object now: its own, without an objection that waits."""
    if page.minutes.state != "in_consent" or not (speaks(actor) and actor.unit_id in page.table.units):
        return frozenset()
    waits = {row.paragraph for row in page.objections if row.unit_id == actor.unit_id and row.state == "open"}
    return frozenset(page.table.keys_of(actor.unit_id or 0)) - waits


def consent_lead(page: MinutesPage, actor: Actor) -> dict[str, str]:
    minutes = page.minutes
    if minutes.state == "drafting":
        return {"plain": f"正在起草，送会签后由 {len(page.table.units)} 个参会单位逐段表态。", "strong": ""}
    if minutes.paper is not None:
        day = date_with_weekday(day_of(minutes.paper.issued_at))
        return {"plain": f"经与会单位同意，{day}以{minutes.paper.number}印发。", "strong": ""}
    total, waiting = len(page.table.units), len(page.table.waiting())
    strong = _asked(page, actor)
    return {
        "plain": f"{total} 个参会单位中 {total - waiting} 个已同意；",
        "strong": strong or _elsewhere(page),
    }


def _asked(page: MinutesPage, actor: Actor) -> str:
    """Return what the acting unit is asked for, with the places of changed paragraphs and the day."""
    own = own_consent(page, actor)
    if not own["open"]:
        return "你单位已表态。" if own["asked"] else ""
    minutes = page.minutes
    due = due_words(minutes.consent_due_on, minutes.consent_derivation, "")
    until = f"，{due}前" if due else ""
    changed = [page.place_of(key) for key in own["open"] if _cell(page, key, actor) == STALE]
    if changed:
        return f"等你单位对第 {'、'.join(map(str, changed))} 段的修改重新表态{until}。"
    if own["status"] == OBJECTED:
        mine = [row for row in page.objections if row.unit_id == actor.unit_id and row.state == "open"]
        return "你单位的异议等办公室答复。" if mine else f"你单位的异议已答复，请重新表态{until}。"
    return f"等你单位表态{until}。"


def _cell(page: MinutesPage, key: str, actor: Actor) -> str:
    return page.table.cells.get((key, actor.unit_id or 0), "")


def _elsewhere(page: MinutesPage) -> str:
    unanswered = sum(row.state == "open" for row in page.objections)
    if unanswered:
        return f"{unanswered} 条异议等办公室答复。"
    if page.table.complete():
        return "可以由召集人印发。"
    return f"等{_some(page, page.table.waiting())}表态。"


def _some(page: MinutesPage, units: Sequence[int]) -> str:
    names = [page.names[unit] for unit in units]
    more = f"等 {len(names)} 个单位" if len(names) > NAMED else ""
    return f"{'、'.join(names[:NAMED])}{more}"


def tally(page: MinutesPage) -> str:
    total, waiting = len(page.table.units), len(page.table.waiting())
    if page.minutes.state == "drafting":
        return f"送会签后由以下 {total} 个到会单位表态。"
    return f"{total} 个到会单位中 {total - waiting} 个已同意现在的文本。"


def seen_revision(page: MinutesPage, actor: Actor) -> int:
    """Return the revision to show changes against: what the acting unit last spoke on.

    A unit that has not spoken yet sees the text as it is; the office and the convener see the last change.
    """
    if not (speaks(actor) and actor.unit_id in page.table.units):
        return max(1, page.minutes.revision - 1)
    word = page.last_word(actor.unit_id)
    objected = [row.revision for row in page.objections if row.unit_id == actor.unit_id]
    return max([*objected, *([word.revision] if word is not None else [])], default=page.minutes.revision)


def waiting_of(page: MinutesPage, key: str) -> list[dict[str, str]]:
    said = []
    for status, words in ((STALE, "需重新表态"), (OBJECTED, "有异议"), ("waiting", "待表态")):
        units = [unit for (own, unit), cell in page.table.cells.items() if own == key and cell == status]
        if units:
            said.append({"words": f"{_some(page, units)} {words}", "state": status})
    return said


def origin_of(page: MinutesPage, key: str, since: int) -> str:
    if since == 1:
        return ""
    moved = [row.unit.name for row in page.objections if row.paragraph == key and row.revision < since]
    return f"改动来自 {'、'.join(dict.fromkeys(moved))} 的异议" if moved else ""


def words_of(page: MinutesPage, key: str) -> list[str]:
    lines = []
    for (own, unit), status in page.table.cells.items():
        if own == key:
            word = page.last_word(unit)
            version = f"，看的是第 {word.revision} 版" if word is not None else ""
            lines.append(f"{page.names[unit]}：{STATUS_LABELS[status]}{version}")
    return lines


def consent_rows(page: MinutesPage) -> list[ConsentLine]:
    """Draw the consent table, the units that are waited for first."""
    waiting = page.table.waiting() if page.minutes.state == "in_consent" else ()
    return [_consent_row(page, unit) for unit in sorted(page.table.units, key=lambda one: one not in waiting)]


def _consent_row(page: MinutesPage, unit: int) -> ConsentLine:
    status, word = page.standing_of(unit), page.last_word(unit)
    drafting = page.minutes.state == "drafting" and word is None
    places = [page.place_of(key) for key in page.open_keys(unit)]
    objected = [o.text for o in page.objections if o.unit_id == unit and o.state != "closed"]
    answers = [o.reply for o in page.objections if o.unit_id == unit and o.state == "replied"]
    # What goes without saying is left out: a unit there throughout, speaking through its own seat.
    partly = len(page.table.keys_of(unit)) < len(page.paragraphs)
    return {
        "unit": page.names[unit],
        "state": CELL_STATES.get(status, "waiting"),
        "words": "未送会签" if drafting else STATUS_LABELS[status],
        "version": f"第 {word.revision} 版" if word else "",
        "at": short_moment(word.at) if word else "",
        "by": _by(word),
        "scan_url": f"/files/{word.scan_id}" if word and word.scan_id else "",
        "note": _note(word, objected, places if status == STALE else []),
        "reply": "；".join(answers),
        "why": _cell_why(page, unit) if partly or places else None,
    }


def _by(word: ConsentRow | None) -> str:
    """Say who spoke for a unit where that does not go without saying: by paper, or with its leader's consent."""
    if word is None or not (word.scan_id or word.unit_leader):
        return ""
    return with_leader(word.by, word.unit_leader)


def short_moment(moment: datetime) -> str:
    """Write a moment without its year, for tables where the year is plain."""
    return moment_text(moment).partition("年")[2]


def _note(word: ConsentRow | None, objected: Sequence[str], places: Sequence[int]) -> str:
    parts = [f"异议：{text}" for text in objected]
    parts += [f"保留意见：{word.reservation}"] if word is not None and word.reservation else []
    parts += [f"第 {'、'.join(map(str, places))} 段已改"] if places else []
    return "；".join(parts)


def _cell_why(page: MinutesPage, unit: int) -> ConsentCellWhy:
    came = "；".join(presence_words(row) for row in page.attendances if row.unit_id == unit)
    steps = [
        f"第 {page.place_of(key)} 段：{STATUS_LABELS[page.table.cells[key, unit]]}"
        for key in page.table.keys_of(unit)
    ]
    return {"sentence": f"到会情况：{came}。对以下各段表态。", "steps": steps}


def presence_words(row: AttendanceRow) -> str:
    span = f"，第 {row.from_item} 项起" if row.from_item > 1 else ""
    until = f"，到第 {row.until_item} 项" if row.until_item else ""
    return f"{ROLES[row.role]}{span}{until}"
