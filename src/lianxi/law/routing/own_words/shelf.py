"""The index of one instrument's own words, built when it is first asked for: most instruments on a shelf never are."""

from collections.abc import Mapping, Sequence

from lianxi.law.routing.acts import Act
from lianxi.law.routing.own_words.index import OwnIndex, build_index


class OwnShelf:
    """Holds what the index is built from, and the index once it is built.

    Acts that the vocabulary of facts understands stay out: there it alone judges.
    """

    __slots__ = ("_heading", "_index", "_sayings", "_text", "acts")

    def __init__(
        self, text: str, acts: Sequence[Act], heading: str, sayings: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._text, self._heading, self._sayings = text, heading, sayings
        self.acts = tuple(act for act in acts if not act.conditions)
        self._index: OwnIndex | None = None

    def index(self) -> OwnIndex:
        """Return the index of these acts, in their printed order."""
        if self._index is None:
            self._index = build_index(self._text, self.acts, self._heading, self._sayings)
        return self._index
