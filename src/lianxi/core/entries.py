"""Texts as people enter them: without outer blanks, not empty where they are needed, not endless."""

import re

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


def leader_words(text: str) -> str:
    """Return who of the unit agreed (post, or name and post) as it is stored: without the 经 … 同意 around it."""
    return re.sub(r"^经|同意[。．.]?$", "", short_enough(text, "本单位负责同志（职务）", 110)).strip()
