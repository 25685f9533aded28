"""Two times: when something happened and when it was entered; and each reporting duty against what was told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from lianxi.core.refusals import BadInput
from lianxi.core.words import moment_text

# A step entered later than so long after it happened was entered from papers (设定，待确认).
LATE = timedelta(hours=24)
# The conference's own tellings: within so long of the opening, and answered within so long (设定，待确认).
OWN_TELLING, UNANSWERED = timedelta(hours=2), timedelta(minutes=30)
IMMEDIATE, PROMPTLY = "immediate", "promptly"


def is_late(happened_at: datetime, entered_at: datetime) -> bool:
    """Tell whether a step was entered so late after it happened that it needs its paper."""
    return entered_at - happened_at > LATE


def require_past(happened_at: datetime, now: datetime, label: str) -> None:
    """Refuse a moment that has not come yet. Raises BadInput."""
    if happened_at > now:
        raise BadInput(f"{label}（{moment_text(happened_at)}）晚于现在。", next_step="请填写已经发生的时间。")


def require_paper(happened_at: datetime, entered_at: datetime, paper: str) -> bool:
    """Tell whether a step is entered late. Raises BadInput for a late one without its paper."""
    late = is_late(happened_at, entered_at)
    if late and not paper.strip():
        raise BadInput(
            f"这一步发生在{moment_text(happened_at)}，已超过 24 小时，属补登。",
            next_step="请写明凭什么补登：文号、日期、发文机关，或值班记录。",
            rule="补登须有凭据；补登只判断是否按时，不再提醒",
        )
    return late


@dataclass(frozen=True, slots=True)
class Told:
    """What was told in answer to a duty: `code` names it; late ones are judged, never reminded of."""

    code: str
    at: datetime
    words: str
    explained: bool = False


@dataclass(frozen=True, slots=True)
class DueRow:
    """A reporting duty against what was told: when it is over, what was done, and how that stands in words."""

    code: str
    rule: str
    actor: str
    to: str
    limit: str
    source: str
    confidence: str
    starts_at: datetime
    due_at: datetime | None
    told: Told | None
    words: str
    light: str


def duty_code(due: dict[str, Any]) -> str:
    """Name a duty so that what was told can point to it."""
    return f"{due['rule']}:{due['actor']}:{sha256(due['to'].encode()).hexdigest()[:6]}"


def due_rows(due: Sequence[dict[str, Any]], told: Iterable[Told], now: datetime) -> list[DueRow]:
    """Set each duty of a grading beside the first telling that answers it, the strictest first."""
    first: dict[str, Told] = {}
    for one in sorted(told, key=lambda row: (row.explained, row.at)):
        first.setdefault(one.code, one)
    rows = [_row(one, first.get(duty_code(one)), now) for one in due]
    return sorted(rows, key=lambda row: (row.due_at is None, row.due_at or row.starts_at))


def strictest_of(rows: Sequence[DueRow]) -> list[DueRow]:
    """Give of each actor the duties that are over first; of one without a number the first."""
    found: dict[str, list[DueRow]] = {}
    for row in rows:
        held = found.setdefault(row.actor, [])
        if not held or (row.due_at is not None and row.due_at == held[0].due_at):
            held.append(row)
    return [row for held in found.values() for row in held]


def _row(due: dict[str, Any], told: Told | None, now: datetime) -> DueRow:
    starts_at = datetime.fromisoformat(due["starts_at"])
    due_at = datetime.fromisoformat(due["due_at"]) if due["due_at"] else None
    words, light = _stands(due["limit"], starts_at, due_at, told, now)
    return DueRow(
        code=duty_code(due),
        rule=due["rule"],
        actor=due["actor"],
        to=due["to"],
        limit=due["limit"],
        source=due["source"],
        confidence=due["confidence"],
        starts_at=starts_at,
        due_at=due_at,
        told=told,
        words=words,
        light=light,
    )


def _stands(
    limit: str, starts_at: datetime, due_at: datetime | None, told: Told | None, now: datetime
) -> tuple[str, str]:
    if told is not None and told.explained:
        return f"未报，已说明：{told.words}", "done"
    if told is not None:
        return _done(limit, starts_at, due_at, told)
    if due_at is None or limit == IMMEDIATE:
        # 立即 and 及时 have no countdown: only how long it has been.
        return f"已过 {span(now - starts_at)}", "late" if limit == IMMEDIATE else "near"
    if now > due_at:
        return f"逾期 {span(now - due_at)}", "late"
    return f"还有 {span(due_at - now)}", "near"


def _done(limit: str, starts_at: datetime, due_at: datetime | None, told: Told) -> tuple[str, str]:
    if due_at is None or limit == IMMEDIATE:
        return f"已报，用时 {span(told.at - starts_at)}", "done"
    late = told.at - due_at
    return (f"已报，逾期 {span(late)}", "done") if late > timedelta(0) else ("已报，按时", "done")


def span(length: timedelta) -> str:
    """Write a length of time as 2 天 3 小时, 4 小时 40 分 or 12 分钟; nothing is rounded up."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes % 60} 分" if minutes % 60 else f"{hours} 小时"
    return f"{minutes} 分钟"
