"""The day's work: periods that ran out, rows onto the list of unfinished ones, late lists into the ledger, old tokens."""

from datetime import datetime

from lianxi.core.actors import timer_of
from lianxi.protection.actions.timing import (
    BATCH,
    close_remedies,
    lapse_rows,
    list_rows,
    oblige_lists,
    purge_rows,
)
from lianxi.protection.queries.records import conferences_with_lists


def run_patients(at: datetime) -> int:
    """Do what is due at a moment, in acts of one batch each, and give how many rows were touched."""
    count = 0
    for conference_id in conferences_with_lists():
        for step in (lapse_rows, close_remedies, list_rows, oblige_lists, purge_rows):
            touched = BATCH
            while touched >= BATCH:
                touched = step(timer_of(conference_id), at)
                count += touched
    return count
