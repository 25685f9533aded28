"""Reads of meetings for their pages: topics, meetings and minutes, each whole in a bounded number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from lianxi.bodies.models import ConferenceRule
from lianxi.bodies.queries import in_force
from lianxi.bodies.rules import CONFIGURABLE
from lianxi.clocks.queries import calendar_now
from lianxi.core.actors import Actor
from lianxi.core.due import from_dict, settled
from lianxi.journal.searching import holds_words
from lianxi.journal.sight import seen, seen_by
from lianxi.law.models import Clause
from lianxi.ledger.models import Obligation
from lianxi.meetings.models import (
    AgendaItem,
    Attendance,
    Consent,
    Decision,
    DecisionCoUnit,
    Meeting,
    MeetingUnit,
    Minutes,
    Objection,
    Opinion,
    Revision,
    Topic,
    TopicText,
)
from lianxi.meetings.queries.documents import terms_line
from lianxi.meetings.rows import MinutesRow
from lianxi.meetings.rules.consent import (
    OBJECTED,
    RESERVED,
    STALE,
    WAITING,
    Facts,
    Presence,
    Table,
    consent_table,
    facts_from,
)
from lianxi.meetings.rules.machines import OPEN_TOPICS, PRESENT, TOPIC
from lianxi.papers.models import Paper, Recipient

Row = Mapping[str, Any]
MINUTES_RULES = ("consent", "silent_consent", "report_to", "chair")
LIST_SIZE = 50
# Forms of other rooms look for the clauses beside the other reads.


def _law(column: str | Combinable) -> Subquery:
    """Return what the clause says that a cited row rests on, in the same query as the row."""
    rows = Clause.objects.filter(
        instrument_version__instrument__code=OuterRef("basis_instrument"),
        instrument_version__number=OuterRef("basis_version"),
        code=OuterRef("basis_clause"),
    )
    return Subquery(rows.annotate(wanted=column).values("wanted")[:1])


def _cite() -> dict[str, Subquery]:
    """Annotations `cite` (三（十一）2) and `cite_url` (its place in the source) of a cited row."""
    number = [Cast(name, CharField()) for name in ("instrument_version_id", "start", "end", "start")]
    marks = [Value("/documents/"), Value("?at="), Value("-"), Value("#s")]
    url = Concat(
        *[part for pair in zip(marks, number, strict=True) for part in pair], output_field=CharField()
    )
    return {"cite": _law(F("citation")), "cite_url": _law(url)}


# ---- topics ----


@dataclass(frozen=True, slots=True)
class TopicFilter:
    """What a list of topics shows; an empty field filters nothing. `before` continues below that topic."""

    kind: str = ""
    state: str = ""
    unit_id: int | None = None
    words: str = ""
    before: int | None = None


def list_topics(conference_id: int, wanted: TopicFilter, *, to: Actor | None = None) -> list[Topic]:
    """List the topics that the seat `to` sees, the latest first, one more than a page so that a next page shows.

    `waiting` counts opinions still owed, `returned` tells whether a meeting left the topic unsettled.
    """
    rows = seen_by(to, Topic.objects.filter(conference_id=conference_id)).select_related("unit")
    plain = {"kind": wanted.kind, "state": wanted.state, "unit_id": wanted.unit_id}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if wanted.words:
        rows = rows.filter(holds_words(wanted.words, "title", "source_body"))
    if wanted.before is not None:
        rows = rows.filter(pk__lt=wanted.before)
    rows = rows.annotate(
        waiting=Count("opinions", filter=_seen_opinions(to) & Q(opinions__state="asked")),
        returned=_was_carried(),
        **_cite(),
    )
    return list(rows.order_by("-pk")[: LIST_SIZE + 1])


def _seen_opinions(to: Actor | None) -> Q:
    """Return the condition that a topic's opinion is one that the seat sees: others are not counted either."""
    return Q() if to is None else Q(opinions__in=seen(to, Opinion.objects.all()).values("pk"))


