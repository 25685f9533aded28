"""A first draft of a report owed upward, from the records of its period; every number stands in the records named."""

from datetime import date, datetime, time, timedelta

from lianxi.core.actors import Actor
from lianxi.core.words import CHINA, long_date
from lianxi.exchange.models import Incoming, Receipt, Upward
from lianxi.journal.sight import seen
from lianxi.ledger.holding import holders
from lianxi.ledger.models import Obligation

# Figures that other rooms' records hold, by the codes of their faces, with the words of a sentence.
_HELD = (("meetings_held", "召开会议", "次"),)


def draft_text(actor: Actor, row: Upward, today: date) -> str:
    """Write what the records say of a report's period, as sentences to be put right by whoever drafts it.

    Without a day the period begins with, it is the year of the day on which the report is due.
    """
    first = row.period_from or date(row.due_on.year, 1, 1)
    last = min(row.due_on, today)
    since = datetime.combine(first, time.min, CHINA)
    until = datetime.combine(last + timedelta(days=1), time.min, CHINA)
    span = f"{long_date(first)}至{long_date(last)}"
    return "\n".join(
        (
            *_meetings(row, first, last, span),
            *_matters(actor, since, until, today, span),
            *_exchange(actor, since, until),
        )
    )


def _meetings(row: Upward, first: date, last: date, span: str) -> list[str]:
    found = holders()
    told = [
        f"{words}{found[code](row.conference_id, row.unit_id, first, last).value:f}{unit}"
        for code, words, unit in _HELD
        if code in found
    ]
    return [f"{span}，{'，'.join(told)}。"] if told else []


def _matters(actor: Actor, since: datetime, until: datetime, today: date, span: str) -> list[str]:
    rows = seen(actor, Obligation.objects.filter(conference_id=actor.conference_id or 0))
    entered = rows.filter(created_at__gte=since, created_at__lt=until).count()
    closed = rows.filter(state="closed", closed_at__gte=since, closed_at__lt=until)
    running = rows.filter(closed_at__isnull=True)
    late = running.filter(due_on__lt=today).exclude(state="submitted").count()
    lines = [
        f"{span}，台账新登记事项{entered}项，办结{closed.count()}项；目前在办{running.count()}项，其中逾期{late}项。"
    ]
    titles = [one.title for one in closed.order_by("closed_at", "pk")[:10]]
    if titles:
        lines.append(f"办结的主要事项：{'；'.join(titles)}。")
    return lines


def _exchange(actor: Actor, since: datetime, until: datetime) -> list[str]:
    sent = seen(actor, Receipt.objects.filter(conference_id=actor.conference_id or 0))
    sent = sent.filter(sending__sent_at__gte=since, sending__sent_at__lt=until).exclude(state="withdrawn")
    came = seen(actor, Incoming.objects.filter(conference_id=actor.conference_id or 0))
    came = came.filter(at__gte=since, at__lt=until)
    total, answered = sent.count(), sent.filter(state="answered").count()
    lines = [f"部门间送出{total}件次，已反馈{answered}件次。"] if total else []
    if count := came.count():
        done = came.filter(state__in=("answered", "filed")).count()
        lines.append(f"收文{count}件，已办结{done}件。")
    return lines
