"""What the leader's page says as of a day, from one count: the page shows it, the PDF prints the same words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.http import urlencode

from lianxi.core.actors import Actor
from lianxi.core.words import CHINA, day_of, long_date, moment_text
from lianxi.exchange.queries.lists import sent_between
from lianxi.incidents.queries.records import told_between
from lianxi.ledger.queries.briefing import Brief, brief_of
from lianxi.ledger.queries.desk import list_tasks
from lianxi.ledger.rules.briefing import UnitLine
from lianxi.meetings.queries.course import held_between
from lianxi.surveillance.queries.signals import raised_between, warned_between

# Matters named one by one; of more the number is said, and the figure opens them all.
MOST_DECISIONS, MOST_DECIDING, MOST_OTHERS, MOST_DUE = 8, 8, 3, 3
UNIT_PARTS = {"due": "到期", "done": "其中办结", "running": "在办", "late": "逾期"}
NOTHING = "本期没有到期的事项，也没有在办的事项。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the last day, the span in days; `misread` where the day could not be read."""

    until: date
    days: int
    misread: str = ""

    @property
    def since(self) -> date:
        return self.until - timedelta(days=self.days)

    @property
    def query(self) -> str:
        return urlencode({"on": self.until.isoformat(), "span": str(self.days)})

    def opens(self, key: str) -> str:
        """Give the address of the records behind a figure."""
        return f"/brief/records?key={key}&{self.query}"

    @property
    def before(self) -> "Asked":
        """The period of the same length before this one."""
        return Asked(self.since, self.days)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `url` opens what it counts or names, empty where nothing is opened."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure beside what it was a period before, each with the address of its records.

    `most` is what the longest bar beside it stands for.
    """

    label: str
    value: int
    before: int
    most: int
    url: str = ""
    url_before: str = ""

    @property
    def change(self) -> str:
        step = self.value - self.before
        return f"比上期{'多' if step > 0 else '少'} {abs(step)}" if step else "与上期相同"

    @property
    def bar(self) -> int:
        return 100 * self.value // max(self.most, 1)

    @property
    def bar_before(self) -> int:
        return 100 * self.before // max(self.most, 1)


@dataclass(frozen=True, slots=True)
class Other:
    """What happened beside the ledger: its records of the period, and how many there were the period before."""

    key: str
    label: str
    counter: str
    rows: tuple[Piece, ...]
    before: int

    @property
    def named(self) -> tuple[Piece, ...]:
        return self.rows[:MOST_OTHERS]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - MOST_OTHERS)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision under way: its title, the unit that leads it, its day and its state in words."""

    title: Piece
    lead: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class UnitWords:
    """A unit and what was due and done of it, as one sentence."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page. `deciding` is None for an earlier day: what waited then is kept nowhere.

    One that is `bare`, for who has a link, holds counts alone.
    """

    asked: Asked
    as_of: str
    figures: tuple[Shown, ...]
    states: tuple[Shown, ...]
    units: tuple[UnitWords, ...]
    decisions: tuple[DecisionLine, ...] = ()
    more_decisions: int = 0
    others: tuple[Other, ...] = ()
    deciding: tuple[Piece, ...] | None = None
    more_deciding: int = 0
    bare: bool = False

    @property
    def lead(self) -> str:
        """Say as of when the page stands, over which period, and with which it compares."""
        since = long_date(self.asked.since + timedelta(days=1))
        return f"截至{self.as_of}，期间自{since}起，上期为此前{self.asked.days}天。"


def sheet_of(actor: Actor, conference_id: int, asked: Asked, now: datetime) -> Sheet:
    """Write the page for a seat of the office or a convener, every figure with the address of its records."""
    told = brief_of(conference_id, asked.since, asked.until, now)
    others, decisions = others_of(actor, asked), told.decisions()
    deciding = _deciding(actor, now) if asked.until == day_of(now) else None
    return Sheet(
        asked,
        _as_of(asked, now),
        figures=(
            *(_figure(one.key, one.label, one.value, one.before, asked) for one in told.figures),
            *(_figure(one.key, one.label, len(one.rows), one.before, asked) for one in others),
        ),
        states=_states(told, asked),
        units=tuple(UnitWords(one.name, _unit(one, told, asked)) for one in told.units),
        decisions=tuple(
            DecisionLine(
                Piece(one.title, f"/ledger/{one.pk}"),
                one.lead,
                long_date(one.due_on) if one.due_on else "未定",
                one.state,
            )
            for one in decisions[:MOST_DECISIONS]
        ),
        more_decisions=max(0, len(decisions) - MOST_DECISIONS),
        others=others,
        deciding=deciding if deciding is None else deciding[:MOST_DECIDING],
        more_deciding=max(0, len(deciding or ()) - MOST_DECIDING),
    )


