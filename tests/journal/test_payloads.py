"""What a payload refuses before any action sees it, and what the writer refuses before anything is stored."""

from datetime import UTC, date, datetime
from typing import Annotated

import pytest

from cast import AT, Cast
from lianxi.bodies.actions import set_rule
from lianxi.bodies.models import Unit
from lianxi.core.actors import INSTALLER, SEATED
from lianxi.core.fields import Day, Moment, Seen, Units, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, Action
from lianxi.journal.models import Entry
from lianxi.journal.payloads import parse_payload


def _body(
    act: Act,
    *,
    starts_at: Annotated[datetime, Moment("开会时间")],
    due_on: Annotated[date | None, Day("期限")] = None,
    unit_ids: Annotated[tuple[int, ...], Units("单位")] = (),
    text: Annotated[str, Words("内容")] = "",
    seen: Annotated[int, Seen()] = 0,
) -> None: ...


ACTION = Action(id="x.y.z", title="试", who=SEATED, rule="", body=_body)
STARTS = {"starts_at": ["2026-03-02T09:00"]}


def test_a_payload_within_bounds_passes() -> None:
    raw = {**STARTS, "due_on": ["2100-12-31"], "unit_ids": ["1", "2"], "text": ["一\t二\r\n三"]}
    given = parse_payload(ACTION, raw)
    assert given["starts_at"] == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert given["due_on"] == date(2100, 12, 31)
    assert given["unit_ids"] == (1, 2)
    assert given["text"] == "一\t二\r\n三"


@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01T00:00",
        "0001-01-02T09:00",
        "9999-12-31T23:59",
        "1999-12-31T09:00",
        "9999-12-31T23:59-12:00",
    ],
)
def test_a_moment_outside_the_years_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"开会时间.*2000 到 2100"):
        parse_payload(ACTION, {"starts_at": [text]})


def test_a_day_outside_the_years_is_refused() -> None:
    with pytest.raises(BadInput, match=r"期限.*2000 到 2100"):
        parse_payload(ACTION, {**STARTS, "due_on": ["2101-01-01"]})


@pytest.mark.parametrize("name", ["seen", "unit_ids"])
@pytest.mark.parametrize("number", [str(2**63), "-" + str(2**63 + 1), "9" * 5000, "²"])
def test_an_integer_that_no_column_holds_is_refused(name: str, number: str) -> None:
    with pytest.raises(BadInput):
        parse_payload(ACTION, {**STARTS, name: [number]})


@pytest.mark.parametrize("mark", [0x00, 0x08, 0x0B, 0x1F, 0x7F, 0xD800, 0xDFFF])
def test_a_control_character_is_refused_by_the_name_of_its_field(mark: int) -> None:
    with pytest.raises(BadInput, match="内容里有不能保存的控制字符"):
        parse_payload(ACTION, {**STARTS, "text": [f"一{chr(mark)}二"]})


def _act() -> Act:
    return Act(actor=INSTALLER, at=AT, action="x.y.z")


def test_a_new_row_with_a_text_longer_than_its_column_is_not_stored(cast: Cast) -> None:
    limit = Unit._meta.get_field("name").max_length
    assert limit
    before = Unit.objects.count()
    with pytest.raises(BadInput, match=f"现有 {limit + 1} 个字，不能超过 {limit} 个字"):
        _act().create(Unit(region=cast.conference.region, name="长" * (limit + 1)))
    assert Unit.objects.count() == before
    _act().create(Unit(region=cast.conference.region, name="长" * limit))


def test_a_change_to_a_text_longer_than_its_column_is_not_stored(cast: Cast) -> None:
    limit = Unit._meta.get_field("name").max_length
    assert limit
    unit = cast.unit("市卫健委")
    with pytest.raises(BadInput, match=f"不能超过 {limit} 个字"):
        _act().change(unit, name="长" * (limit + 1))
    assert unit.name == "市卫健委"
    unit.refresh_from_db()
    assert unit.name == "市卫健委"


@pytest.mark.parametrize("value", ["²", "٣", "9" * 5000, "0", "61", "", "-1"])
def test_days_of_a_rule_are_plain_digits_from_1_to_60(cast: Cast, value: str) -> None:
    before = Entry.objects.count()
    with pytest.raises(BadInput, match="1 到 60"):
        set_rule(cast.director, AT, code="consent_window", value=value)
    assert Entry.objects.count() == before
