"""From data to the end of a signal: raised once, verified, warned by clause, answered, checked on later data, closed."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cast import AT, Cast
from lianxi.core.actors import SeatKind
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.journal.models import Entry, Notice
from lianxi.journal.verify import verify_chains
from lianxi.ledger.models import Obligation
from lianxi.papers.models import Paper, Recipient
from lianxi.surveillance.actions import (
    check_effect,
    close_signal,
    dismiss_signal,
    issue_warning,
    merge_signal,
    monitor_signal,
    reopen_signal,
    return_signal,
    verify_signal,
    want_data,
)
from lianxi.surveillance.models import HazardWarning, Signal, SignalStep, WarnedUnit
from lianxi.surveillance.queries.routed import route_signal
from lianxi.surveillance.queries.signals import responses, share_met, times_of
from lianxi.surveillance.rules.timeliness import stages
from surveillance.signal_stages import (
    LATER,
    WARNED,
    assessed,
    finished,
    measured,
    raised,
    run,
    shipped,
    warned,
)


@pytest.fixture
def qz(db: Any) -> Cast:
    return shipped()


def test_from_a_measurement_to_the_close_of_its_signal(qz: Cast, tmp_path: Path) -> None:
    signal = raised(qz, tmp_path)
    assert (
        signal.sentence
        == "泉州示例建工有限公司电焊烟尘总粉尘时间加权平均接触浓度检测结果6 mg/m3，超过限值（限值4）"
    )
    assert (signal.observed, signal.bound, signal.score, signal.state) == (6.0, 4.0, 1.5, "raised")
    assert len(signal.data_sha256) == 64
    warning = warned(qz, signal)
    unit = WarnedUnit.objects.select_related("unit", "obligation").get()
    assert (unit.unit.name, unit.basis_clause, unit.basis_instrument) == ("市住建局", "QZ-3-11-2", "QZ")
    owed = unit.obligation
    assert (owed.lead_unit.name, owed.origin, owed.basis_clause) == ("市住建局", "warning", "QZ-3-11-2")
    assert owed.due_on == date(2026, 3, 11)  # warned on 4 March, seven days
    paper = Paper.objects.get(kind="warning")
    assert paper.number == "预警〔2026〕1号"
    assert paper.document["mark"] == "泉州市卫生健康委员会文件"
    assert [row.name for row in Recipient.objects.filter(paper=paper)] == ["市住建局"]
    with pytest.raises(Refusal, match="还没有办结"):
        check_effect(qz.staff, WARNED, signal_id=signal.pk, effective=True, text="已整改")
    finished(qz, warning, WARNED + timedelta(days=3))
    with pytest.raises(Refusal, match="此后还没有"):
        check_effect(qz.staff, WARNED + timedelta(days=3), signal_id=signal.pk, effective=True, text="已整改")
    at = AT + timedelta(days=20)
    measured(qz, tmp_path, {"检测结果": "1.2", "检测日期": "2026-03-01"})
    with pytest.raises(Refusal, match="此后还没有"):  # sampled before the warning: says nothing of its effect
        check_effect(qz.staff, at, signal_id=signal.pk, effective=True, text="已整改")
    later_measured(qz, tmp_path, "1.2")
    check_effect(qz.staff, at, signal_id=signal.pk, effective=True, text="复测合格。")
    with pytest.raises(NotPermitted, match="不能由你结案"):
        close_signal(qz.staff, at, signal_id=signal.pk)
    closed = close_signal(qz.convener, at, signal_id=signal.pk, text="同意结案。")
    assert (closed.state, closed.nature, closed.management, closed.risk) == (
        "closed",
        "true",
        "effective",
        "high",
    )
    assert list(SignalStep.objects.order_by("pk").values_list("kind", flat=True)) == [
        "verified", "assessed", "warned", "effective", "closed",
    ]  # fmt: skip
    assert list(verify_chains()) == []


def later_measured(qz: Cast, folder: Path, value: str) -> None:
    """Bring in a result sampled after the warning; the files' check stands on a later day."""
    from lianxi.surveillance.actions import apply_batch, check_batch, receive_batch
    from lianxi.surveillance.intake.checking import run_check
    from lianxi.surveillance.store.files import incoming_dir
    from lianxi.tables.staging import stage_file
    from surveillance.intake_stages import rows, write_csv
    from surveillance.signal_stages import BUILDING

    at = AT + timedelta(days=19)
    path = write_csv(
        folder / f"later{value}.csv",
        rows(BUILDING, {"检测报告编号": f"L{value}", "检测日期": "2026-03-18", "检测结果": value}),
    )
    upload, _ = stage_file(incoming_dir(qz.conference.pk), path)
    batch = receive_batch(qz.staff, at, stream="measurements", upload=upload, name=path.name)
    run_check(batch, at.date())
    check_batch(qz.staff, at, batch_id=batch.pk)
    apply_batch(qz.staff, at, batch_id=batch.pk)


