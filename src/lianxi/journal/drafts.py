"""Drafts: what somebody is typing, kept per person and form until it is submitted. Not acts, so not in the chain."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from lianxi.journal.models import Draft

# Fields as they were posted: a field given several times holds a list, which a page of single fields never reads.
Fields: TypeAlias = dict[str, str]


def keep_draft(person_id: int, key: str, fields: Mapping[str, str | Sequence[str]], at: datetime) -> None:
    """Keep the fields of a person's form; the latest word replaces the earlier."""
    Draft.objects.update_or_create(
        person_id=person_id, key=key[:120], defaults={"fields": dict(fields), "at": at}
    )


def find_draft(person_id: int, key: str) -> Fields:
    """Return the fields that a person last typed into a form, or nothing."""
    row = Draft.objects.filter(person_id=person_id, key=key).first()
    return dict(row.fields) if row else {}


def list_drafts(person_id: int, prefix: str) -> dict[str, dict[str, str]]:
    """Return all drafts of a person whose form key starts with `prefix`, in one query."""
    rows = Draft.objects.filter(person_id=person_id, key__startswith=prefix)
    return {row.key: dict(row.fields) for row in rows}


def end_draft(person_id: int, key: str) -> None:
    """Forget the draft of a form that was submitted."""
    Draft.objects.filter(person_id=person_id, key=key).delete()
