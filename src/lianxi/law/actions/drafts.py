"""What a person puts right in a draft: each correction keeps the reading's own value, and says who and why.

The text and the spans of its clauses are never touched; a correction that names words is given their span, and
words that do not stand in the text are refused.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from lianxi.core.actors import OFFICE, SEAT_LABELS, SeatKind
from lianxi.core.entries import filled
from lianxi.core.fields import Choice, One, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.law.corrections import OFFICE_SEATS, ROSTER_SEATS, Draft, DraftSeat, Place, locate
from lianxi.law.facts import on_draft
from lianxi.law.models import InstrumentVersion
from lianxi.law.queries import draft_of
from lianxi.law.reading import Reading, UnitText
from lianxi.law.rules import CORRECTABLE, DOCUMENT_RULES, VERSION

SEATS = ROSTER_SEATS | OFFICE_SEATS
# Where the words of each part usually stand; elsewhere they are looked for next.
LIST_CLAUSES = ("composition",)
SEAT_CLAUSES = ("roster", "office_rule", "composition")
RULE_CLAUSES = ("meeting_rule", "office_rule", "composition")
# How many words of daily speech may stand beside a clause, and how long one may be.
MOST_SAYINGS, LONGEST_SAYING = 20, 12
# A closed rule: who must agree to the minutes before they are issued.
CONSENT_VALUES = ("attending_units", "none")


@action("law.draft.correct", "更正草稿", who=OFFICE, deciding=on_draft("law.draft.correct"))
def correct_draft(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    field: Annotated[str, Choice("更正的内容")],
    value: Annotated[str, Words("更正为", may_be_blank=True)],
    reason: Annotated[str, Words("更正的理由", 300)],
) -> InstrumentVersion:
    """Put another value in the place of one the reader took; an empty one says it is silent."""
    version = act.lock(InstrumentVersion, version_id)
    if field not in CORRECTABLE:
        raise BadInput(f"“{field}”不是可以更正的内容。")
    reading = draft_of(version).reading
    value = _value(reading, field, value)
    spot = locate(reading, value) or Place()
    now = {"value": value, **spot.as_dict()} if value else None
    return _note(act, version, ("field", field, getattr(reading, field)), now, said=value, reason=reason)


@action(
    "law.draft.put_unit", "补充或更名草稿中的成员单位", who=OFFICE, deciding=on_draft("law.draft.put_unit")
)
def put_unit(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    name: Annotated[str, Words("单位名称", 80)],
    reason: Annotated[str, Words("更正的理由", 300)],
    was: Annotated[str, Words("原名称", 80)] = "",
    aliases: Annotated[str, Words("别称")] = "",
    words: Annotated[str, Words("原文")] = "",
) -> InstrumentVersion:
    """Add a member unit, or with `was` put it in the place of one the reader took.

    `aliases` are other printed forms, separated by 、; `words` the words of the text that name the unit,
    looked for by its forms where none are given. Raises BadInput where the name is taken or `was` is none.
    """
    version = act.lock(InstrumentVersion, version_id)
    reading, name = draft_of(version).reading, filled(name, "单位名称", 80)
    before = _unit(reading, was.strip()) if was.strip() else None
    if name != was.strip() and any(unit.name == name for unit in reading.units):
        raise BadInput(f"草稿里已有“{name}”。")
    forms = [form.strip() for form in aliases.replace("，", "、").split("、")]
    if before is not None:
        forms += [before.name, before.printed, *before.aliases]
    forms = [form[:80] for form in dict.fromkeys(forms) if form and form != name]
    spot = _spot(reading, words, LIST_CLAUSES) or _first(reading, (name, *forms), LIST_CLAUSES)
    if before is not None and not words.strip():
        spot = Place(before.start, before.end, before.clause_id or "")
    now = {"name": name, "aliases": forms, **(spot or Place()).as_dict()}
    said = f"{name}（{'、'.join(forms)}）" if forms else name
    return _note(
        act, version, ("unit", was.strip(), before.name if before else None), now, said=said, reason=reason
    )


@action("law.draft.drop_unit", "去掉草稿中的成员单位", who=OFFICE, deciding=on_draft("law.draft.drop_unit"))
def drop_unit(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    name: Annotated[str, Words("单位名称", 80)],
    reason: Annotated[str, Words("文件里没有这一项，去掉的理由", 300)],
) -> InstrumentVersion:
    """Take a unit out of the draft that is no member, with the seats read for it."""
    version = act.lock(InstrumentVersion, version_id)
    unit = _unit(draft_of(version).reading, name.strip())
    return _note(act, version, ("unit", unit.name, unit.name), None, said="", reason=reason)


@action("law.draft.put_seat", "补充或更正草稿中的席位", who=OFFICE, deciding=on_draft("law.draft.put_seat"))
def put_seat(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    kind: Annotated[str, Choice("席位")],
    unit: Annotated[str, Words("单位", 80)],
    reason: Annotated[str, Words("更正的理由", 300)],
    place: Annotated[str, Choice("原席位")] = "",
    person: Annotated[str, Words("人员", 80)] = "",
    title: Annotated[str, Words("职务", 120)] = "",
    words: Annotated[str, Words("原文")] = "",
) -> InstrumentVersion:
    """Add a roster line or an office seat, or with `place` put it in that one's place."""
    version = act.lock(InstrumentVersion, version_id)
    draft = draft_of(version)
    if kind not in {seat.value for seat in SEATS}:
        raise BadInput("请选择席位类别。")
    before = _seat(draft, place.strip()) if place.strip() else None
    spot = _spot(draft.reading, words, SEAT_CLAUSES)
    if spot is None and before is not None:
        spot = Place(before.start, before.end, before.clause_id)
    spot = spot or _first(draft.reading, (person,), ("roster",)) or Place()
    own = DraftSeat(
        place=place.strip() or _next_place(version),
        kind=SeatKind(kind),
        unit=filled(unit, "单位", 80),
        person=_short(person, "姓名", 80),
        title=_short(title, "职务", 120),
        **asdict(spot),
    )
    now = {key: value for key, value in asdict(own).items() if key != "place"}
    was = seat_words(before) if before else None
    return _note(act, version, ("seat", own.place, was), now, said=seat_words(own), reason=reason)


