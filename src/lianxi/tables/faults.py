"""A fault of a row: how grave, of which field, in which words. Which faults there are, each room says."""

from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a row. An error keeps the row out; a warning stores it and says so."""

    grade: str
    field: str
    sentence: str


def error(field: str, sentence: str) -> Fault:
    """Make a fault that keeps the row out."""
    return Fault(ERROR, field, sentence)


def warning(field: str, sentence: str) -> Fault:
    """Make a fault that is said of a stored row."""
    return Fault(WARNING, field, sentence)