def test_later_data_that_still_exceed_are_not_effective(qz: Cast, tmp_path: Path) -> None:
    signal = raised(qz, tmp_path)
    finished(qz, warned(qz, signal), WARNED)
    later_measured(qz, tmp_path, "5")
    at = AT + timedelta(days=20)
    with pytest.raises(Refusal, match="其中1条仍超过限值，最大5"):
        check_effect(qz.staff, at, signal_id=signal.pk, effective=True, text="已整改")
    kept = check_effect(qz.staff, at, signal_id=signal.pk, effective=False, text="复测仍超标。")
    assert (kept.state, kept.management) == ("warned", "ineffective")
    # Less than before while the signal is open: an unchanged alert is not repeated.
    assert run(qz, at).raised == 0


def test_what_was_asked_to_close_can_be_returned(qz: Cast, tmp_path: Path) -> None:
    signal = raised(qz, tmp_path)
    finished(qz, warned(qz, signal), WARNED)
    later_measured(qz, tmp_path, "1")
    at = AT + timedelta(days=20)
    check_effect(qz.staff, at, signal_id=signal.pk, effective=True, text="复测合格。")
    back = return_signal(qz.director, at, signal_id=signal.pk, reason="只复测了一个点。")
    assert (back.state, back.management) == ("warned", "ineffective")


def test_routing_names_the_unit_by_the_data_and_says_what_is_open(qz: Cast, tmp_path: Path) -> None:
    signal = raised(qz, tmp_path)
    assert {(row["dimension"], row["code"]) for row in signal.facts} >= {
        ("sector", "building_construction"),
        ("hazard", "dust"),
    }
    routed = route_signal(qz.conference, signal)
    firm = {(one.unit.name, one.clause) for one in routed.named if one.is_firm}
    assert ("市住建局", "QZ-3-11-2") in firm
    assert "event" in {one.dimension for one in routed.questions}


def test_a_warning_is_of_the_director_or_convener_with_clause_and_member(qz: Cast, tmp_path: Path) -> None:
    signal = assessed(qz, raised(qz, tmp_path))
    unit = qz.unit("市住建局").pk

    def issue(actor: Any, units: list[str]) -> HazardWarning:
        return issue_warning(
            actor, WARNED, signal_id=signal.pk, level="general", text="请督促整改。", units=units
        )

    with pytest.raises(NotPermitted, match="签发预警"):
        issue(qz.staff, [f"{unit}:QZ-3-11-2"])
    for wrong, told in (([], "没有责任单位"), ([f"{unit}:"], "没有写明条款"), (["999999:QZ-3-11-2"], "不是")):
        with pytest.raises(Refusal, match=told):
            issue(qz.director, wrong)
    with pytest.raises(BadInput, match="没有条款"):
        issue(qz.director, [f"{unit}:GD-3-11-2"])
    assert not HazardWarning.objects.exists()
    assert not Obligation.objects.exists()


