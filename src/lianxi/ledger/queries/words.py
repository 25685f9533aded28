"""Looking for words in titles: the index narrows down, the title itself decides, on both databases alike."""

from typing import Any

from django.db import connections
from django.db.models import BooleanField, CharField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from lianxi.ledger.models import Obligation

# So many hits are looked up one by one; of more frequent words the ledger's own order soon meets a page.
FEW = 4000
LONGEST = 60


def holding(
    rows: QuerySet[Obligation], conference_id: int, text: str, *, running: bool
) -> QuerySet[Obligation]:
    """Return the conference's rows whose title holds a text; letters count in either case.

    `running` says that the rows are under way, which narrows the index down further.
    """
    said = text[:LONGEST]
    held = _TitleHolds(F("title"), Value(f"%{_escaped(said)}%"))
    mark = f"k{conference_id}{'o' if running else ''}"
    pairs = [said[at : at + 2] for at in range(len(said) - 1)]
    if connections[rows.db].vendor == "postgresql":
        # One pair or letter is what the index holds: asked again, the planner would think it rare.
        rows = rows.filter(held) if len(pairs) > 1 else rows
        return rows.filter(_indexed(mark, pairs or [said], begins=not pairs))
    rows = rows.filter(held)
    words = [_hex(pair) for pair in pairs] or [f"{_hex(said)}*"]
    asked = " AND ".join(dict.fromkeys((mark, *words)))
    hits = "SELECT rowid FROM ledger_words WHERE ledger_words MATCH %s"
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({hits} LIMIT {FEW + 1})", [asked])  # noqa: S608
        count = int(cursor.fetchone()[0])
    # The hits replace every other way into the table: their number is known to be small.
    return rows.filter(pk__in=RawSQL(hits, [asked])) if count <= FEW else rows  # noqa: S611


class _TitleHolds(Func):
    """LIKE in which A to Z, and no other letters, count in either case: what SQLite's own LIKE does."""

    output_field = BooleanField()
    template = "%(expressions)s ESCAPE '\\'"
    arg_joiner = " LIKE "

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        exact = [
            Func(
                one,
                function="lower",
                template='%(function)s(%(expressions)s COLLATE "C")',
                output_field=CharField(),
            )
            for one in self.get_source_expressions()
        ]
        lowered = self.copy()
        lowered.set_source_expressions(exact)
        return super(_TitleHolds, lowered).as_sql(compiler, connection, **context)


def _indexed(mark: str, words: list[str], *, begins: bool) -> RawSQL:
    asked = " & ".join(_lexeme(word) + (":*" if begins else "") for word in words)
    table = Obligation._meta.db_table
    return RawSQL(  # noqa: S611 - what is asked for is a parameter
        f"ledger_title_words({table}.title, {table}.conference_id, {table}.closed_at IS NULL) @@ %s::tsquery",
        [f"{_lexeme(f'#{mark}')} & {asked}"],
        output_field=BooleanField(),
    )


def _lexeme(word: str) -> str:
    # PostgreSQL's "C" lower case, as the index has it: A to Z alone.
    plain = "".join(letter.lower() if letter.isascii() else letter for letter in word)
    return "'" + plain.replace("\\", "\\\\").replace("'", "''") + "'"


def _hex(word: str) -> str:
    return "".join(letter.lower() if letter.isascii() else letter for letter in word).encode().hex()


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
