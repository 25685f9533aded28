"""Minutes that are with the units, for the workbench: who has agreed to what, and what is objected to."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import DateTimeField, F, IntegerField, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from lianxi.meetings.models import Attendance, Consent, Minutes, Objection, Revision
from lianxi.meetings.rules.consent import Presence, Table, Word, consent_table, facts_from
from lianxi.meetings.rules.machines import PRESENT

# What a part of a joined look-up leaves empty.
_NUMBER = Value(None, IntegerField(null=True))
_TEXT = Value("", TextField())
_MOMENT = Value(None, DateTimeField(null=True))


@dataclass(frozen=True, slots=True)
class InConsent:
    """Minutes that are with the units: who has agreed to what, and the objections that are not closed."""

    minutes: Minutes
    table: Table
    objections: "list[OpenObjection]"


@dataclass(frozen=True, slots=True)
class OpenObjection:
    """An objection that is not closed: whose, to which paragraph, and whether it was replied to."""

    unit_id: int
    paragraph: str
    state: str
    at: datetime


def minutes_in_consent(conference_id: int, day: date, silent: bool) -> list[InConsent]:
    """Load all minutes that are with the units: two look-ups however many there are.

    `silent` says that a unit that let the day pass has agreed.
    """
    text = Revision.objects.filter(minutes=OuterRef("pk"), number=OuterRef("revision")).values("paragraphs")[
        :1
    ]
    rows = Minutes.objects.filter(conference_id=conference_id, state="in_consent").select_related("meeting")
    return consents_of(list(rows.annotate(paragraphs=Subquery(text)).order_by("pk")), day, silent)


def consents_of(found: list[Any], day: date, silent: bool) -> list[InConsent]:
    """Load what was said to minutes that are with the units, in one look-up.

    Each comes with its meeting and, as `paragraphs`, the text of its latest revision.
    """
    if not found:
        return []
    present, words, dissents = defaultdict(list), defaultdict(list), defaultdict(list)
    for said in _said([row.pk for row in found]):
        if said["what"] == "present":
            present[said["of"]].append(Presence(said["who"], said["one"], said["two"]))
        elif said["what"] == "word":
            words[said["of"]].append(Word(said["who"], said["words"], json.loads(said["data"]), said["when"]))
        else:
            dissents[said["of"]].append(OpenObjection(said["who"], said["words"], said["data"], said["when"]))
    return [
        InConsent(
            m,
            _table(m, silent and _passed(m, day), present[m.pk], words[m.pk], dissents[m.pk]),
            dissents[m.pk],
        )
        for m in found
    ]


def _said(minutes: list[int]) -> Iterator[dict[str, Any]]:
    """Give who attended, who spoke and who objects to some minutes, in one look-up, in order of time."""
    here = Attendance.objects.filter(meeting__minutes__in=minutes, role__in=PRESENT, unit__isnull=False)
    spoken = Consent.objects.filter(minutes__in=minutes)
    against = Objection.objects.filter(minutes__in=minutes).exclude(state="closed")
    parts = (
        (here, "present", "meeting__minutes", "from_item", "until_item", _TEXT, _TEXT, _MOMENT),
        (spoken, "word", "minutes_id", _NUMBER, _NUMBER, "stance", Cast("hashes", TextField()), "at"),
        (against, "dissent", "minutes_id", _NUMBER, _NUMBER, "paragraph", "state", "at"),
    )
    names = ("of", "one", "two", "words", "data", "when")
    chosen = [
        rows.order_by()
        .annotate(
            what=Value(what, TextField()),
            who=F("unit_id"),
            **{
                name: F(one) if isinstance(one, str) else one
                for name, one in zip(names, columns, strict=True)
            },
        )
        .values("what", "who", *names)
        for rows, what, *columns in parts
    ]
    found: list[dict[str, Any]] = list(chosen[0].union(*chosen[1:], all=True))
    yield from sorted(found, key=lambda one: (one["when"] is not None, one["when"] or timezone.now()))


def _passed(minutes: Minutes, day: date) -> bool:
    return minutes.consent_due_on is not None and day > minutes.consent_due_on


def _table(
    minutes: Any,
    silence_counts: bool,
    present: list[Presence],
    words: list[Word],
    dissents: list[OpenObjection],
) -> Table:
    return consent_table(
        facts_from(minutes.paragraphs, present, words, dissents, silence_counts=silence_counts)
    )
