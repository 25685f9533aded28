"""What the timer does of itself: rows onto the list of unfinished ones, periods that ran out, tokens whose purpose ended."""

from collections import Counter
from datetime import date, timedelta
from typing import Annotated

from django.db.models import Q

from lianxi.bodies.models import Conference
from lianxi.bodies.queries import member_unit_ids
from lianxi.clocks.queries import calendar_now, time_limits
from lianxi.core.actors import TIMER_ONLY
from lianxi.core.basis import ADMINISTRATIVE
from lianxi.core.due import derive
from lianxi.core.fields import Number
from lianxi.core.words import day_of
from lianxi.core.workdays import is_workday
from lianxi.journal.acting import Act, action, record_name
from lianxi.law.queries import basis_for
from lianxi.ledger.actions.entering import enter_obligation
from lianxi.protection.actions.lists import note_outcomes
from lianxi.protection.models import ListRow, PersonLink, PersonList, Recognition
from lianxi.protection.queries.clocks import clocks_on
from lianxi.protection.queries.unfinished import unfinished, whose_move
from lianxi.protection.rules.lists import CUSTODY, FLOWS, HARD_DAYS, LAPSED, RECEIVED, REFUSED, SENT
from lianxi.protection.rules.offices import address

BATCH = 2_000
ORIGIN, RETENTION = "person_list", "protection.retention"
_RULE = "由系统按办公室的长期指令办理"
_NOT_APPLIED = (RECEIVED, "approached")