def test_a_warning_is_one_act(qz: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before its end nothing of it is there: no paper, no obligation, no notice, no number."""
    signal = assessed(qz, raised(qz, tmp_path))
    before = Entry.objects.count(), Notice.objects.count()

    def fall(*_args: Any, **_values: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lianxi.surveillance.actions.warnings.add_step", fall)
    with pytest.raises(KeyboardInterrupt):
        issue_warning(
            qz.convener,
            WARNED,
            signal_id=signal.pk,
            level="general",
            text="请督促整改。",
            units=[f"{qz.unit('市住建局').pk}:QZ-3-11-2"],
        )
    assert not HazardWarning.objects.exists()
    assert not Paper.objects.exists()
    assert not Obligation.objects.exists()
    assert (Entry.objects.count(), Notice.objects.count()) == before
    assert Signal.objects.get().state == "assessed"
    monkeypatch.undo()
    warning = issue_warning(
        qz.convener,
        WARNED,
        signal_id=signal.pk,
        level="general",
        text="请督促整改。",
        units=[f"{qz.unit('市住建局').pk}:QZ-3-11-2"],
    )
    assert warning.paper is not None
    assert warning.paper.sequence == 1
    assert Entry.objects.filter(action="surveillance.warning.issue").count() == 1


def test_a_dismissed_reason_is_kept_and_the_repeat_points_to_it(qz: Cast, tmp_path: Path) -> None:
    first = raised(qz, tmp_path)
    dismiss_signal(
        qz.staff, LATER, signal_id=first.pk, kind="data_error", reason="单位换算有误，已请机构更正。"
    )
    assert run(qz, LATER).raised == 0  # the same month is not raised again
    measured(qz, tmp_path, {"检测结果": "5", "检测日期": "2026-01-15"})
    assert run(qz, LATER).raised == 1
    again = Signal.objects.latest("pk")
    assert again.repeats_id == first.pk
    assert again.repeats.steps.get().text == "单位换算有误，已请机构更正。"
    assert again.state == "raised"


def test_an_open_signal_is_not_repeated_unless_it_grows_worse(qz: Cast, tmp_path: Path) -> None:
    first = raised(qz, tmp_path)
    measured(qz, tmp_path, {"检测结果": "5.5", "检测日期": "2026-01-15"})
    found = run(qz)
    assert (found.found, found.raised, found.unchanged) == (1, 0, 1)
    measured(qz, tmp_path, {"检测结果": "9", "检测日期": "2026-01-20"})
    assert run(qz).raised == 1
    worse = Signal.objects.latest("pk")
    assert worse.repeats_id == first.pk
    assert "worse_than_before" in worse.reasons


def test_data_wanted_merge_watch_and_taking_up_again(qz: Cast, tmp_path: Path) -> None:
    one = raised(qz, tmp_path)
    measured(qz, tmp_path, {"检测结果": "9", "检测日期": "2026-01-20"})
    run(qz)
    two = Signal.objects.latest("pk")
    want_data(qz.staff, LATER, signal_id=one.pk, text="请补充采样记录。")
    with pytest.raises(BadInput, match="不能并入"):
        merge_signal(qz.staff, LATER, signal_id=one.pk, into_id=one.pk, reason="同一件事")
    merged = merge_signal(qz.staff, LATER, signal_id=one.pk, into_id=two.pk, reason="同一工地")
    assert (merged.state, merged.parent_id) == ("merged", two.pk)
    with pytest.raises(WrongState):
        verify_signal(qz.staff, LATER, signal_id=one.pk, text="属实")
    assessed(qz, two)
    watched = monitor_signal(qz.staff, LATER, signal_id=two.pk, text="观察下月复测。")
    assert (watched.state, watched.management) == ("monitored", "watching")
    assert reopen_signal(qz.staff, LATER, signal_id=two.pk, reason="又有投诉").state == "raised"


def test_units_have_no_part_before_a_warning(qz: Cast, tmp_path: Path) -> None:
    signal = raised(qz, tmp_path)
    with pytest.raises(NotPermitted, match="不能核实信号属实"):
        verify_signal(qz.actor(SeatKind.MEMBER, "市住建局"), LATER, signal_id=signal.pk, text="属实")
    assert not Notice.objects.filter(
        subject=f"surveillance.signal:{signal.pk}", to_unit_id__isnull=False
    ).exists()
    assert Notice.objects.get(subject=f"surveillance.signal:{signal.pk}").to_office


def test_times_against_7_1_7(qz: Cast, tmp_path: Path) -> None:
    """Sampled on 10 February, found on 2 March: 20 days. Warned on the 4th: 2 days. Answered on the 6th: 2 days."""
    signal = raised(qz, tmp_path)
    warning = warned(qz, signal)
    signal.refresh_from_db()
    assert responses([signal.pk]) == {}
    finished(qz, warning, WARNED + timedelta(days=2))
    done = responses([signal.pk])[signal.pk]
    spans = stages(times_of(signal, done), date(2026, 3, 10))
    assert [(one.days, one.met) for one in spans] == [(20, False), (2, False), (2, True)]
    assert share_met(qz.director, date(2026, 3, 10)).words == "1个信号中0个达到7-1-7，占0%"
