"""Circulars counted again after reforms of units, matters that changed hands, and notices of days off."""

from datetime import UTC, date, datetime, timedelta

from django.test import Client

from cast import Cast
from clocks.notices import NOTICE
from ledger.steps import acknowledged, at, closed, entered, fresh, submitted
from lianxi.bodies.actions import carry_out_succession, record_succession
from lianxi.bodies.models import Unit
from lianxi.clocks.actions import load_notice
from lianxi.core.basis import Basis
from lianxi.journal.replay import verify_rows
from lianxi.ledger.actions import (
    accept_handback,
    draft_circular,
    hand_back,
    issue_circular,
    report_progress,
)
from lianxi.ledger.models import DueDate, Obligation
from lianxi.ledger.queries import figures_as_of, obligations_as_of
from lianxi.ledger.queries.clauses import reports_by_clause
from lianxi.ledger.queries.moments import recounted
from web.signing_in import seated, words

NEW = "市住建和城管局"


def reform(
    cast: Cast, moment: datetime, old: str = "市住建局", new: str = NEW, kind: str = "renamed"
) -> Unit:
    told = {"from_unit": old, "to_unit": new, "kind": kind, "basis_text": "机构改革方案"}
    row = record_succession(cast.director, moment, effective_on=date(2026, 3, 1), **told)
    carry_out_succession(cast.director, moment, succession_id=row.pk)
    return Unit.objects.get(name=new)


def states(cast: Cast, moment: datetime) -> list[tuple[str, str]]:
    names = dict(Unit.objects.values_list("pk", "name"))
    return [(names[one.lead_unit_id], str(one.state)) for one in obligations_as_of(cast.conference, moment)]


def test_a_renamed_unit_keeps_what_it_had_acknowledged_and_earlier_moments_keep_its_name(cast: Cast) -> None:
    acknowledged(cast, entered(cast, due_on=date(2026, 3, 6)))
    entered(cast)
    closed(cast, entered(cast))
    before = figures_as_of(cast.conference, at(8))
    circular = draft_circular(cast.staff, at(8, 1), as_of=at(8))
    reform(cast, at(9))
    old_name = [("市住建局", "in_progress"), ("市住建局", "issued"), ("市住建局", "closed")]
    assert states(cast, at(8)) == old_name
    assert states(cast, at(9, 1)) == [(NEW, "in_progress"), (NEW, "issued"), ("市住建局", "closed")]
    assert figures_as_of(cast.conference, at(8)) == before
    assert recounted(circular) == []
    assert issue_circular(cast.director, at(10), circular_id=circular.pk).state == "issued"
    now = {one["label"]: one["value"] for one in figures_as_of(cast.conference, at(9, 1))}
    assert now[f"{NEW}主办在办"] == 2
    assert list(verify_rows()) == []


def test_a_reform_on_the_very_day_changes_nothing_that_was_counted_in_its_morning(cast: Cast) -> None:
    acknowledged(cast, entered(cast))
    circular = draft_circular(cast.staff, at(8, 1), as_of=at(8))
    reform(cast, at(8, 2))
    assert recounted(circular) == []
    assert issue_circular(cast.director, at(10), circular_id=circular.pk).state == "issued"


def test_merged_units_are_told_apart_before_the_merger(cast: Cast) -> None:
    acknowledged(cast, entered(cast))
    entered(cast, lead="市人社局")
    reform(cast, at(9), old="市住建局", new="市人社局", kind="merged")
    assert states(cast, at(8)) == [("市住建局", "in_progress"), ("市人社局", "issued")]
    assert states(cast, at(10)) == [("市人社局", "in_progress"), ("市人社局", "issued")]


