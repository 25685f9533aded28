"""Seeded samples: the same seed over the same numbers gives the same sample, on any machine."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

LARGEST = 200


def draw_sample(seed: str, numbers: Iterable[str], size: int) -> list[str]:
    """Draw `size` numbers: those whose SHA-256 of “seed:number” is smallest, in that order.

    Anybody can draw it again with a calculator of hashes; adding a number to the population never exchanges
    others for one another.
    """
    return sorted(numbers, key=lambda number: (digest_of(seed, number), number))[:size]


def digest_of(seed: str, number: str) -> str:
    """Return the hash by which a number takes its place in the draw, in hexadecimal digits."""
    return sha256(f"{seed}:{number}".encode()).hexdigest()


def population_mark(numbers: Sequence[str]) -> str:
    """Return the mark of a population: the SHA-256 of its sorted numbers, one a line."""
    return sha256("\n".join(sorted(numbers)).encode()).hexdigest()
