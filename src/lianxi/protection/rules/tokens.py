"""Tokens (人员代码): ten random characters in which neither a name nor a number of a person can be written.

No vowel stands in them, so that no name in pinyin fits, no 0 and 1, at least one letter; the last one checks the rest.
They are drawn by chance, never from an identity.
"""

import secrets

from lianxi.core.identifiers import plain_identifier

ALPHABET = "23456789BCDFGHJKMNPQRTVWXYZ"
LENGTH = 10


def check_mark(body: str) -> str:
    """Return the last character of a token from the nine before it."""
    total = 0
    for mark in body:
        total = (total * 2 + ALPHABET.index(mark) + 1) % len(ALPHABET)
    return ALPHABET[total]


def draw_tokens(count: int) -> list[str]:
    """Draw so many different tokens by chance."""
    found: dict[str, None] = {}
    while len(found) < count:
        body = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH - 1))
        if not body.isdigit():
            found[body + check_mark(body)] = None
    return list(found)


def plain_token(text: str) -> str:
    """Write a token as it is stored: half width, upper case, without blanks and hyphens."""
    return plain_identifier(text)


def token_fault(token: str) -> str:
    """Say what is wrong with a plain token, without repeating it; empty where nothing is."""
    if len(token) != LENGTH:
        return f"人员代码应为 {LENGTH} 位，现为 {len(token)} 位"
    if any(mark not in ALPHABET for mark in token) or token.isdigit():
        return "人员代码只含本系统生成的数字和字母（没有元音字母、0 和 1）"
    return "" if check_mark(token[:-1]) == token[-1] else "人员代码校验位不符"
