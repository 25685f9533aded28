"""What a check reports: one plain sentence, how serious it is, and the clause it rests on."""

from dataclasses import dataclass
from enum import StrEnum

STANDARD = "GB/T 9704-2012"
# The product's own rule, where the standard says nothing.
HOUSE_RULE = "本系统的规则"


class Severity(StrEnum):
    """`must`: the document is not to be issued like this; `warning`: somebody should look at it."""

    MUST = "must"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: a stable code, the severity, a Chinese sentence and the clause."""

    code: str
    severity: Severity
    message: str
    clause: str


def must(code: str, message: str, clause: str) -> Finding:
    """Report something that a document cannot be issued with."""
    return Finding(code, Severity.MUST, message, clause)


def warning(code: str, message: str, clause: str) -> Finding:
    """Report something that a person should look at."""
    return Finding(code, Severity.WARNING, message, clause)


def standard(clause: str) -> str:
    """Cite a clause of GB/T 9704-2012."""
    return f"{STANDARD} 第 {clause} 条"


def unconfirmed(source: str) -> str:
    """Cite a source whose text nobody has confirmed; it never carries a `must`."""
    return f"{source}（按配置，待确认）"