def count_topics(conference_id: int, *, to: Actor | None = None) -> dict[str, int]:
    """Count the topics of each state that the seat `to` sees, states without topics included."""
    rows = (
        seen_by(to, Topic.objects.filter(conference_id=conference_id))
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    return dict.fromkeys(TOPIC.labels, 0) | dict(rows)


def _was_carried(topic: str = "pk") -> Exists:
    return Exists(AgendaItem.objects.filter(topic=OuterRef(topic), result="carried", ordinal__gt=0))


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A topic with every version of its text, the opinions asked and the agendas it stood on."""

    texts: tuple[TopicText, ...]
    opinions: tuple[Opinion, ...]
    items: tuple[AgendaItem, ...]

    @property
    def present(self) -> TopicText:
        return self.texts[-1]


def get_topic_page(topic: Topic, *, to: Actor | None = None) -> TopicPage:
    """Return everything a topic's page shows to the seat `to`."""
    opinions = seen_by(to, Opinion.objects.filter(topic=topic)).select_related("unit").order_by("pk")
    items = AgendaItem.objects.filter(topic=topic).select_related("meeting").order_by("-meeting__starts_at")
    return TopicPage(tuple(TopicText.objects.filter(topic=topic)), tuple(opinions), tuple(items))


# ---- meetings ----


def list_meetings(conference_id: int, ended: bool, size: int = LIST_SIZE) -> list[Meeting]:
    """List meetings: those to come (the next first) or those ended (the latest first)."""
    over = Q(state__in=("held", "cancelled"))
    rows = Meeting.objects.filter(over if ended else ~over, conference_id=conference_id)
    rows = rows.select_related("minutes__paper", "notice").annotate(
        topics=Count("items", filter=Q(items__ordinal__gt=0), distinct=True),
        units=Count("called", distinct=True),
        answered=Count("called", filter=~Q(called__reply=""), distinct=True),
    )
    return list(rows.order_by("-starts_at" if ended else "starts_at", "pk")[:size])


def list_called_from(to: Actor, origins: Sequence[str]) -> list[Meeting]:
    """List the meetings that a seat sees and that were called from records of other rooms, the latest first."""
    rows = Meeting.objects.filter(conference_id=to.conference_id or 0, origin__in=origins)
    return list(seen(to, rows).order_by("-starts_at", "-pk"))


def list_coming(conference_id: int, unit_id: int | None, since: datetime) -> list[Meeting]:
    """List meetings from a moment on, not cancelled; with a unit, those it is called to."""
    rows = Meeting.objects.filter(conference_id=conference_id, starts_at__gte=since).exclude(
        state="cancelled"
    )
    if unit_id is not None:
        rows = rows.filter(called__unit_id=unit_id)
    return list(rows.order_by("starts_at", "pk")[:LIST_SIZE])


def list_asked(conference_id: int, unit_id: int) -> list[Opinion]:
    """List the opinions a unit still owes, the nearest day first."""
    rows = Opinion.objects.filter(conference_id=conference_id, unit_id=unit_id, state="asked")
    rows = rows.filter(topic__state__in=OPEN_TOPICS).select_related("topic")
    return list(rows.order_by("due_on", "pk")[:LIST_SIZE])


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with its agenda (decisions prefetched as `standing`), units called and who was there."""

    items: tuple[AgendaItem, ...]
    called: tuple[MeetingUnit, ...]
    attendances: tuple[Attendance, ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        return tuple(decision for item in self.items for decision in getattr(item, "standing", ()))

    @property
    def signed(self) -> int:
        return sum(getattr(row, "received_at", None) is not None for row in self.called)

    @property
    def replied(self) -> int:
        return sum(bool(row.reply) for row in self.called)

    @property
    def concluded(self) -> int:
        return sum(item.result != "open" for item in self.items)

    def present_units(self) -> tuple[str, ...]:
        """Name the units that came."""
        return tuple(row.organ for row in self.attendances if row.role in PRESENT)


def get_meeting_page(meeting: Meeting) -> MeetingPage:
    """Return everything a meeting's page shows; an item is `returned` if carried before."""
    earlier = AgendaItem.objects.filter(topic=OuterRef("topic"), result="carried", ordinal__gt=0)
    items = AgendaItem.objects.filter(meeting=meeting, ordinal__gt=0).select_related("topic__unit")
    items = items.annotate(returned=Exists(earlier.exclude(meeting=OuterRef("meeting"))))
    # The receipt of the meeting's notice, wherever the unit signed for it.
    sent = Recipient.objects.filter(paper=OuterRef("meeting__notice"), unit=OuterRef("unit"))
    called = MeetingUnit.objects.filter(meeting=meeting).select_related("unit").order_by("pk")
    called = called.annotate(
        received_at=Subquery(sent.values("received_at")[:1]),
        received_by=Subquery(sent.values("received_by")[:1]),
    )
    present = Attendance.objects.filter(meeting=meeting).select_related("unit").order_by("pk")
    return MeetingPage(tuple(items.prefetch_related(_standing())), tuple(called), tuple(present))


def _standing() -> "Prefetch[str, QuerySet[Decision], str]":
    helpers = DecisionCoUnit.objects.filter(dropped=False).select_related("unit").order_by("pk")
    rows = Decision.objects.filter(dropped=False).select_related("lead_unit").order_by("ordinal")
    rows = rows.annotate(**_cite())
    return Prefetch("decisions", rows.prefetch_related(Prefetch("co_units", helpers)), to_attr="standing")


def list_topic_pool(conference_id: int) -> list[Topic]:
    """List the accepted topics an agenda can take, those a meeting left unsettled first."""
    rows = Topic.objects.filter(conference_id=conference_id, state="accepted").select_related("unit")
    return list(rows.annotate(returned=_was_carried()).order_by("-returned", "pk"))


# ---- minutes ----


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """Minutes with all revisions, words and objections, who attended, and the rules that govern them."""

    minutes: Minutes
    revisions: tuple[Revision, ...]
    consents: tuple[Consent, ...]
    objections: tuple[Objection, ...]
    attendances: tuple[Attendance, ...]
    decisions: Mapping[int, Decision]
    rules: Mapping[str, ConferenceRule]
    facts: Facts
    table: Table

    @property
    def paragraphs(self) -> list[dict[str, Any]]:
        return list(self.revision(self.minutes.revision).paragraphs)

    @property
    def names(self) -> dict[int, str]:
        return {row.unit_id: row.organ for row in self.attendances if row.unit_id is not None}

    @property
    def due_sentence(self) -> str:
        stored = self.minutes.consent_derivation
        return (
            settled(from_dict(stored), calendar_now()).sentence()
            if stored
            else "由办公室在送会签时写明的期限。"
        )

    def revision(self, number: int) -> Revision:
        """Return a revision by its number. Raises KeyError where there is none."""
        found = next((row for row in self.revisions if row.number == number), None)
        if found is None:
            raise KeyError(number)
        return found

    def last_word(self, unit_id: int | None) -> Consent | None:
        """Find what a unit last said, or None."""
        return next((row for row in reversed(self.consents) if row.unit_id == unit_id), None)

    def place_of(self, key: str) -> int:
        """Return a paragraph's place in the present revision, from 1; 0 if it is gone."""
        keys = [p["key"] for p in self.paragraphs]
        return keys.index(key) + 1 if key in keys else 0

    def since(self, key: str) -> Revision:
        """Return the revision from which a paragraph reads as it does now."""
        found = self.revision(self.minutes.revision)
        wanted = next(p["hash"] for p in found.paragraphs if p["key"] == key)
        for row in reversed(self.revisions):
            if row.number < found.number and not any(p["hash"] == wanted for p in row.paragraphs):
                break
            found = row
        return found

    def open_keys(self, unit_id: int | None) -> tuple[str, ...]:
        """List the paragraphs a unit has yet to agree to."""
        keys = self.table.keys_of(unit_id or 0)
        return tuple(key for key in keys if not self.table.counts(key, unit_id or 0))

    def standing_of(self, unit_id: int) -> str:
        """Sum a unit's statuses up in the one that matters most."""
        statuses = {status for (_, unit), status in self.table.cells.items() if unit == unit_id}
        order = (OBJECTED, STALE, WAITING, RESERVED)
        return next((status for status in order if status in statuses), next(iter(statuses), WAITING))


def get_minutes_page(minutes: Minutes, day: date) -> MinutesPage:
    """Return everything the page of minutes shows; `minutes` brings its meeting along."""
    revisions = tuple(Revision.objects.filter(minutes=minutes))
    consents = tuple(Consent.objects.filter(minutes=minutes).select_related("unit", "scan"))
    objections = tuple(Objection.objects.filter(minutes=minutes).select_related("unit"))
    present = tuple(Attendance.objects.filter(meeting=minutes.meeting_id).order_by("pk"))
    # The obligation a decision became names it as its source; none exists before the issue.
    source = Concat(Value("meetings.decision:"), Cast(OuterRef("pk"), CharField()))
    made = Obligation.objects.filter(source=source).order_by("pk").values("pk")[:1]
    decisions = Decision.objects.filter(item__meeting=minutes.meeting_id, dropped=False)
    decisions = decisions.annotate(obligation_id=Subquery(made), **_cite())
    rules = _rules(minutes.conference_id, day)
    facts = facts_from(
        next(row.paragraphs for row in revisions if row.number == minutes.revision),
        [
            Presence(row.unit_id, row.from_item, row.until_item)
            for row in present
            if row.unit_id is not None and row.role in PRESENT
        ],
        consents,
        objections,
        silence_counts=silence_counts(minutes, rules, day),
    )
    return MinutesPage(
        minutes=minutes,
        revisions=revisions,
        consents=consents,
        objections=objections,
        attendances=present,
        decisions={row.pk: row for row in decisions},
        rules=rules,
        facts=facts,
        table=consent_table(facts),
    )


def _rules(conference_id: int, day: date) -> dict[str, ConferenceRule]:
    rows = ConferenceRule.objects.filter(in_force(day), conference_id=conference_id, code__in=MINUTES_RULES)
    return {row.code: row for row in rows.order_by("starts_on", "pk")}


def silence_counts(minutes: Minutes, rules: Mapping[str, ConferenceRule], day: date) -> bool:
    """Tell whether silence now counts as consent: by rule, and only past the day set."""
    rule = rules.get("silent_consent")
    value = rule.value if rule is not None else CONFIGURABLE["silent_consent"][0]
    return value == "on" and minutes.consent_due_on is not None and day > minutes.consent_due_on


def list_corrections(minutes: Minutes) -> list[Paper]:
    """List the corrigenda of issued minutes, in order of issue."""
    return list(Paper.objects.filter(corrects=minutes.paper_id).order_by("pk")) if minutes.paper_id else []


def binding_line(binding: Row | None) -> str:
    """Write what a paragraph binds in one line, as the minutes print it; empty where it binds nobody."""
    return terms_line(binding).removeprefix("（").removesuffix("）")


def binds(paragraphs: Sequence[Row], unit_name: str) -> list[Row]:
    """Return the paragraphs that bind a unit as lead or as co-unit."""
    bound = [(p, p.get("binding")) for p in paragraphs]
    return [p for p, b in bound if b and (b["lead"] == unit_name or unit_name in b["co_units"])]


def find_minutes_of(paper: Paper) -> Minutes | None:
    """Find the minutes a paper issued, with meeting and conference, or None."""
    rows = Minutes.objects.filter(paper=paper).select_related("meeting__conference")
    return rows.first()


def issued_paragraphs(minutes: MinutesRow) -> list[dict[str, Any]]:
    """Return the paragraphs of the revision that was issued; it can no longer change."""
    return list(Revision.objects.get(minutes_id=minutes.pk, number=F("minutes__revision")).paragraphs)
