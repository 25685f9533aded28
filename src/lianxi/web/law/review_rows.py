"""What the review page shows of a draft: its values with their words and rules, and the source cut at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lianxi.core.actors import SEAT_LABELS
from lianxi.core.words import long_date, moment_text
from lianxi.law.corrections import CORRECTED, Draft, DraftSeat
from lianxi.law.reading import Reading
from lianxi.law.routing import daily_words
from lianxi.law.rows import InstrumentVersionRow
from lianxi.law.rules import CORRECTABLE, DOCUMENT_RULES, PARTS
from lianxi.web.law.shapes import ReviewRowsCorrectionsOf, ReviewRowsFindings

OPERATIONS = {"field": "内容", "unit": "成员单位", "seat": "席位", "rule": "规则", "saying": "口头说法"}
# Rules of a document that are read and not corrected by themselves.
RULES_BESIDE = {"chief_convener": "总召集人"}
CONSENT_WORDS = {"attending_units": "经与会单位同意", "none": "没有写明同意"}


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the draft: what it is, where it stands in the source, and which rule took it."""

    key: str
    label: str
    value: str
    start: int
    end: int
    rule: str
    detail: str = ""

    @property
    def span(self) -> str:
        return f"{self.start}-{self.end}" if self.end else ""

    @property
    def by_hand(self) -> bool:
        return self.rule == CORRECTED


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the draft with its rows; `part` is what adoption may leave open."""

    part: str
    title: str
    rows: list[Row]
    is_open: bool
    adds: str = ""


class Rows:
    """Reads the rows of one draft, each with the rule that gave its words."""

    def __init__(self, version: InstrumentVersionRow, draft: Draft) -> None:
        self.version, self.draft, self.reading = version, draft, draft.reading
        self.rules_at = _rules_at(draft.reading)
        self.by_hand = {(one["op"], one["place"]) for one in version.corrections if one["now"]}

    def sections(self) -> list[Section]:
        """Return the head, then the parts that adoption can take."""
        left = self.version.open_parts
        parts = (("units", self._units()), ("roster", self._seats("r")), ("office", self._seats("o")))
        adds = {"units": "unit:", "roster": "seat:", "office": "seat:", "rules": "rule:"}
        return [
            Section("", "文件", self._fields(), False),
            *(Section(part, PARTS[part], rows, part in left, adds[part]) for part, rows in parts),
            Section("rules", PARTS["rules"], self._rules(), "rules" in left, adds["rules"]),
        ]

    def _rule_of(self, op: str, place: str, start: int, end: int) -> str:
        return CORRECTED if (op, place) in self.by_hand else self.rules_at.get((start, end), "")

    def _fields(self) -> list[Row]:
        rows = []
        for name, (label, _longest) in CORRECTABLE.items():
            sources = self.reading.sources.get(name, ())
            start, end = (sources[0].start, sources[0].end) if sources else (0, 0)
            value = getattr(self.reading, name) or ""
            rows.append(
                Row(f"field:{name}", label, value, start, end, self._rule_of("field", name, start, end))
            )
        return rows

    def _units(self) -> list[Row]:
        named = {one["now"]["name"] for one in self.version.corrections if one["op"] == "unit" and one["now"]}
        return [
            Row(
                f"unit:{unit.name}",
                str(place),
                unit.name,
                unit.start,
                unit.end,
                CORRECTED if unit.name in named else self.rules_at.get((unit.start, unit.end), ""),
                "、".join(unit.aliases),
            )
            for place, unit in enumerate(self.reading.units, 1)
        ]

    def _seats(self, part: str) -> list[Row]:
        return [self._seat(seat) for seat in self.draft.seats if _part_of(seat) == part]

    def _seat(self, seat: DraftSeat) -> Row:
        who = " ".join(word for word in (seat.person, f"{seat.unit or ''}{seat.title}") if word)
        rule = self._rule_of("seat", seat.place, seat.start, seat.end)
        return Row(f"seat:{seat.place}", SEAT_LABELS[seat.kind], who, seat.start, seat.end, rule)

    def _rules(self) -> list[Row]:
        rows = []
        for rule in self.reading.rules:
            taken = self._rule_of("rule", rule.code, rule.start, rule.end)
            value = CONSENT_WORDS.get(rule.value, rule.value) if rule.code == "consent" else rule.value
            detail = "" if rule.clause_id else "没有原文，采用后标为待确认"
            label = DOCUMENT_RULES.get(rule.code) or RULES_BESIDE.get(rule.code, rule.code)
            rows.append(
                Row(f"rule:{rule.code}", label, value, rule.start, rule.end, taken or rule.code, detail)
            )
        return rows

    def sayings(self) -> Section:
        """Return the duties with how people say them."""
        return Section("sayings", "职责和群众的说法", self._sayings(), False)

    def _sayings(self) -> list[Row]:
        """Return each duty with how people say it: the words put beside it, then those of the common table."""
        rows = []
        for clause in self.reading.clauses:
            if clause.kind != "duty":
                continue
            own = self.draft.sayings.get(clause.id, ())
            told = "、".join((*own, *daily_words(clause.text)))
            label = clause.unit or clause.id
            taken = CORRECTED if own else "说法表"
            words = "".join(clause.text.split())
            rows.append(Row(f"saying:{clause.id}", label, words, clause.start, clause.end, taken, told))
        return rows

    def findings(self) -> list[ReviewRowsFindings]:
        """Return what the reader was unsure of, each with its words."""
        return [
            {
                "message": one.message,
                "warning": one.severity == "warning",
                "span": f"{one.start}-{one.end}" if one.start is not None else "",
                "start": one.start,
                "end": one.end,
            }
            for one in self.reading.findings
        ]


def _part_of(seat: DraftSeat) -> str:
    return "o" if seat.kind.startswith("office") else "r"


def _rules_at(reading: Reading) -> dict[tuple[int, int], str]:
    """Name the rule that took each span; headings and numbers only frame the text."""
    framing = ("headings", "numbers", "duties", "functions")
    return {
        (one.start, one.end): one.rule
        for field, sources in reading.sources.items()
        if field not in framing
        for one in sources
    }


def spans_of(rows: Rows) -> set[tuple[int, int]]:
    """Return every span that the page shows a value or a finding for."""
    sections = (*rows.sections(), rows.sayings())
    shown = {(row.start, row.end) for section in sections for row in section.rows if row.end}
    return shown | {(one["start"] or 0, one["end"] or 0) for one in rows.findings() if one["span"]}


def corrections_of(version: InstrumentVersionRow) -> list[ReviewRowsCorrectionsOf]:
    """List the corrections for people, the latest first."""
    names = {**{name: label for name, (label, _) in CORRECTABLE.items()}, **DOCUMENT_RULES}
    return [
        {
            "what": f"{OPERATIONS[one['op']]}：{names.get(one['place'], '')}".rstrip("："),
            "was": one["was"] or "（没有）",
            "now": one["said"] or "（去掉）",
            "reason": one["reason"],
            "by": one["by"],
            "at": moment_text(datetime.fromisoformat(one["at"])),
            "carried": one.get("carried"),
        }
        for one in reversed(version.corrections)
    ]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source: words, or the opening or closing of a span that lights up with its value."""

    text: str = ""
    opens: str = ""
    anchor: str = ""
    closes: bool = False


