"""The code of a one-time link: read out, typed in, or opened as an address; only its hash is stored."""

import secrets

from lianxi.core.canonical import digest

# Without 0/O, 1/I/L and U/V, which are misheard or misread. 29 symbols, 16 places: 77 bits.
SYMBOLS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
GROUPS, PLACES = 4, 4


def new_code() -> str:
    """Draw a code, in groups as it is read out: `K7QM-…`."""
    drawn = ("".join(secrets.choice(SYMBOLS) for _ in range(PLACES)) for _ in range(GROUPS))
    return "-".join(drawn)


def code_hash(typed: str) -> str:
    """Return the hash of a code as somebody typed it: case, blanks and hyphens do not matter."""
    return digest("".join(one for one in typed.upper() if one.isalnum()))
