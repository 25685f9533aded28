"""The sentence of a refusal: what an uploaded text holds that nobody compared, and how to take it out."""

from dataclasses import dataclass

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that prints or hides beside the compared text: what it is, and what to do about it."""

    what: str
    next_step: str


def local(tag: object) -> str:
    """Return an element's name without its namespace; empty for comments and instructions."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def is_on(value: str | None) -> bool:
    """Tell whether an on/off property with this value (None where it is absent) is on."""
    return (value or "true").lower() not in ("0", "false", "off", "none")


def words(text: str) -> frozenset[str]:
    """Return the names that a line of them holds."""
    return frozenset(text.split())
