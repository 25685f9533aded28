"""Comparing two sides: the pairs are found once, and both directions are told from the same pairs."""

from lianxi.law.comparing.folding import fold_rows, turned
from lianxi.law.comparing.matching import pair_acts
from lianxi.law.comparing.model import Comparison, Side


def compare(left: Side, right: Side) -> Comparison:
    """Return both documents beside each other: what the right one holds for each duty of the left, and the reverse."""
    pairs = pair_acts(left, right)
    return Comparison(left, right, fold_rows(left, right, pairs), fold_rows(right, left, turned(pairs)))
