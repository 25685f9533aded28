"""Looking for words in titles: the index narrows down, the title itself decides, on both databases alike.

The index holds titles as they are written; what is looked for is spelled out in every script and width.
"""

from collections.abc import Iterable

from django.db import connections
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from lianxi.core.searching import spellings, words_of
from lianxi.journal.searching import LONGEST, holds_words
from lianxi.ledger.models import Obligation

# So many hits are looked up one by one; of more frequent words the ledger's own order soon meets a page.
FEW = 4000
# Pairs of neighbours asked of the index; the title decides on the rest.
MOST_PAIRS = 12


def holding(
    rows: QuerySet[Obligation], conference_id: int, text: str, *, running: bool
) -> QuerySet[Obligation]:
    """Return the conference's rows whose title holds every word of a text, in whatever script, width and case.

    `running` says that the rows are under way, which narrows the index down further.
    """
    words = words_of(text, LONGEST)
    held = holds_words(text, "title")
    mark = f"k{conference_id}{'o' if running else ''}"
    pairs = [word[at : at + 2] for word in words for at in range(len(word) - 1)][:MOST_PAIRS]
    single = [word for word in words if len(word) == 1]
    if connections[rows.db].vendor == "postgresql":
        # One pair or letter is what the index holds: asked again, the planner would think it rare.
        is_exact = len(words) == 1 and len(words[0]) < 3
        rows = rows if is_exact else rows.filter(held)
        return rows.filter(_indexed(mark, pairs, single))
    rows = rows.filter(held)
    asked = " AND ".join(
        (mark, *(_either(map(_hex, spellings(pair))) for pair in dict.fromkeys(pairs)), *map(_begins, single))
    )
    hits = "SELECT rowid FROM ledger_words WHERE ledger_words MATCH %s"
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({hits} LIMIT {FEW + 1})", [asked])  # noqa: S608
        count = int(cursor.fetchone()[0])
    # The hits replace every other way into the table: their number is known to be small.
    return rows.filter(pk__in=RawSQL(hits, [asked])) if count <= FEW else rows  # noqa: S611


def find_matters(rows: QuerySet[Obligation], conference_id: int, text: str) -> QuerySet[Obligation]:
    """Return the conference's rows whose title holds every word of a text, or whose number it is."""
    rows = rows.filter(conference_id=conference_id)
    numbered = rows.filter(number="".join(text.split()).upper())
    return numbered if numbered.exists() else holding(rows, conference_id, text, running=False)


def _either(terms: Iterable[str], mark: str = " OR ") -> str:
    return f"({mark.join(terms)})"


def _begins(letter: str) -> str:
    return _either(f"{_hex(one)}*" for one in spellings(letter))


def _indexed(mark: str, pairs: Iterable[str], single: Iterable[str]) -> RawSQL:
    asked = [_lexeme(f"#{mark}")]
    asked += [_either(map(_lexeme, spellings(pair)), " | ") for pair in dict.fromkeys(pairs)]
    asked += [_either((f"{_lexeme(one)}:*" for one in spellings(letter)), " | ") for letter in single]
    table = Obligation._meta.db_table
    return RawSQL(  # noqa: S611 - what is asked for is a parameter
        f"ledger_title_words({table}.title, {table}.conference_id, {table}.closed_at IS NULL) @@ %s::tsquery",
        [" & ".join(asked)],
        output_field=BooleanField(),
    )


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _hex(word: str) -> str:
    return word.encode().hex()