class Nest:
    """Cuts a text at spans that may lie within each other or cross, so that each can be marked."""

    def __init__(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        self.text = text
        inside = {(start, end) for start, end in spans if 0 <= start < end <= len(text)}
        self.spans = sorted(inside, key=lambda span: (span[0], -span[1]))
        self.cuts = sorted({0, len(text), *(cut for span in inside for cut in span)})

    def tokens(self) -> list[Token]:
        """Return the text with its spans opened and closed in nested order.

        A span that crosses another is closed with it and opened again; both pieces carry the same name.
        """
        found: list[Token] = []
        stack: list[tuple[int, int]] = []
        anchors: set[int] = set()
        for place, cut in enumerate(self.cuts):
            again = self._close(found, stack, cut)
            for span in [*again, *(one for one in self.spans if one[0] == cut)]:
                anchor = f"s{cut}" if span[0] == cut and cut not in anchors else ""
                anchors.add(cut)
                found.append(Token(opens=f"{span[0]}-{span[1]}", anchor=anchor))
                stack.append(span)
            if place + 1 < len(self.cuts):
                found.append(Token(text=self.text[cut : self.cuts[place + 1]]))
        return found

    def _close(self, found: list[Token], stack: list[tuple[int, int]], cut: int) -> list[tuple[int, int]]:
        """Close what ends here and whatever was opened within it; give back what goes on."""
        ending = [place for place, span in enumerate(stack) if span[1] == cut]
        if not ending:
            return []
        crossing = [span for span in stack[ending[0] :] if span[1] != cut]
        found += [Token(closes=True)] * (len(stack) - ending[0])
        del stack[ending[0] :]
        return crossing


def day_words(version: InstrumentVersionRow) -> str:
    """Say from when a version holds; empty for one that was not adopted."""
    return f"{long_date(version.holds_from)}起" if version.holds_from else ""
