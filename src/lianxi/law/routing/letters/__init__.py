"""Reading a letter: its clauses, and how each stands — asserted, denied, closed, refuted, reported, quoted, supposed."""

from lianxi.law.routing.letters.clauses import Letter, Piece, read_letter
from lianxi.law.routing.letters.standing import REASONS, Standing

__all__ = ["REASONS", "Letter", "Piece", "Standing", "read_letter"]