@action("law.draft.drop_seat", "去掉草稿中的席位", who=OFFICE, deciding=on_draft("law.draft.drop_seat"))
def drop_seat(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    place: Annotated[str, Choice("席位")],
    reason: Annotated[str, Words("文件里没有这一项，去掉的理由", 300)],
) -> InstrumentVersion:
    """Take a seat out of the draft that the document does not give."""
    version = act.lock(InstrumentVersion, version_id)
    seat = _seat(draft_of(version), place.strip())
    return _note(act, version, ("seat", seat.place, seat_words(seat)), None, said="", reason=reason)


@action("law.draft.put_rule", "补充或更正草稿中的规则", who=OFFICE, deciding=on_draft("law.draft.put_rule"))
def put_rule(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    code: Annotated[str, Choice("规则")],
    value: Annotated[str, Words("取值", 300, may_be_blank=True)],
    reason: Annotated[str, Words("更正的理由", 300)],
    words: Annotated[str, Words("原文")] = "",
) -> InstrumentVersion:
    """Set a rule of the draft; an empty value says that the document has no such rule.

    `words` are the words of the text it rests on. A rule without any counts as configured, to be confirmed.
    """
    version = act.lock(InstrumentVersion, version_id)
    if code not in DOCUMENT_RULES:
        raise BadInput(f"“{code}”不是文件规则的代号。")
    value = value.strip()
    if code == "consent" and value and value not in CONSENT_VALUES:
        raise BadInput("会签规则只能是 attending_units（经与会单位同意）或 none（没有写明）。")
    reading = draft_of(version).reading
    before = next((rule for rule in reading.rules if rule.code == code), None)
    spot = _spot(reading, words, RULE_CLAUSES) or locate(reading, value, RULE_CLAUSES)
    if spot is None and before is not None:
        spot = Place(before.start, before.end, before.clause_id)
    now = {"value": _short(value, "规则", 300), **(spot or Place()).as_dict()} if value else None
    return _note(
        act, version, ("rule", code, before.value if before else None), now, said=value, reason=reason
    )


