"""The shipped packs: every act of the two documents has its arrangement, and what it costs is known before."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cast import AT
from law.office import sit
from lianxi.bodies.models import Conference, Seat, Tenure
from lianxi.bodies.queries import actor_for
from lianxi.core.actors import Actor, SeatKind
from lianxi.core.refusals import BadInput, NotPermitted, Refusal
from lianxi.stories.founding import found_shipped, found_text
from lianxi.stories.story import Story
from lianxi.work.actions import propose_arrangements, start_set, switch_on, tell_part
from lianxi.work.models import Arrangement, Party, Return
from lianxi.work.planning import shipped
from lianxi.work.queries.arrangements import Cost, acts_of, costs_by_unit, list_arrangements
from lianxi.work.queries.figures import count_missing
from lianxi.work.rules.forms import Form, Kind
from lianxi.work.rules.plans import PATTERN_LABELS

WAGES = Path(__file__).parent.parent / "law" / "routing" / "data" / "others" / "wages.txt"
NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def office(conference: Conference) -> Actor:
    """Give who acts from the office director's seat; where nobody holds it, somebody takes it."""
    rows = Tenure.objects.filter(conference=conference, seat__kind=SeatKind.OFFICE_DIRECTOR)
    held = rows.select_related("seat__unit").filter(ends_before__isnull=True).first()
    if held is not None:
        return actor_for(held)
    seat = Seat.objects.select_related("unit").get(conference=conference, kind=SeatKind.OFFICE_DIRECTOR)
    return sit(conference, SeatKind.OFFICE_DIRECTOR, seat.unit.name, "王主任")


@pytest.mark.parametrize(
    ("code", "acts", "starting", "start_returns", "all_returns"),
    [("QZ", 98, 85, 56, 66), ("GD", 93, 63, 70, 101)],
)
def test_each_pack_asks_what_was_agreed(
    code: str, acts: int, starting: int, start_returns: int, all_returns: int
) -> None:
    plans = shipped(code)
    assert len(plans) == acts
    started = [plan for plan in plans.values() if plan.starts]
    assert (len(started), sum(plan.returns for plan in started)) == (starting, start_returns)
    assert sum(plan.returns for plan in plans.values()) == all_returns
    assert {plan.pattern for plan in plans.values()} <= set(PATTERN_LABELS)


@pytest.mark.parametrize("code", ["QZ", "GD"])
def test_no_form_asks_what_may_not_be_asked(code: str) -> None:
    for plan in shipped(code).values():
        kinds = {one.kind for one in plan.form.fields}
        # What names persons is by token and its unit's alone; what names employers is not for all.
        if Kind.TOKEN in kinds:
            assert plan.level == "personal", plan.act
        if Kind.ENTERPRISE in kinds:
            assert plan.level in ("named", "personal"), plan.act
        assert "理由" not in plan.nil_words, plan.act
        assert plan.form == Form(()) or plan.form.required, plan.act


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "acts"), [("QZ", 98), ("GD", 93)])
def test_every_act_of_the_founded_document_has_its_arrangement(code: str, acts: int) -> None:
    conference = found_shipped(code, AT, is_demo=True)
    read = {one.code: one.text.replace("\n", "") for one in acts_of(conference)}
    assert len(read) == acts
    assert set(read) == set(shipped(code))
    made = propose_arrangements(office(conference), NINE)
    assert len(made) == acts
    assert {row.act: row.words for row in made} == read
    assert {row.state for row in made} == {"proposed"}
    assert not Return.objects.exists()
    starting = [row for row in list_arrangements(conference.pk) if row.starts]
    start_set(office(conference), NINE)
    owed = Counter(Return.objects.values_list("unit__name", flat=True))
    costs = costs_by_unit(starting)
    # Switched on in March a unit owes one period of what it owes in a year.
    assert set(owed) == {name for name, cost in costs.items() if cost.returns}
    assert sum(costs.values(), Cost()).returns == (56 if code == "QZ" else 70)
    figures, missing = count_missing(list(Arrangement.objects.filter(conference=conference)))
    assert (figures, missing) == ((225, 58) if code == "QZ" else (214, 64))


@pytest.mark.django_db
def test_another_document_is_proposed_from_its_words_and_asks_nobody_before_it_is_switched_on() -> None:
    conference = found_text("LC", WAGES.read_text(encoding="utf-8"), AT)
    made = propose_arrangements(office(conference), NINE)
    assert len(made) > 10
    assert {(row.origin, row.state) for row in made} == {("derived", "proposed")}
    assert all(row.words and row.pattern in PATTERN_LABELS for row in made)
    # A cycle nobody printed asks for two returns a year at most; a duty of a unit is that unit's.
    assert max(row.returns for row in made) <= 2
    assert {row.unit.name for row in made if row.unit} >= {"市公安局"}
    switch_on(office(conference), NINE, arrangement_ids=[row.pk for row in made if row.unit])
    assert Return.objects.exists()


@pytest.mark.django_db
def test_a_unit_that_takes_part_tells_its_part_of_a_period_and_no_other_does() -> None:
    story = Story(found_shipped("QZ", AT, is_demo=True), AT)
    propose_arrangements(story.office, AT)
    partner = Party.objects.filter(role="partner", unit__isnull=False).get(arrangement__cycle="half-yearly")
    row, unit = partner.arrangement, story.speaker(partner.unit.name if partner.unit else "")
    given = {"arrangement_id": row.pk, "period": "2026H1"}
    with pytest.raises(Refusal):
        tell_part(unit, AT, text="提供名单两份。", **given)
    switch_on(story.office, AT, arrangement_ids=[row.pk])
    other = next(
        name for name in ("市总工会", "市财政局") if not row.parties.filter(unit__name=name).exists()
    )
    with pytest.raises(NotPermitted, match="不是这项的配合单位"):
        tell_part(story.speaker(other), AT, text="提供名单两份。", **given)
    with pytest.raises(BadInput, match="本单位部分"):
        tell_part(unit, AT, text=" ", **given)
    with pytest.raises(BadInput):
        tell_part(unit, AT, text="提供名单两份。", arrangement_id=row.pk, period="2026X")
    part = tell_part(unit, AT, text="提供名单两份。", **given)
    assert (part.unit, part.period, part.about) == (partner.unit, "2026H1", date(2026, 6, 30))
    assert [one.text for one in row.parts.all()] == ["提供名单两份。"]
