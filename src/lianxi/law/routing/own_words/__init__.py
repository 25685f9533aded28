"""A document's own words: every act's verb and object is a matter of its own, beside how people say the same thing.

Nothing here knows a subject. What an act is about comes from its own text, from a table of everyday sayings and
from the office formulas that all documents share; an answer found this way is conditional and marked as such.
"""

from lianxi.law.routing.own_words.answering import OwnAnswer, answer_in_own_words, hear, speaks_of_subject
from lianxi.law.routing.own_words.index import OwnIndex, build_index
from lianxi.law.routing.own_words.sayings import daily_words, sayings_of
from lianxi.law.routing.own_words.shelf import OwnShelf

__all__ = [
    "OwnAnswer",
    "OwnIndex",
    "OwnShelf",
    "answer_in_own_words",
    "build_index",
    "daily_words",
    "hear",
    "sayings_of",
    "speaks_of_subject",
]
