"""Marks of secrecy (密级) in a text: a paper that bears one has no place in a system that is not built for it.

Only the mark is recognised, as GB/T 9704-2012 (7.2.2) writes it (秘密★1年), as a line of its own or behind 密级：;
the words in a sentence (保守国家秘密) are none. What is secret without a mark is not seen.
"""

import re

_LEVEL = "绝密|机密|秘密"
_MARK = re.compile(
    rf"(?:{_LEVEL})\s*[★☆]\s*(?:\d+\s*(?:年|个月|天)|长期)?"
    rf"|密\s*级\s*[:：]\s*(?:{_LEVEL})"
    rf"|[（(【\[](?:{_LEVEL})[）)】\]]"
    rf"|^\s*(?:{_LEVEL})\s*$",
    re.MULTILINE,
)


def secrecy_mark(text: str) -> str:
    """Return the first mark of secrecy in a text, empty where there is none."""
    # A letter-spaced mark (机　密) is still one.
    found = _MARK.search(text) or _MARK.search(re.sub(r"(?<=[绝机秘])[ \u3000]+(?=密)", "", text))
    return found.group().strip() if found else ""
