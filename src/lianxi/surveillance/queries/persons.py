"""Whom a signal's rows are about: pseudonyms only; who they are lies in the vault."""

from lianxi.surveillance.models import Signal
from lianxi.surveillance.store import open_store

ABOUT_PERSONS = frozenset({"suspected_case", "employer_cases", "acute_poisoning", "pneumoconiosis_short"})


def persons_of(signal: Signal) -> list[str]:
    """Return the pseudonyms of the persons in a signal's first rows, as far as those are in force."""
    if signal.rule not in ABOUT_PERSONS or not signal.rows:
        return []
    pairs = ", ".join(f"({int(batch)}, {int(row)})" for batch, row in signal.rows)
    with open_store(signal.conference_id, memory="512MiB") as con:
        found = con.execute(
            f"SELECT DISTINCT person FROM (SELECT batch, row, person FROM cases UNION ALL SELECT batch, row, person"
            f" FROM exams) WHERE (batch, row) IN ({pairs}) AND coalesce(person, '') <> '' ORDER BY person"
        ).fetchall()
    return [person for (person,) in found]