@action("protection.row.list_unfinished", "列入未办结人员清单", who=TIMER_ONLY, rule=_RULE)
def list_rows(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """Note the rows whose clock is over, on working days alone; tell units a number, never a token. Give how many."""
    day, calendar = day_of(act.at), calendar_now(exact=True)
    if not is_workday(day, calendar):
        return 0
    rows = list(
        unfinished(day, calendar)
        .filter(conference_id=act.chain, listed_on=None)
        .select_related("list")
        .order_by("pk")[:size]
    )
    if rows:
        act.change_batch([(one, {"listed_on": day}) for one in rows])
    told: Counter[tuple[int, int]] = Counter((one.list_id, whose_move(one)) for one in rows)
    lists = {one.list_id: one.list for one in rows}
    for (pk, unit), number in sorted(told.items()):
        act.notify(f"{lists[pk].number}有 {number} 人没有进展，请办理", about=lists[pk], unit=unit)
    hard = list(
        unfinished(day, calendar)
        .filter(conference_id=act.chain, is_hard=False, listed_on__lte=day - timedelta(days=HARD_DAYS))
        # A draft is its sender's alone; of persons in custody the office learns yearly counts.
        .exclude(Q(list__state="drafted") | Q(list__kind__in=CUSTODY))[:size]
    )
    if hard:
        act.change_batch([(one, {"is_hard": True}) for one in hard])
    return len(rows) + len(hard)


@action("protection.list.oblige", "逾期未反馈的名单列入台账", who=TIMER_ONLY, rule=_RULE)
def oblige_lists(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """Enter one matter for each list that is late, led by its sender until it is sent, then by its receiver."""
    day = day_of(act.at)
    conference = Conference.objects.get(pk=act.chain)
    members = member_unit_ids(conference, day)
    late = unfinished(day).filter(conference_id=act.chain, word__in=(SENT, RECEIVED))
    rows = PersonList.objects.filter(pk__in=late.values("list_id"), obligation=None)
    rows = rows.filter(
        Q(state="drafted", sender_id__in=members) | ~Q(state="drafted") & Q(receiver_id__in=members)
    )
    count = 0
    for row in rows.order_by("pk")[:size]:
        is_draft = row.state == "drafted"
        clause = (
            (address(conference.instrument, "list")[1] or "")
            if is_draft
            else FLOWS[row.kind].clauses.get(conference.instrument, "")
        )
        basis = (
            basis_for(conference.instrument, conference.instrument_version, clause)
            if clause
            else ADMINISTRATIVE
        )
        obligation = enter_obligation.within(
            act,
            title=f"{row.number} {'送出名单' if is_draft else '反馈办理情况'}",
            text="名单里有人员，还没有送出。" if is_draft else "名单中还有人员没有签收或没有首次办理情况。",
            lead_unit_id=row.sender_id if is_draft else row.receiver_id,
            origin=ORIGIN,
            basis=basis,
            source=record_name(row),
            source_label=row.number,
        )
        act.change(row, obligation=obligation)
        count += 1
    return count


@action("protection.row.lapse", "申请期限已过", who=TIMER_ONLY, rule=_RULE)
def lapse_rows(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """Note the rows whose person's year is over without an application: whether time is excluded is asked. Give how many."""
    day = day_of(act.at)
    rows = list(
        ListRow.objects.filter(
            conference_id=act.chain,
            list__state="received",
            word__in=_NOT_APPLIED,
            last_day__lt=day,
            is_dropped=False,
        ).order_by("pk")[:size]
    )
    if not rows:
        return 0
    clock = clocks_on(act.chain, day).of_word(LAPSED, day)
    act.change_batch(
        [
            (one, {"word": LAPSED, "word_on": day, "listed_on": None, "is_hard": False, **clock})
            for one in rows
        ]
    )
    note_outcomes(act, [(one.pk, LAPSED, day, "") for one in rows])
    return len(rows)


@action("protection.row.close_remedy", "救济期限已过", who=TIMER_ONLY, rule=_RULE)
def close_remedies(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """End refused rows whose remedy is over, on the later of its last day and the day it rolls to; give how many."""
    day = day_of(act.at)
    rows = [
        one
        for one in ListRow.objects.filter(
            conference_id=act.chain, word=REFUSED, ended_on=None, remedy_until__lt=day, is_dropped=False
        ).order_by("pk")[:size]
        if (one.remedy_rolls_to or date.min) < day
    ]
    if rows:
        act.change_batch([(one, {"ended_on": day}) for one in rows])
    return len(rows)


@action("protection.row.purge", "删除已办结人员的代码", who=TIMER_ONLY, rule=_RULE)
def purge_rows(act: Act, *, size: Annotated[int, Number("件数")] = BATCH) -> int:
    """Empty the tokens and dates of persons whose every row ended so long ago; area, word and its day stay for counting.

    Recognitions and pairs of such a token go with it. Gives how many rows.
    """
    day = day_of(act.at)
    limit = time_limits(act.chain, (RETENTION,), day).get(RETENTION)
    if limit is None:
        return 0
    calendar = calendar_now(exact=True)
    edge = day - timedelta(days=limit.amount * 28)
    own = ListRow.objects.filter(conference_id=act.chain).exclude(token="")
    # One handed on and received by nobody has an end word and still waits: its purpose has not ended.
    ended = own.filter(ended_on__isnull=False, ended_on__lt=edge, due_on=None)
    busy = own.exclude(pk__in=ended.values("pk")).values("token")
    rows = [
        one
        for one in ended.exclude(token__in=busy).order_by("pk")[:size]
        if one.ended_on is not None and derive(limit, one.ended_on, calendar).due_on < day
    ]
    if not rows:
        return 0
    # A person of whom a later row is still kept keeps the earlier ones too.
    tokens, kept = {one.token for one in rows}, [one.pk for one in rows]
    left = set(own.filter(token__in=tokens).exclude(pk__in=kept).values_list("token", flat=True))
    gone = [one for one in rows if one.token not in left]
    _forget(act, gone)
    return len(gone)


def _forget(act: Act, rows: list[ListRow]) -> None:
    if not rows:
        return
    tokens = {one.token for one in rows}
    pairs = [
        one
        for one in PersonLink.objects.filter(conference_id=act.chain).order_by("pk")
        if tokens & {one.a, one.b}
    ]
    opinions = list(Recognition.objects.filter(conference_id=act.chain, token__in=tokens))
    empty = {"token": "", "since_on": None, "last_day": None, "received_on": None, "household_mark": None}
    act.change_batch([(one, {**empty, "remedy_until": None, "remedy_rolls_to": None}) for one in rows])
    if pairs:
        act.change_batch([(one, {"a": "", "b": ""}) for one in pairs])
    if opinions:
        act.change_batch([(one, {"token": ""}) for one in opinions])
