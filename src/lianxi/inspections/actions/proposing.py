"""The results of a supervision: what it proposes to the government or another body, and what was answered."""

from datetime import date
from typing import Annotated

from lianxi.core.fields import Choice, Day, One, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.core.words import long_date
from lianxi.inspections.actions.entering import add_step, past_day, words_of
from lianxi.inspections.actions.running import LEAD
from lianxi.inspections.models import Supervision, SupervisionResult
from lianxi.inspections.queries.supervision_facts import of_result, on_supervision
from lianxi.inspections.rules import supervision_guards as guards
from lianxi.inspections.rules.machines import RESULT, RESULTS
from lianxi.journal.acting import Act, action


@action(
    "inspections.result.propose",
    "登记督查结果",
    who=LEAD,
    deciding=on_supervision(guards.is_concluded, guards.leads),
)
def propose_result(
    act: Act,
    *,
    supervision_id: Annotated[int, One("联合督查")],
    kind: Annotated[str, Choice("结果类别", RESULTS)],
    body: Annotated[str, Words("向谁提出（单位）", 120)],
    paper: Annotated[str, Words("文号、日期", 200)],
    text: Annotated[str, Words("建议内容（不写人名；移送线索的不填）", 600)] = "",
    proposed_on: Annotated[date | None, Day("提出日期")] = None,
) -> SupervisionResult:
    """Enter a proposal; clues are handed over by the unit that leads, sealed: number and date alone."""
    row = act.lock(Supervision, supervision_id)
    if kind not in RESULTS:
        raise BadInput("请选择结果类别。", next_step=f"可选：{'、'.join(RESULTS.values())}。")
    if kind == "clue" and (act.actor.is_office or act.actor.unit_id != row.lead_unit_id):
        raise NotPermitted(
            "问题线索不由联席会议办公室移送。",
            rule=guards.RESULT_RULE,
            next_step="请由牵头部门依法移送，并由它的席位登记。",
        )
    if kind == "clue" and text.strip():
        raise BadInput(
            "移送的线索不写内容。", rule="线索密封移送", next_step="请清空建议内容，只填文号、日期。"
        )
    day = past_day(act, proposed_on, "提出日期")
    if row.served_on is not None and day < row.served_on:
        raise BadInput(f"提出日期早于结论送达（{long_date(row.served_on)}）。", next_step="请核对日期。")
    made = SupervisionResult(conference_id=act.chain, supervision=row, kind=kind, proposed_on=day)
    made.text = words_of(act, text, "建议内容", 600, needed=kind != "clue")
    made.body, made.paper_ref = words_of(act, body, "向谁提出", 120), words_of(act, paper, "文号、日期", 200)
    made.by, made.state = act.actor.label, RESULT.initial
    add_step(act, row, "result", f"{RESULTS[kind]}：{made.body}", day=day, paper=made.paper_ref)
    return act.create(made)


def _answered(act: Act, result_id: int, answer: str, answered_on: date | None) -> SupervisionResult:
    row = act.lock(SupervisionResult, result_id)
    day = past_day(act, answered_on, "答复日期")
    if day < row.proposed_on:
        raise BadInput(f"答复日期早于提出（{long_date(row.proposed_on)}）。", next_step="请核对两个日期。")
    return act.move(row, RESULT, answer=words_of(act, answer, "答复", 300), answered_on=day)


@action("inspections.result.take", "登记已采纳（已受理）", who=LEAD, deciding=of_result("take"))
def take_result(
    act: Act,
    *,
    result_id: Annotated[int, One("督查结果")],
    answer: Annotated[str, Words("答复（文号、日期、要点）", 300)],
    answered_on: Annotated[date | None, Day("答复日期")] = None,
) -> SupervisionResult:
    """Note that a proposal was taken up, or a clue received, with its paper."""
    return _answered(act, result_id, answer, answered_on)


@action("inspections.result.decline", "登记未采纳", who=LEAD, deciding=of_result("decline"))
def decline_result(
    act: Act,
    *,
    result_id: Annotated[int, One("督查结果")],
    answer: Annotated[str, Words("答复（文号、日期、要点）", 300)],
    answered_on: Annotated[date | None, Day("答复日期")] = None,
) -> SupervisionResult:
    """Note that a proposal was not taken up, with paper and reason."""
    return _answered(act, result_id, answer, answered_on)
