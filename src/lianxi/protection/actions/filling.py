"""The rows of a sheet as those of a list: what is wrong with them, and their cells."""

from calendar import monthrange
from datetime import date
from typing import Any

from lianxi.core.words import day_of
from lianxi.journal.acting import Act
from lianxi.protection.models import PersonList, Recognition
from lianxi.protection.queries.clocks import clocks_on
from lianxi.protection.queries.lists import doubled
from lianxi.protection.rules.lists import GONE_WORDS, MONTHLY, RULE_MONTHLY, SENT
from lianxi.protection.rules.sheets import SheetRows


def month_end(month: str) -> date:
    """Return the last day of a month written 2026-11."""
    year, number = (int(part) for part in month.split("-"))
    return date(year, number, monthrange(year, number)[1])


def faults_of(act: Act, row: PersonList, told: SheetRows) -> list[str]:
    """Say which rows stand on this list or another of the kind already, and which lack their recognition."""
    tokens = {values["token"]: number for number, values in told.rows if values.get("token")}
    here = set(row.rows.filter(token__in=tokens).values_list("token", flat=True))
    found = [f"第 {tokens[one]} 行：这个代码已在本名单里。" for one in here]
    for token, other in doubled(act.chain, row.kind, list(tokens), row.pk).items():
        found.append(f"第 {tokens[token]} 行：这个代码已在{other}里，还没有办结。")
    if row.kind in ("L3", "L4"):
        found += [f"第 {tokens[one]} 行：{why}。" for one, why in _unrecognised(act, told).items()]
    return found


def _unrecognised(act: Act, told: SheetRows) -> dict[str, str]:
    """Say of which tokens no recognition opens the way to aid: insurance first, the employer second, aid last."""
    wanted = {
        values["token"]: values.get("cause", "") for _number, values in told.rows if values.get("token")
    }
    rows = Recognition.objects.filter(conference_id=act.chain, token__in=wanted, state="signed")
    known = {one.token: one.result for one in rows.order_by("pk")}
    faults = {}
    for token, cause in wanted.items():
        result = known.get(token, "")
        if result not in GONE_WORDS:
            faults[token] = "没有有效的核实意见，先走工伤保险和用人单位，救助在后"
        elif cause and cause != result:
            faults[token] = "情形与核实意见不一致"
    return faults


def cells_of(act: Act, row: PersonList, told: SheetRows) -> list[tuple[Any, ...]]:
    """Return the cells of the rows, with the days that the clocks of the list give them."""
    clocks, day = clocks_on(act.chain, day_of(act.at)), day_of(act.at)
    due = clocks.due(RULE_MONTHLY, month_end(row.month)) if row.kind == MONTHLY else None
    return [
        (
            act.chain, row.pk, one["token"], one["area"], one.get("since_on"), one.get("cause") or "",
            one.get("household"), one.get("household_mark"), SENT, day,
            clocks.last_day(one.get("since_on")) if row.kind == "L1" else None, due, RULE_MONTHLY if due else "",
        )
        for _number, one in told.rows
    ]  # fmt: skip
