"""How often the scanner for personal data sounds on texts that name nobody: the project's own words and a demonstration.

    python bench/personal.py [--folders docs src] [--demo]

Reads every text of the folders, and with `--demo` every text that a played conference holds. Prints how many characters were read and how many findings of each kind there were, with the first
ones: each must be a person made up for an example, or it is a false alarm.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from databases import ROOT, database_option, fresh_database

ENDINGS = (".md", ".txt", ".csv", ".json", ".jsonl", ".html", ".py")


def main() -> None:
    """Scan what is asked and print the findings."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folders", nargs="+", default=["docs", "src"])
    parser.add_argument("--demo", action="store_true")
    database_option(parser)
    asked = parser.parse_args()
    for folder in asked.folders:
        count(folder, texts_of(ROOT / folder))
    if asked.demo:
        with fresh_database(asked.database):
            count("demonstration", texts_of_a_demonstration())


def texts_of(folder: Path) -> Iterator[str]:
    """Yield the lines of every text below a folder."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in ENDINGS and "vendor" not in path.parts:
            yield from path.read_text(encoding="utf-8", errors="replace").splitlines()


def texts_of_a_demonstration() -> Iterator[str]:
    """Play the demonstration and yield every text of every table."""
    from django.db import connection

    from lianxi.stories.half_year import play_half_year

    play_half_year(with_district=True)
    with connection.cursor() as cursor:
        # An index of words cannot be read as a table; what it holds stands in the tables it is kept in.
        for table in connection.introspection.table_names(cursor):
            if table.endswith("_words"):
                continue
            cursor.execute(f'select * from "{table}"')
            for row in cursor.fetchall():
                yield from (str(one) for one in row if isinstance(one, str | dict | list))


def count(name: str, texts: Iterator[str]) -> None:
    """Print what was found in texts, by kind and by words."""
    from lianxi.core.personal import find_personal

    size, kinds, words = 0, Counter[str](), Counter[str]()
    for text in texts:
        size += len(text)
        for one in find_personal(text, date(2027, 1, 1)):
            kinds[one.kind] += 1
            words[text[max(0, one.place - 5) : one.place + 15]] += 1
    print(f"{name}: {size:,} characters; {dict(kinds) or 'nothing found'}")
    for told, number in words.most_common(20):
        print(f"    {number} × …{told}…")


if __name__ == "__main__":
    main()
