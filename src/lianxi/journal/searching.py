"""Looking for words in columns of the database, in whatever script and width they are written."""

from django.db.models import Q

from lianxi.core.searching import pattern_of, words_of

LONGEST = 60


def holds_words(text: str, *columns: str) -> Q:
    """Ask for rows of which each word of a text stands in one of the columns; words are parted by blanks."""
    asked = Q()
    for word in words_of(text, LONGEST):
        found = Q()
        for column in columns:
            found |= Q(**{f"{column}__regex": pattern_of(word)})
        asked &= found
    return asked
