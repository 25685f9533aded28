"""What is a secret of somebody, and under which hash alone it is stored: codes of one-time links, sessions, logins.

A code is read out, typed in, or opened as an address.
"""

import secrets

from lianxi.core.canonical import digest

# Without 0/O, 1/I/L and U/V, which are misheard or misread. 29 symbols, 16 places: 77 bits.
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
GROUPS, PLACES = 4, 4
# The column takes 40 characters: 160 bits of the hash.
LENGTH = 40
# Of these the journal and the list of the own sign-ins show so many.
SHORT = 8


def new_code() -> str:
    """Draw a code, in groups as it is read out: `K7QM-…`."""
    drawn = ("".join(secrets.choice(SYMBOLS) for _ in range(PLACES)) for _ in range(GROUPS))
    return "-".join(drawn)


def code_hash(typed: str) -> str:
    """Return the hash of a code as somebody typed it: case, blanks and hyphens do not matter."""
    return digest("".join(one for one in typed.upper() if one.isalnum()))


def stored_key(session_key: str) -> str:
    """Return under what name a session is stored."""
    return digest(f"session:{session_key}")[:LENGTH]


def short_hash(session_key: str | None) -> str:
    """Return what the journal notes of a session: enough to tell two apart, of no use to take one over."""
    return stored_key(session_key)[:SHORT] if session_key else ""


def login_hash(login: str) -> str:
    """Return under what a login is counted."""
    return digest(f"login:{login.strip().lower()}")