def bare_sheet(conference_id: int, asked: Asked, now: datetime) -> Sheet:
    """Write the counts alone, for who has a link to the page: no record is named, none is opened."""
    told = brief_of(conference_id, asked.since, asked.until, now)
    return Sheet(
        asked,
        _as_of(asked, now),
        figures=tuple(_figure(one.key, one.label, one.value, one.before) for one in told.figures),
        states=_states(told),
        units=tuple(UnitWords(one.name, _unit(one, told)) for one in told.units),
        bare=True,
    )


def others_of(actor: Actor, asked: Asked) -> tuple[Other, ...]:
    """List what happened in the period beside the ledger, each kind with its records as a seat sees them."""
    start, after, until = (
        datetime.combine(day, time.max, CHINA)
        for day in (asked.since - timedelta(days=asked.days), asked.since, asked.until)
    )
    meetings = [
        (one.closed_at, f"{one.title}（{_minutes_of(one, until)}）", f"/meetings/{one.pk}")
        for one in held_between(actor.conference_id or 0, start, until)
    ]
    sent = [(one.sent_at, one.title, f"/exchange/{one.pk}") for one in sent_between(actor, start, until)]
    signals = [
        (one.detected_at, one.sentence, f"/signals/{one.pk}") for one in raised_between(actor, start, until)
    ]
    warnings = [
        (one.issued_at, one.title, f"/signals/{one.signal_id}") for one in warned_between(actor, start, until)
    ]
    incidents = [
        (one.told_at, one.title, f"/incidents/{one.pk}") for one in told_between(actor, start, until)
    ]
    return (
        _other(("meetings", "召开会议", "次"), meetings, after),
        _other(("sendings", "部门间往来", "件"), sent, after),
        _other(("signals", "监测信号", "个"), signals, after),
        _other(("warnings", "发布预警", "件"), warnings, after),
        _other(("incidents", "群体事件", "起"), incidents, after),
    )


def _other(
    kind: tuple[str, str, str], rows: Sequence[tuple[datetime | None, str, str]], after: datetime
) -> Other:
    own = tuple(Piece(words, url) for at, words, url in rows if at is not None and at > after)
    return Other(*kind, own, len(rows) - len(own))


def _minutes_of(meeting: object, until: datetime) -> str:
    paper = getattr(getattr(meeting, "minutes", None), "paper", None)
    return paper.number if paper is not None and paper.issued_at <= until else "纪要还没有印发"


def _as_of(asked: Asked, now: datetime) -> str:
    return moment_text(now) if asked.until == day_of(now) else f"{long_date(asked.until)}终了"


def _figure(
    key: str, label: str, value: int, before: int, asked: Asked | None = None, *, most: int | None = None
) -> Shown:
    """Write a figure; without what was asked for it opens nothing."""
    longest = max(value, before) if most is None else most
    if asked is None:
        return Shown(label, value, before, longest)
    return Shown(label, value, before, longest, asked.opens(key), asked.before.opens(key) if before else "")


def _states(told: Brief, asked: Asked | None = None) -> tuple[Shown, ...]:
    most = max((one.value for one in told.states), default=0)
    return tuple(_figure(one.key, one.label, one.value, one.before, asked, most=most) for one in told.states)


def _unit(one: UnitLine, told: Brief, asked: Asked | None = None) -> tuple[Piece, ...]:
    """Say what was due of a unit and done of it, what runs and what is late.

    Without what was asked for, no matter is named and no figure opened.
    """
    if not one.due and not one.running:
        return (Piece(NOTHING),)

    def count(part: str) -> Piece:
        number = len(getattr(one, part))
        return Piece(str(number), asked.opens(f"unit.{one.unit_id}.{part}") if asked and number else "")

    due, running = [Piece("本期没有到期的事项；")], [Piece("没有在办的事项。")]
    if one.due:
        due = [Piece("本期到期"), count("due"), Piece("项，其中办结"), count("done"), Piece("项")]
        due += [*(_named(one, told) if asked else ()), Piece("；")]
    if one.running:
        late = [Piece("，逾期"), count("late"), Piece("项。")] if one.late else [Piece("，没有逾期的。")]
        running = [Piece("在办"), count("running"), Piece("项"), *late]
    return (*due, *running)


def _named(one: UnitLine, told: Brief) -> Iterable[Piece]:
    rows = told.named(one.due)
    for place, (pk, title, state) in enumerate(rows[:MOST_DUE]):
        yield Piece("、" if place else "：")
        yield Piece(title, f"/ledger/{pk}")
        yield Piece(f"（{state}）")
    if len(rows) > MOST_DUE:
        yield Piece("等")


def _deciding(actor: Actor, now: datetime) -> tuple[Piece, ...]:
    """List what waits for the convener's word: his own, or what the office waits for."""
    rows = list_tasks(actor, now).rows
    return tuple(
        Piece(f"{one.kind}：{one.title}", one.url)
        for one in rows
        if one.first or (not one.mine and one.kind.startswith("等召集人"))
    )