def test_a_matter_passed_on_and_then_followed_by_a_renamed_unit(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    told = {"clause": "QZ-1-02", "reason": "条款写的是该单位的职责"}
    named = cast.unit("市发改委").pk
    back = hand_back(cast.member("市住建局"), at(2), obligation_id=row.pk, named_unit_id=named, **told)
    accept_handback(cast.member("市发改委"), at(3), handback_id=back.pk)
    assert states(cast, at(4)) == [("市发改委", "issued")]
    acknowledged(cast, fresh(row), at(5))
    reform(cast, at(6), old="市发改委", new="市发展局")
    told_of = [(day, *states(cast, at(day))[0]) for day in (1, 2, 4, 5, 7)]
    assert told_of == [
        (1, "市住建局", "in_progress"),
        (2, "市住建局", "in_progress"),
        (4, "市发改委", "issued"),
        (5, "市发改委", "in_progress"),
        (7, "市发展局", "in_progress"),
    ]
    submitted(cast, fresh(row), at(8))
    assert states(cast, at(9)) == [("市发展局", "submitted")]
    assert {row.state for row in Obligation.objects.all()} == {"submitted"}


def test_a_notice_loaded_later_changes_no_light_of_an_earlier_moment(cast: Cast) -> None:
    # Thursday 4 February 2027: three working days on is 12 February by the statutory days (5 to 10 off: 11, 12,
    # 15), so the 15th is near; by the notice (5 to 11 off: 12, 15, 16) the 16th is, too.
    thursday = datetime(2027, 2, 4, 1, 0, tzinfo=UTC)
    entered(cast, due_on=date(2027, 2, 16), moment=thursday)
    circular = draft_circular(cast.staff, thursday, as_of=thursday)
    load_notice(cast.director, thursday + timedelta(hours=1), text=NOTICE, paper="测试通知")
    assert recounted(circular) == []
    near = {one["key"]: one["value"] for one in figures_as_of(cast.conference, thursday + timedelta(hours=2))}
    then = {one["key"]: one["value"] for one in circular.figures}
    assert (then["light.near"], near["light.near"]) == (0, 1)


def test_a_day_of_serious_lateness_that_moves_alone_is_kept(cast: Cast) -> None:
    # Due on Monday 1 February 2027, a set date: only the tenth working day after it moves.
    monday = datetime(2027, 1, 25, 1, 0, tzinfo=UTC)
    row = entered(cast, due_on=date(2027, 2, 1), moment=monday)
    load_notice(cast.director, monday, text=NOTICE, paper="测试通知")
    row = fresh(row)
    assert list(DueDate.objects.filter(obligation=row).order_by("pk").values_list("cause", "serious_on")) == [
        ("entered", date(2027, 2, 19)),
        ("serious", row.serious_on),
    ]
    assert row.serious_on == date(2027, 2, 20)


def test_the_page_says_what_the_figures_rest_on(cast: Cast) -> None:
    circular = draft_circular(cast.staff, at(8), as_of=at(8))
    shown = words(seated(Client(), cast.director).get(f"/circulars/{circular.pk}/reproduce"))
    assert "全部由台账复现" in shown
    assert "单位更名、合并都有记录" in shown


def test_a_renamed_unit_keeps_its_reports_on_a_clause(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, basis=Basis("QZ", 1, "QZ-3-11-2", 0, 10)))
    report_progress(cast.member("市住建局"), at(2), obligation_id=row.pk, text="已检查")
    reform(cast, at(3))
    report_progress(cast.member(NEW), at(4), obligation_id=row.pk, text="又检查")
    new = cast.unit(NEW).pk
    for day, count in ((date(2026, 3, 3), 0), (date(2026, 3, 4), 1), (date(2026, 3, 6), 2)):
        assert reports_by_clause(cast.conference.pk, day)["QZ-3-11-2", new].reports == count
    reform(cast, at(5), old=NEW, new="市建设局")
    found = reports_by_clause(cast.conference.pk, date(2026, 3, 7))
    assert found["QZ-3-11-2", cast.unit("市建设局").pk].reports == 2
    assert reports_by_clause(cast.conference.pk, date(2027, 1, 1)) == {}
