"""docs/states.md: the transition tables as diagrams and tables, generated from the code."""

from lianxi.bodies.rules import FEED, INVITATION, MEMBER_CHANGE
from lianxi.core.transitions import Machine
from lianxi.journal.acting import catalogue
from lianxi.law.rules import VERSION
from lianxi.ledger.rules.machines import CIRCULAR, CONTEST, EXTENSION, OBLIGATION, SHEET
from lianxi.ledger.rules.responsibility import CO_PART, DELEGATION, HANDBACK, HANDOVER, RECHECK
from lianxi.ledger.rules.slips import SLIP
from lianxi.ledger.rules.standing import DUTY
from lianxi.meetings.rules.machines import MEETING, MINUTES, OBJECTION, OPINION, TOPIC
from lianxi.outbox.rules import DELIVERY
from lianxi.papers.rules import DRAFT
from lianxi.register.rules import EMPLOYER_NAME
from lianxi.surveillance.rules.machines import BATCH, SIGNAL

MACHINES = (
    VERSION,
    MEMBER_CHANGE,
    INVITATION,
    FEED,
    TOPIC,
    OPINION,
    MEETING,
    MINUTES,
    OBJECTION,
    OBLIGATION,
    SHEET,
    CO_PART,
    HANDBACK,
    DELEGATION,
    RECHECK,
    HANDOVER,
    EXTENSION,
    CIRCULAR,
    CONTEST,
    EMPLOYER_NAME,
    SLIP,
    DRAFT,
    DUTY,
    BATCH,
    SIGNAL,
    DELIVERY,
)


def states_markdown() -> str:
    """Write every machine as a mermaid diagram and a table of its rows."""
    parts = ["# 流转表", "", "由代码生成（`lianxi docs`），测试核对。状态只按这些表改变。", ""]
    for machine in MACHINES:
        parts += [
            f"## {machine.label}",
            "",
            "```mermaid",
            *_diagram(machine),
            "```",
            "",
            *_table(machine),
            "",
        ]
    return "\n".join(parts)


def _diagram(machine: Machine) -> list[str]:
    lines = ["stateDiagram-v2", f"  [*] --> {machine.initial}"]
    lines += [f"  {state.value}: {machine.labels[state.value]}" for state in machine.states]
    lines += [f"  {s} --> {row.target}: {_title(row.action)}" for row in machine.rows for s in row.sources]
    return lines


def _table(machine: Machine) -> list[str]:
    lines = ["| 从 | 到 | 动作 | 条件 | 依据 |", "| --- | --- | --- | --- | --- |"]
    for row in machine.rows:
        sources = "、".join(machine.labels[source] for source in row.sources)
        basis = "行政" if row.basis == "administrative" else f"规则 `{row.basis}`"
        steps = f"{_title(row.action)} `{row.action}`"
        lines.append(f"| {sources} | {machine.labels[row.target]} | {steps} | {row.guard or '—'} | {basis} |")
    return lines


def _title(action: str) -> str:
    return catalogue[action].title if action in catalogue else "（随所属动作）"
