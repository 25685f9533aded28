"""What waits on the ledger: steps on single matters, and what waits by number."""

from collections.abc import Iterator

from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import CONVENERS
from lianxi.core.desk import Desk, FeedEntry, Rest, Task
from lianxi.journal.acting import record_name
from lianxi.ledger.queries import Waiting, list_dated, list_waiting
from lianxi.ledger.queries.handovers import count_desk
from lianxi.ledger.queries.judging import count_to_verify
from lianxi.ledger.queries.slips import has_turn, list_for_convener
from lianxi.ledger.rules import Cutoffs, cutoffs

# Of the ledger's matters the nearest ones; who wants more has the ledger itself, in pages.
NEAREST = 50
# Entries of a calendar feed.
MOST_DATED = 500


def limits_of(desk: Desk) -> Cutoffs:
    """Return the limits of the lights on a desk's day."""
    near, serious = (int(desk.rules[code]) for code in ("near_due_days", "serious_overdue_days"))
    return cutoffs(desk.day, near, serious, calendar_now())


def list_tasks(desk: Desk) -> Iterator[Task | Rest]:
    """List what waits for a seat: for its unit where it speaks, for the office, or both."""
    actor = desk.actor
    if actor.kind in CONVENERS:
        for slip in list_for_convener(desk.conference_id):
            yield Task(
                "协调",
                str(slip.obligation),
                f"/slips/{slip.pk}",
                "提醒和去函后仍无反馈，办公室报请协调",
                slip.due_on,
                first=True,
            )
    # An office seat verifies from the ledger's own rows; only a peer's or the convener's desk asks by number.
    if not actor.is_office and (count := count_to_verify(desk.conference_id, actor, desk.day)):
        yield Task("核对材料", f"{count} 项申请办结", "/ledger?state=submitted", "办公室只在主办单位有席位")
    if not desk.speaks and not actor.is_office:
        return
    found = list_waiting(
        desk.conference_id,
        limits_of(desk),
        actor.unit_id,
        speaks=desk.speaks,
        office=actor.is_office,
        size=NEAREST,
    )
    yield from (_task(one) for one in found)
    if len(found) >= NEAREST:
        yield Rest("台账", "/ledger" if actor.is_office else f"/ledger?unit={actor.unit_id}")
    yield from _counted(desk)


def _task(waiting: Waiting) -> Task:
    row, reading = waiting.obligation, waiting.reading
    if row is None:
        return Task(waiting.what, "数字与台账一致即可印发", f"/circulars/{waiting.record_id}", waiting.why)
    is_lit = reading is not None and reading.light is not None and row.due_on is not None
    return Task(
        waiting.what,
        f"{row.number} {row.title}",
        f"/ledger/{row.pk}",
        waiting.blocked or waiting.why,
        row.due_on,
        row.due_derivation,
        cited=row.basis,
        mine=not waiting.blocked,
        light=str(reading.light) if is_lit and reading else "",
        light_words=reading.label if is_lit and reading else "",
        light_why=reading.sentence if is_lit and reading else "",
    )


def _counted(desk: Desk) -> Iterator[Task]:
    """Return what waits by number: offers from above, re-checks, handovers; one look for all of them."""
    counts = count_desk(desk.conference_id, desk.actor, desk.day)
    if counts.to_raise or has_turn(counts.letter_days, counts.first_late, desk.day, calendar_now()):
        yield Task("看过并签发催办", "有事项到催办", "/slips/turns", "已到催办阶梯的日子，还没有反馈")
    if counts.drafts and not desk.actor.is_office:
        yield Task(
            "核对通报数字",
            counts.draft_title or "通报",
            f"/circulars/{counts.draft_id}",
            "印发前送各单位核对",
        )
    elif counts.drafts:
        one = counts.drafts == 1
        title = counts.draft_title if one else f"{counts.drafts} 份草稿"
        url = f"/circulars/{counts.draft_id}" if one else "/circulars"
        yield Task(f"印发通报：{title}", "数字与台账一致即可印发", url, "草稿待印发")
    if counts.offers:
        yield Task("接收上级交办", f"{counts.offers} 项交办", "/delegations", "上级办公室已交办")
    if counts.rechecks:
        yield Task("抽查复核", f"{counts.rechecks} 项待复核", "/rechecks", "已抽取，等办公室另一席位复核")
    if left := counts.unseen + counts.unsigned:
        yield Task("移交空缺席位的事项", f"{left} 项在办", "/handover", "席位空缺，没有人办")
    if counts.handovers:
        yield Task("接手移交的事项", f"{counts.handovers} 份交接", "/handover", "移交给你的席位")


def list_days(desk: Desk) -> Iterator[FeedEntry]:
    """List the days by which the unit's matters are due."""
    for row in list_dated(desk.conference_id, desk.actor.unit_id or 0, MOST_DATED):
        if row.due_on is not None:
            title = f"{row.number} {row.title}"
            due = (row.due_on, row.due_derivation)
            yield FeedEntry(record_name(row), row.version, f"/ledger/{row.pk}", "办理时限", title, *due)
