"""Duties that go on: proposals for every clause, switching on, events, figures, and coverage as of any date."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from cast import AT, Cast
from lianxi.core.refusals import BadInput, NotFound, NotPermitted, Refusal
from lianxi.core.words import CHINA, day_of
from lianxi.journal.replay import verify_rows
from lianxi.journal.verify import verify_chains
from lianxi.law.shipped import load_shipped
from lianxi.ledger.actions import (
    acknowledge_obligation,
    edit_duty,
    propose_duties,
    record_figures,
    report_progress,
    switch_off_duty,
    switch_on_duties,
    trigger_duty,
)
from lianxi.ledger.holding import holders
from lianxi.ledger.models import Evidence, IndicatorValue, Obligation, StandingDuty
from lianxi.ledger.queries.standing import figures_of, list_coverage
from lianxi.ledger.rules.standing import (
    DUTY_CYCLES,
    NATURE_LABELS,
    Indicator,
    figure_words,
    indicators,
    period_of,
    period_words,
    propose,
    read_figures,
)

CLAUSE = "QZ-3-11-2"


def duty(cast: Cast, **values: object) -> StandingDuty:
    """The only duty clause of the small conference, with other terms where a test wants them."""
    row = propose_duties(cast.staff, AT)[0]
    if values:
        terms = {"nature": row.nature, "cycle": row.cycle, "indicator_codes": row.indicators, **values}
        row = edit_duty(cast.staff, AT, duty_id=row.pk, **terms)  # type: ignore[arg-type]
    return row


def switched_on(cast: Cast, **values: object) -> StandingDuty:
    return switch_on_duties(cast.staff, AT, duty_ids=[duty(cast, **values).pk])[0]


# ---- proposals ----


@pytest.mark.parametrize(("code", "count"), [("QZ", 37), ("GD", 53)])
def test_every_duty_clause_of_the_shipped_documents_has_a_proposal_of_its_own(code: str, count: int) -> None:
    clauses = [clause for clause in load_shipped(code).clauses if clause.kind == "duty"]
    assert len(clauses) == count
    for clause in clauses:
        proposal = propose(code, clause.id, clause.text)
        assert proposal.origin == "shipped", clause.id
        assert proposal.nature in NATURE_LABELS
        assert proposal.cycle in DUTY_CYCLES
        assert (proposal.cycle == "event") == (proposal.nature == "triggered")
        assert bool(proposal.trigger) == (proposal.nature != "standing")
        assert proposal.evidence
        assert proposal.indicators
        assert set(proposal.indicators) <= set(indicators())


@pytest.mark.parametrize(
    ("text", "nature", "cycle", "some"),
    [
        ("负责组织开展反诈宣传教育。", "standing", "yearly", {"publicity_events", "training_sessions"}),
        ("每季度对重点场所开展检查。", "standing", "quarterly", {"employers_inspected"}),
        ("发现重大隐患的，及时抄送同级主管部门。", "triggered", "event", {"projects_shared"}),
        ("参与重大事故调查处理。", "triggered", "event", {"accidents_joined"}),
    ],
)
def test_a_clause_of_another_document_is_proposed_from_its_words(
    text: str, nature: str, cycle: str, some: set[str]
) -> None:
    proposal = propose("XX", "XX-1", text)
    assert (proposal.nature, proposal.cycle, proposal.origin) == (nature, cycle, "derived")
    assert some <= set(proposal.indicators)


def test_proposals_are_made_once_and_nothing_runs_by_itself(cast: Cast) -> None:
    row = duty(cast)
    assert (row.basis_clause, row.unit, row.state) == (CLAUSE, cast.unit("市住建局"), "proposed")
    assert row.indicators == ["employers_inspected", "problems_found", "problems_rectified"]
    with pytest.raises(BadInput):
        propose_duties(cast.staff, AT)
    assert Obligation.objects.count() == 0


# ---- switching on and off ----


def test_a_standing_duty_becomes_a_recurring_obligation_with_its_clause(cast: Cast) -> None:
    row = switched_on(cast)
    made = row.obligation
    assert made is not None
    assert (made.lead_unit, made.cycle, made.origin) == (cast.unit("市住建局"), "half_year", "standing")
    assert made.basis_clause == CLAUSE
    assert made.due_on == date(2026, 6, 30)
    assert made.due_derivation["rule"] == "2026年上半年末"
    assert made.evidence_kinds == ["table"]


def test_a_duty_switched_off_and_on_keeps_its_obligation(cast: Cast) -> None:
    row = switched_on(cast)
    switch_off_duty(cast.staff, AT, duty_id=row.pk, reason="机构改革")
    again = switch_on_duties(cast.staff, AT, duty_ids=[row.pk])[0]
    assert again.obligation_id == row.obligation_id
    assert Obligation.objects.count() == 1
    with pytest.raises(Refusal):
        switch_on_duties(cast.staff, AT, duty_ids=[row.pk])


def test_terms_are_changed_only_while_it_is_not_followed(cast: Cast) -> None:
    row = switched_on(cast)
    with pytest.raises(BadInput, match="已启用"):
        edit_duty(cast.staff, AT, duty_id=row.pk, nature="standing", cycle="yearly")


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"nature": "triggered", "cycle": "yearly", "trigger": "x"}, "不相配"),
        ({"nature": "standing", "cycle": "event"}, "不相配"),
        ({"nature": "both", "cycle": "yearly"}, "触发条件"),
        ({"nature": "often", "cycle": "yearly"}, "可选范围"),
        ({"nature": "standing", "cycle": "yearly", "indicator_codes": ["nix"]}, "指标"),
        ({"nature": "standing", "cycle": "yearly", "evidence": ["nix"]}, "佐证类型"),
    ],
)
def test_terms_that_do_not_fit_are_refused(cast: Cast, terms: dict[str, object], said: str) -> None:
    row = duty(cast)
    with pytest.raises(BadInput, match=said):
        edit_duty(cast.staff, AT, duty_id=row.pk, **terms)  # type: ignore[arg-type]


# ---- events ----


def test_an_event_makes_a_matter_of_the_unit(cast: Cast) -> None:
    row = switched_on(cast, nature="both", cycle="yearly", trigger="发生事故")
    made = trigger_duty(
        cast.member("市住建局"),
        AT,
        duty_id=row.pk,
        event="甲工地中毒",
        happened_on=day_of(AT),
        due_on=date(2026, 3, 20),
    )
    assert made.source == f"ledger.standingduty:{row.pk}"
    assert made.basis_clause == CLAUSE
    assert (made.cycle, made.due_on) == ("once", date(2026, 3, 20))
    assert "甲工地中毒" in made.title
    with pytest.raises(NotPermitted):
        trigger_duty(cast.member("市人社局"), AT, duty_id=row.pk, event="x", happened_on=day_of(AT))
    with pytest.raises(BadInput, match="以后"):
        trigger_duty(cast.staff, AT, duty_id=row.pk, event="x", happened_on=day_of(AT) + timedelta(days=1))


def test_a_duty_that_events_do_not_trigger_takes_none(cast: Cast) -> None:
    row = switched_on(cast)
    with pytest.raises(BadInput, match="不由事项触发"):
        trigger_duty(cast.staff, AT, duty_id=row.pk, event="x", happened_on=day_of(AT))


# ---- figures ----


def test_figures_are_kept_by_period_and_a_later_one_holds(cast: Cast) -> None:
    row, own = duty(cast), cast.liaison("市住建局")
    record_figures(
        own, AT, duty_id=row.pk, period="2026H1", figures=["employers_inspected=12", "problems_found=3"]
    )
    record_figures(
        own, AT + timedelta(days=1), duty_id=row.pk, period="2026H1", figures=["employers_inspected=15"]
    )
    periods = [period_of(day_of(AT), "half_year")]
    now = figures_of(row, AT + timedelta(days=2), periods)["2026H1"]
    assert {code: value.value for code, value in now.items()} == {
        "employers_inspected": 15,
        "problems_found": 3,
    }
    earlier = figures_of(row, AT + timedelta(hours=1), periods)["2026H1"]
    assert earlier["employers_inspected"].value == 12


def test_the_journal_holds_a_figure_as_the_row_does(cast: Cast) -> None:
    row = duty(cast)
    record_figures(
        cast.liaison("市住建局"), AT, duty_id=row.pk, period="2026H1", figures=["problems_found=3"]
    )
    assert [*verify_chains(), *verify_rows()] == []


def test_figures_are_the_evidence_of_the_obligation_under_way(cast: Cast) -> None:
    row, own = switched_on(cast), cast.liaison("市住建局")
    assert row.obligation is not None
    acknowledge_obligation(own, AT, obligation_id=row.obligation.pk)
    record_figures(
        own, AT, duty_id=row.pk, period="2026H1", figures=["employers_inspected=12", "problems_found=0"]
    )
    evidence = Evidence.objects.get(obligation=row.obligation)
    assert (evidence.kind, evidence.title) == ("table", "2026年上半年履职指标")
    assert str(evidence.details["figures"]).count("检查用人单位") == 1


def test_only_the_own_unit_gives_figures_and_only_for_this_period_and_the_last(cast: Cast) -> None:
    row = duty(cast)
    with pytest.raises(NotFound):
        record_figures(
            cast.member("市人社局"), AT, duty_id=row.pk, period="2026H1", figures=["problems_found=1"]
        )
    record_figures(cast.member("市住建局"), AT, duty_id=row.pk, period="2025H2", figures=["problems_found=1"])
    for period in ("2026H2", "2025H1", "2026", "nix"):
        with pytest.raises(BadInput):
            record_figures(
                cast.member("市住建局"), AT, duty_id=row.pk, period=period, figures=["problems_found=1"]
            )
    assert IndicatorValue.objects.count() == 1


COUNT, AMOUNT, YES = "employers_inspected", "funds_paid", "plan_issued"


@pytest.mark.parametrize(
    ("given", "value"),
    [
        (f"{COUNT}=1,200", "1200"),
        (f"{AMOUNT}=12.3456", "12.3456"),
        (f"{YES}=是", "1"),
        (f"{YES}=否", "0"),
        (f"{COUNT}=0", "0"),
    ],
)
def test_a_figure_is_read(given: str, value: str) -> None:
    assert list(read_figures([given], [COUNT, AMOUNT, YES]).values()) == [Decimal(value)]


@pytest.mark.parametrize(
    "given",
    [
        f"{COUNT}=-1",
        f"{COUNT}=1.5",
        f"{COUNT}=一百",
        f"{COUNT}=1e40",
        f"{COUNT}=NaN",
        f"{AMOUNT}=1.23456",
        f"{YES}=2",
        "nix=1",
        f"{COUNT}=",
        "",
    ],
)
def test_what_is_no_such_figure_is_refused(given: str) -> None:
    with pytest.raises(BadInput, match=r"."):
        read_figures([given], [COUNT, AMOUNT, YES])


def test_figures_print_with_their_units() -> None:
    assert figure_words(Indicator("a", "", "家", "count"), Decimal("12.0000")) == "12 家"
    assert figure_words(Indicator("a", "", "万元", "amount"), Decimal("100.5000")) == "100.5 万元"
    assert figure_words(Indicator("a", "", "", "yes_no"), Decimal(0)) == "否"
    assert figure_words(Indicator("a", "", "次", "count"), Decimal(100)) == "100 次"


@pytest.mark.parametrize(
    ("cycle", "code", "first", "last", "words"),
    [
        ("monthly", "2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
        ("quarterly", "2026Q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
        ("half_year", "2026H2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
        ("yearly", "2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
        ("event", "2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ],
)
def test_periods(cycle: str, code: str, first: date, last: date, words: str) -> None:
    found = period_of(date(2026, 12, 31), cycle)
    assert (found.code, found.first, found.last, period_words(found.code)) == (code, first, last, words)


# ---- coverage ----


def test_a_clause_nobody_acted_on_says_so_and_an_act_is_seen_from_its_day(cast: Cast) -> None:
    row, own = switched_on(cast), cast.liaison("市住建局")
    assert row.obligation is not None
    assert [line.done.total for line in list_coverage(cast.conference, day_of(AT))] == [0]
    acknowledge_obligation(own, AT, obligation_id=row.obligation.pk)
    later = AT + timedelta(days=10)
    report_progress(own, later, obligation_id=row.obligation.pk, text="已检查十家")
    assert [line.done.total for line in list_coverage(cast.conference, day_of(AT))] == [0]
    done = list_coverage(cast.conference, day_of(later))[0].done
    assert (done.total, done.last) == (1, later)
    assert list_coverage(cast.conference, date(2027, 1, 1))[0].done.total == 0


def test_a_year_begins_at_midnight_in_china(cast: Cast) -> None:
    row, own = duty(cast), cast.liaison("市住建局")
    last_moment = datetime(2026, 12, 31, 23, 59, tzinfo=CHINA)
    record_figures(own, last_moment, duty_id=row.pk, period="2026H2", figures=["problems_found=1"])
    assert list_coverage(cast.conference, date(2026, 12, 31))[0].done.figures == 1
    assert list_coverage(cast.conference, date(2026, 12, 30))[0].done.figures == 0
    assert list_coverage(cast.conference, date(2027, 1, 1))[0].done.figures == 0


def test_what_meetings_hold_is_counted_and_not_asked_for(cast: Cast) -> None:
    held = holders()["proposals_made"](
        cast.conference.pk, cast.unit("市住建局").pk, date(2026, 1, 1), date(2026, 12, 31)
    )
    assert held.value == 0
    assert held.url.startswith("/topics")
