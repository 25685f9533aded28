"""Every field of every action is refused by the name that its form gives it, whichever way it is wrong."""

import inspect
from collections.abc import Iterator

import pytest

from lianxi.core.actors import Actor, SeatKind
from lianxi.core.fields import Day, Field, File, Inner, Lines, Moment, Number, One, Seen, Words
from lianxi.core.refusals import BadInput, NotPermitted
from lianxi.journal.acting import Action, catalogue
from lianxi.journal.catalog import load_catalogue
from lianxi.journal.payloads import parse_payload
from lianxi.journal.signatures import PayloadField, read_payload
from lianxi.papers.files import Upload

load_catalogue()


def _wrong(field: PayloadField) -> Iterator[object]:
    """Yield values that no record can hold, for the field's kind."""
    if isinstance(field.words, Inner | File):
        return
    yield "一\x00二"
    if isinstance(field.words, Number | One | Seen) and field.type is not str:
        yield from ("一", "9" * 40)
    if isinstance(field.words, Day | Moment):
        yield from ("2026-13-40", "1899-01-01T00:00")


def _has_door(action: Action[..., object]) -> bool:
    return not any(isinstance(field.words, Inner) and field.needed for field in action.payload.values())


def _given(action: Action[..., object], name: str, value: object) -> None:
    """Give one field a value at the door and to the action, all others left out."""
    needed = {other: ["1"] for other, field in action.payload.items() if field.needed and other != name}
    raw = {other: _sound(action.payload[other].words) for other in needed} | {name: [value]}
    action.payload[name].check(parse_payload(action, raw).get(name))


def _sound(words: Field) -> list[object]:
    if isinstance(words, Day | Moment):
        return ["2026-03-02"] if isinstance(words, Day) else ["2026-03-02T09:00"]
    return [Upload("一.docx", b"1")] if isinstance(words, File) else ["1"]


def test_every_field_is_refused_by_its_own_name() -> None:
    tried, mute = 0, []
    for id_, action in catalogue.items():
        for name, field in action.payload.items() if _has_door(action) else ():
            for value in _wrong(field):
                tried += 1
                try:
                    _given(action, name, value)
                except BadInput as refusal:
                    if field.words.label not in refusal.message:
                        mute.append(f"{id_} {name} {value!r}: {refusal.message}")
                else:
                    mute.append(f"{id_} {name} {value!r}: taken")
    assert mute == []
    assert tried > 400


def test_a_text_over_its_length_or_missing_is_refused_by_its_own_name() -> None:
    tried = 0
    for action in catalogue.values():
        for field in action.payload.values():
            if not isinstance(field.words, Words):
                continue
            too_long = "长" * (field.words.longest + 1)
            tried += 1
            with pytest.raises(BadInput) as refusal:
                field.check([too_long] if isinstance(field.words, Lines) else too_long)
            assert field.words.label in refusal.value.message
            if field.needed and not field.words.may_be_blank and not isinstance(field.words, Lines):
                with pytest.raises(BadInput, match=f"请填写{field.words.label}。"):
                    field.check(" \n")
    assert tried > 100


def test_a_line_break_counts_as_one_character() -> None:
    field = PayloadField("text", str, Words("内容", 3), inspect.Parameter.empty)
    field.check("一\r\n二")
    with pytest.raises(BadInput, match="现有 4 个字，请不超过 3 个字"):
        field.check("一\r\n二三")


def test_a_field_without_words_is_refused_when_it_is_read() -> None:
    def body(act: object, *, reason: str) -> None: ...

    with pytest.raises(TypeError, match="reason"):
        read_payload(body)


def test_every_label_is_written_for_people() -> None:
    fields = [f for action in catalogue.values() for f in action.payload.values()]
    assert [f.name for f in fields if f.words.label.isascii() and f.words.label not in {"DOCX", "PDF"}] == []


def test_what_lives_in_another_act_alone_is_refused_at_every_door() -> None:
    within = [
        one
        for one in catalogue.values()
        if any(isinstance(f.words, Inner) and f.needed for f in one.payload.values())
    ]
    assert "bodies.conference.found" in {one.id for one in within}
    for one in within:
        with pytest.raises(NotPermitted, match="不能单独办理"):
            parse_payload(one, {name: ["1"] for name in one.payload})
    by_nobody = [one for one in catalogue.values() if not one.who]
    assert "bodies.unit.admit" in {one.id for one in by_nobody}
    for one in by_nobody:
        for kind in SeatKind:
            refusal = one.refused_to(Actor(kind=kind, label="某席位"))
            assert refusal is not None
            assert "不能单独办理" in refusal.message
            assert "由办理" not in refusal.sentence()


def test_no_door_can_set_what_only_another_act_gives() -> None:
    inner = [
        (action, name)
        for action in catalogue.values()
        for name, field in action.payload.items()
        if isinstance(field.words, Inner) and not field.needed
    ]
    assert {name for _action, name in inner} >= {"basis", "source", "due_derivation", "is_demo"}
    for action, name in inner:
        needed = {other: _sound(f.words) for other, f in action.payload.items() if f.needed}
        assert name not in parse_payload(action, {**needed, name: ["x"]})
