"""Texts as people enter them: without outer blanks, not empty where they are needed, not endless."""

from lianxi.core.refusals import BadInput

SHORT = 300


def filled(text: str, label: str, limit: int = SHORT) -> str:
    """Return a text without outer blanks. Raises BadInput when it is empty or too long."""
    if not text.strip():
        raise BadInput(f"请填写{label}。")
    return short_enough(text, label, limit)


def short_enough(text: str, label: str, limit: int = SHORT) -> str:
    """Return a text that may be empty. Raises BadInput when it is longer than `limit`."""
    text = text.strip()
    if len(text) > limit:
        raise BadInput(f"{label}太长，请不超过 {limit} 个字。")
    return text
