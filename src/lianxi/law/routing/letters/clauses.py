"""A letter without blanks, cut into sentences and clauses, each clause with its standing."""

import re
from dataclasses import dataclass

from lianxi.law.reading.fold import fold
from lianxi.law.routing.letters.standing import Standing, load_cues

_CLAUSE = re.compile(r"[^，,。！？!?；;：:\n]+|[，,。！？!?；;：:\n]")
# What a later clause may still overrule, and how many clauses back it may reach.
_OPEN = frozenset({"asserted", "reported", "quoted"})
_FURTHEST = 40
_ENDS = frozenset("。！？!?；;\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """A clause: where it stands in the bare text, its standing, and the words that decide the standing."""

    start: int
    end: int
    sentence: int
    standing: Standing = "asserted"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """The case's text without blanks, in simplified characters, and where each remaining letter stands."""

    text: str
    bare: str
    places: tuple[int, ...]
    pieces: tuple[Piece, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the bare text as code points into the letter's own text."""
        return self.places[start], self.places[end - 1] + 1

    def piece_at(self, place: int) -> Piece | None:
        """Return the clause that a place of the bare text lies in; None on a mark."""
        low, high = 0, len(self.pieces)
        while low < high:
            middle = (low + high) // 2
            if self.pieces[middle].end <= place:
                low = middle + 1
            else:
                high = middle
        return self.pieces[low] if low < len(self.pieces) and self.pieces[low].start <= place else None

    def asserted(self) -> str:
        """Return the bare text with every clause blanked that does not count, letter for letter."""
        letters = list(self.bare)
        for piece in self.pieces:
            if piece.standing in {"disclaimed", "refuted", "closed", "background"}:
                letters[piece.start : piece.end] = "\x00" * (piece.end - piece.start)
        return "".join(letters)


def read_letter(text: str) -> Letter:
    """Return a letter cut into clauses with their standing; blanks and line wraps inside words are passed over."""
    places = tuple(index for index, letter in enumerate(text) if not letter.isspace())
    folded = fold(text)
    bare = "".join(folded[index] for index in places)
    return Letter(text, bare, places, tuple(_with_standing(bare, _cut(bare))))


def _cut(bare: str) -> list[Piece]:
    pieces, sentence = [], 0
    for match in _CLAUSE.finditer(bare):
        if match.group() in _ENDS:
            sentence += 1
        elif match.group() not in "，,：:":
            pieces.append(Piece(match.start(), match.end(), sentence))
    return pieces


def _with_standing(bare: str, pieces: list[Piece]) -> list[Piece]:
    own = [_own_standing(bare[piece.start : piece.end]) for piece in pieces]
    _spread_quotes(bare, pieces, own)
    _spread_back(bare, pieces, own)
    return [Piece(p.start, p.end, p.sentence, *standing) for p, standing in zip(pieces, own, strict=True)]


def _own_standing(words: str) -> tuple[Standing, str]:
    cues = load_cues()
    order: tuple[tuple[Standing, re.Pattern[str]], ...] = (
        ("refuted", cues.refuted),
        ("disclaimed", cues.disclaimed),
        ("closed", cues.closed),
        ("reported", cues.reported),
        ("quoted", cues.quoted),
        ("supposed", cues.supposed),
    )
    for standing, words_of in order:
        hit = words_of.search(words)
        if hit:
            return standing, hit.group()
    return "asserted", ""


def _spread_quotes(bare: str, pieces: list[Piece], own: list[tuple[Standing, str]]) -> None:
    """Let a quotation go on within its sentence where the next clause still says what should be done."""
    goes_on = load_cues().goes_on
    for place in range(1, len(pieces)):
        before, piece = pieces[place - 1], pieces[place]
        is_next = own[place - 1][0] == "quoted" and before.sentence == piece.sentence
        if is_next and own[place][0] == "asserted" and goes_on.search(bare[piece.start : piece.end]):
            own[place] = own[place - 1]


def _spread_back(bare: str, pieces: list[Piece], own: list[tuple[Standing, str]]) -> None:
    """Let what is refuted or closed reach back over its sentence, and "only this is asked" over all before it.

    Each clause is gone over once for what is only asked, and back no further than a sentence else: the time is linear.
    """
    cues = load_cues()
    done = 0
    for place, piece in enumerate(pieces):
        only = cues.only.search(bare[piece.start : piece.end])
        if only:
            for earlier in range(done, place):
                if own[earlier][0] in _OPEN:
                    own[earlier] = ("background", only.group())
            done = place
        elif own[place][0] in {"refuted", "closed"}:
            _reach_back(bare, pieces, own, place)


def _reach_back(bare: str, pieces: list[Piece], own: list[tuple[Standing, str]], place: int) -> None:
    standing, why = own[place]
    for earlier in range(place - 1, max(-1, place - 1 - _FURTHEST), -1):
        apart = pieces[place].sentence - pieces[earlier].sentence
        if not _reaches(standing, apart):
            return
        words = bare[pieces[earlier].start : pieces[earlier].end]
        if own[earlier][0] in _OPEN and (standing == "refuted" or load_cues().past.search(words)):
            own[earlier] = (standing, why)


def _reaches(standing: Standing, apart: int) -> bool:
    """Tell whether a standing reaches a clause so many sentences before: a refutation may open the next one."""
    return (standing == "refuted" and apart <= 1) or (standing == "closed" and apart == 0)
