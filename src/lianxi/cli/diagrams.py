"""docs/states.md: the transition tables as diagrams and tables, generated from the code."""

from lianxi.core.rooms import machines
from lianxi.core.transitions import Machine
from lianxi.journal.acting import catalogue


def states_markdown() -> str:
    """Write every machine as a mermaid diagram and a table of its rows."""
    parts = ["# 流转表", "", "由代码生成（`lianxi docs`），测试核对。状态只按这些表改变。", ""]
    for machine in machines().values():
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
