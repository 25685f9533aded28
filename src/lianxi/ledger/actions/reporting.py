"""The half-year or yearly report, drafted as a paper from the records as of its period."""

from dataclasses import asdict
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.fields import Choice
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of, long_date
from lianxi.journal.acting import Act, action
from lianxi.ledger.models import WorkReport
from lianxi.ledger.queries.reports import counted_for
from lianxi.ledger.rules.reports import draw, period_of
from lianxi.papers.actions.drafts import begin_draft
from lianxi.papers.kinds import REPORT
from lianxi.papers.models import PaperDraft


@action("ledger.report.draft", "起草工作报告", who=OFFICE)
def draft_report(
    act: Act,
    *,
    period: Annotated[str, Choice("期间")],
) -> PaperDraft:
    """Draft a report of half a year or a year as a paper; the figures it quotes are kept with it.

    `period` is `2026-half` or `2026-year`; one that is not over is told up to today. Raises BadInput for one that is
    none or has not begun.
    """
    asked = period_of(period)
    if asked is None or asked.first > day_of(act.at):
        raise BadInput("请选择已经开始的半年或年度。", next_step="例如“2026年上半年”。")
    counted, last = counted_for(act.chain, asked.first, asked.last, act.at)
    text, quoted = draw(counted, asked.first, last)
    partly = "" if last == asked.last else f"（截至{long_date(last)}）"
    draft = begin_draft(act, REPORT.code, f"关于{asked.words}工作情况的报告{partly}", text)
    row = WorkReport(conference_id=act.chain, draft=draft, first_on=asked.first, last_on=last)
    row.counted_at, row.figures = act.at, [asdict(one) for one in quoted]
    act.create(row)
    return draft
