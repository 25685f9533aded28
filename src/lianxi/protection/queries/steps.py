"""The next step of rows that a seat sees: the paths of their tokens, judged by the one function of the rules."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from lianxi.bodies.models import Conference, Unit
from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.core.actors import Actor
from lianxi.protection.models import ListRow, Recognition, RecognitionFact, RecognitionSigner, RowOutcome
from lianxi.protection.rules.facts import Ruling
from lianxi.protection.rules.paths import LIMITS, Step, next_step
from lianxi.protection.rules.recorded import (
    Recorded,
    RecordedRow,
    asks_for_a_step,
    is_shown,
    opinion_of,
    path_of,
)
from lianxi.protection.sight import line_of_actor

_MANY = 500


def next_steps(actor: Actor, rows: Sequence[ListRow], day: date) -> dict[int, Step]:
    """Give the next step of rows that a seat was shown, by row, as far as its unit may learn where the case stands."""
    if actor.conference_id is None or not rows:
        return {}
    conference = Conference.objects.get(pk=actor.conference_id)
    limits, calendar = time_limits(conference.pk, LIMITS, day), calendar_now(exact=True)
    line, ruling = line_of_actor(actor), _ruling(conference.pk)
    unit = Unit.objects.filter(pk=actor.unit_id or 0).values_list("name", flat=True).first() or ""
    found: dict[int, Step] = {}
    for start in range(0, len(rows), _MANY):
        part = rows[start : start + _MANY]
        told = dict(_recorded(conference.pk, {one.token for one in part if one.token}, ruling))
        for one in part:
            if one.token not in told or not asks_for_a_step(_row(one, [])):
                continue
            path = path_of(told[one.token], conference.instrument, day)
            step = next_step(path, limits, calendar)
            if is_shown(step, conference.instrument, line, unit):
                found[one.pk] = step
    return found


def _ruling(conference_id: int) -> Ruling | None:
    rows = RecognitionSigner.objects.filter(conference_id=conference_id, state="agreed")
    row = rows.select_related("unit", "ruling").order_by("-pk").first()
    return Ruling(recognises=row.unit.name, clause=row.ruling.basis_clause or None) if row else None


def _recorded(conference_id: int, tokens: set[str], ruling: Ruling | None) -> Iterator[tuple[str, Recorded]]:
    """Gather what is on record of tokens: their latest row of each kind of list, facts, opinion."""
    own = {"conference_id": conference_id, "token__in": tokens}
    rows = ListRow.objects.filter(**own, is_dropped=False).exclude(list__state__in=("withdrawn", "deleted"))
    latest = {(one.token, one.list.kind): one for one in rows.select_related("list").order_by("pk")}
    words: dict[int, list[tuple[str, date]]] = defaultdict(list)
    keys = [one.pk for one in latest.values()]
    for pk, word, on in (
        RowOutcome.objects.filter(row__in=keys).order_by("pk").values_list("row_id", "word", "happened_on")
    ):
        words[pk].append((word, on))
    opinions = {
        one.token: one for one in Recognition.objects.filter(**own).select_related("signer").order_by("pk")
    }
    facts: dict[int, dict[str, str]] = defaultdict(dict)
    stated = RecognitionFact.objects.filter(recognition__in=opinions.values()).exclude(word="")
    for pk, code, word in stated.values_list("recognition_id", "code", "word"):
        facts[pk][code] = word
    held: dict[str, list[RecordedRow]] = defaultdict(list)
    for (token, _kind), row in latest.items():
        held[token].append(_row(row, words[row.pk]))
    for token in tokens:
        one = opinions.get(token)
        yield (
            token,
            Recorded(
                rows=held[token],
                facts=facts[one.pk] if one else {},
                opinion=opinion_of(one.state, one.result, one.signer.name, one.signed_on) if one else None,
                ruling=ruling,
            ),
        )


def _row(row: ListRow, words: Sequence[tuple[str, date]]) -> RecordedRow:
    return RecordedRow(
        kind=row.list.kind,
        state=row.list.state,
        word=row.word,
        sent_on=row.list.sent_on,
        since_on=row.since_on,
        reason=row.reason,
        cause=row.cause,
        received_on=row.received_on,
        is_ended=row.ended_on is not None,
        waits=row.due_on is not None,
        words=words,
    )
