"""What a decision must say before minutes can leave: a phrase that binds nobody is an error, shown early."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lianxi.meetings.rules.agreeing import disagreements

BINDING_WORDS = ("研究", "适时", "尽快", "加强", "进一步")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that stops the issue (error) or deserves a look (warning), at a paragraph."""

    key: str
    severity: str
    message: str


def faults_of(paragraphs: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Report decisions without lead, day or evidence, and those whose words say otherwise than their terms."""
    faults = []
    for paragraph in paragraphs:
        binding = paragraph.get("binding")
        if binding and binding["kind"] == "task":
            faults += _task_faults(paragraph["key"], binding)
        if binding:
            faults += _disagreements(paragraph["key"], str(paragraph.get("text", "")), binding)
    if not any(paragraph.get("text", "").strip() for paragraph in paragraphs):
        faults.append(Fault("", "error", "纪要没有正文。"))
    return faults


def _task_faults(key: str, binding: Mapping[str, Any]) -> list[Fault]:
    task = str(binding["task"])[:30]
    faults = []
    if not binding["lead"]:
        faults.append(Fault(key, "error", f"“{task}”没有约束任何单位：请写明牵头单位。"))
    if not binding["due_on"]:
        faults.append(Fault(key, "error", f"“{task}”没有期限：请写明期限；长期事项请写第一次办理的期限。"))
    if not binding["evidence"]:
        faults.append(Fault(key, "warning", f"“{task}”没有写明需要什么佐证。"))
    vague = [word for word in BINDING_WORDS if word in task]
    if vague:
        faults.append(Fault(key, "warning", f"“{task}”用了“{'、'.join(vague)}”，请确认做到什么程度算完成。"))
    return faults


def _disagreements(key: str, text: str, binding: Mapping[str, Any]) -> list[Fault]:
    said = f"“{text[:20]}…”的文字与登记的承办要求不一致："
    return [Fault(key, "error", f"{said}{one}。请改正文或承办要求。") for one in disagreements(text, binding)]


def errors_of(paragraphs: Sequence[Mapping[str, Any]]) -> list[Fault]:
    """Return the faults that stop the issue."""
    return [fault for fault in faults_of(paragraphs) if fault.severity == "error"]