@action(
    "law.draft.put_saying", "补充草稿中条款的口头说法", who=OFFICE, deciding=on_draft("law.draft.put_saying")
)
def put_saying(
    act: Act,
    *,
    version_id: Annotated[int, One("文件版本")],
    clause: Annotated[str, Choice("条款")],
    words: Annotated[str, Words("口头说法", 300, may_be_blank=True)],
    reason: Annotated[str, Words("更正的理由", 300)],
) -> InstrumentVersion:
    """Put beside a clause how people say what it is about, separated by 、; cases are answered by these words too.

    Empty words take them away again. Raises BadInput for a clause that is none, for words of one character or too many.
    """
    version = act.lock(InstrumentVersion, version_id)
    draft = draft_of(version)
    if all(one.id != clause for one in draft.reading.clauses):
        raise BadInput("草稿里没有这一条。", next_step="请刷新页面，从列表中选择。")
    said = [one.strip() for one in words.replace("，", "、").split("、")]
    said = list(dict.fromkeys(one for one in said if one))
    if len(said) > MOST_SAYINGS or any(not 2 <= len(one) <= LONGEST_SAYING for one in said):
        raise BadInput(
            f"说法须是 2–{LONGEST_SAYING} 个字，最多 {MOST_SAYINGS} 个。",
            next_step="请用顿号分开，一个说法一小段。",
        )
    was = "、".join(draft.sayings.get(clause, ())) or None
    now = {"words": said} if said else None
    return _note(act, version, ("saying", clause, was), now, said="、".join(said), reason=reason)


def seat_words(seat: DraftSeat) -> str:
    """Say a seat of a draft in one line: 召集人 叶一帆（市卫健委主任）."""
    who = f" {seat.person}" if seat.person else ""
    return f"{SEAT_LABELS[seat.kind]}{who}（{seat.unit or ''}{seat.title}）"


def _note(
    act: Act,
    version: InstrumentVersion,
    about: tuple[str, str, str | None],
    now: dict[str, Any] | None,
    *,
    said: str,
    reason: str,
) -> InstrumentVersion:
    op, place, was = about
    reason = filled(reason, "理由", 300)
    one = {
        "op": op,
        "place": place,
        "was": was,
        "now": now,
        "said": said,
        "reason": reason,
        "by": act.actor.label,
        "person": act.actor.person_id,
        "at": act.at.isoformat(),
    }
    act.remark = reason
    return act.move(version, VERSION, corrections=[*version.corrections, one])


def _value(reading: Reading, field: str, value: str) -> str:
    label, longest = CORRECTABLE[field]
    value = _short(value, label, longest)
    if field == "title" and not value:
        raise BadInput("请填写标题。")
    if field == "date" and value:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise BadInput("成文日期请填写成 2026-03-02 这样。") from None
    if field == "office_host_unit" and value and all(unit.name != value for unit in reading.units):
        raise BadInput(f"“{value}”不在成员单位里。", next_step="请先补充这个成员单位，或照抄列出的名称。")
    return value


def _unit(reading: Reading, name: str) -> UnitText:
    for unit in reading.units:
        if unit.name == name:
            return unit
    raise BadInput(f"草稿里没有“{name}”。", next_step="请照抄草稿里的单位名称。")


def _seat(draft: Draft, place: str) -> DraftSeat:
    for seat in draft.seats:
        if seat.place == place:
            return seat
    raise BadInput("草稿里没有这个席位。", next_step="请刷新页面，从列表中选择。")


def _next_place(version: InstrumentVersion) -> str:
    added = {
        one["place"] for one in version.corrections if one["op"] == "seat" and one["place"].startswith("n")
    }
    return f"n{len(added) + 1}"


def _spot(reading: Reading, words: str, kinds: Sequence[str]) -> Place | None:
    """Give the span of words that a person copied from the text. Raises BadInput where they are not there."""
    words = _short(words, "原文", 300)
    if not words:
        return None
    spot = locate(reading, words, kinds)
    if spot is None:
        raise BadInput(f"原文里没有“{words}”。", next_step="请从左边原文照抄，或留空。")
    return spot


def _first(reading: Reading, forms: Sequence[str], kinds: Sequence[str]) -> Place | None:
    found = (locate(reading, form, kinds) for form in forms if len(form.strip()) > 1)
    return next((spot for spot in found if spot and spot.clause_id), None)


def _short(text: str, label: str, longest: int) -> str:
    text = text.strip()
    if len(text) > longest:
        raise BadInput(f"{label}太长，请不超过 {longest} 个字。")
    return text
