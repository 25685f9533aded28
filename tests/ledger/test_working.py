"""What the units do: acknowledging and reporting on the database."""

from dataclasses import replace
from datetime import date

import pytest

from cast import Cast
from ledger.steps import (
    FILE,
    acknowledged,
    assert_explained,
    at,
    deputy,
    entered,
    fresh,
    journal,
)
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.ledger.actions import (
    acknowledge_obligation,
    ask_extension,
    report_progress,
    verify_obligation,
)
from lianxi.ledger.models import Progress, ProgressFile
from lianxi.papers.files import read_file


def test_the_leads_word_starts_the_work_and_a_co_units_does_not(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",))
    acknowledge_obligation(deputy(cast, "市人社局"), at(1), obligation_id=row.pk)
    assert fresh(row).state == "issued"
    acknowledge_obligation(cast.liaison("市住建局"), at(1), obligation_id=row.pk)
    assert fresh(row).state == "in_progress"
    assert journal("ledger.obligation.acknowledge")["subject"] == f"ledger.obligation:{row.pk}"
    with pytest.raises(Refusal, match="已经签收过") as refused:
        acknowledge_obligation(cast.member("市住建局"), at(1), obligation_id=row.pk)
    assert_explained(refused.value)


def test_another_unit_neither_acknowledges_nor_reports_nor_asks(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    other = cast.member("市发改委")
    with pytest.raises(NotPermitted) as refused:
        acknowledge_obligation(other, at(1), obligation_id=row.pk)
    assert refused.value.code == "not_your_obligation"
    assert "市住建局" in refused.value.next_step
    with pytest.raises(NotPermitted):
        report_progress(other, at(1), obligation_id=row.pk, text="办理中。")
    with pytest.raises(Refusal, match="由主办单位申请"):
        ask_extension(
            other,
            at(1),
            obligation_id=row.pk,
            asked_on=date(2026, 4, 1),
            reason="材料未齐",
            progress="已完成大半",
        )
    assert not Progress.objects.exists()


def test_reports_keep_their_files(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    report = report_progress(
        cast.member("市住建局"), at(1), obligation_id=row.pk, text="过半。", files=(FILE,)
    )
    assert fresh(row).state == "in_progress"
    assert fresh(row).last_reported_at == at(1)
    stored = ProgressFile.objects.get(progress=report).file
    assert read_file(stored) == FILE.content
    assert journal("ledger.progress.report")["subject"] == f"ledger.obligation:{row.pk}"


def test_reporting_comes_after_acknowledging(cast: Cast) -> None:
    row = entered(cast, co=("市人社局",))
    with pytest.raises(WrongState, match="待签收"):
        report_progress(cast.member("市住建局"), at(1), obligation_id=row.pk, text="办理中。")
    acknowledged(cast, row)
    with pytest.raises(Refusal, match="还没有签收") as refused:
        report_progress(cast.member("市人社局"), at(1), obligation_id=row.pk, text="办理中。")
    assert_explained(refused.value)


def test_only_the_lead_asks_for_closing(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, co=("市人社局",)))
    acknowledge_obligation(cast.member("市人社局"), at(1), obligation_id=row.pk)
    report_progress(cast.member("市人社局"), at(1), obligation_id=row.pk, text="办完。", done=True)
    assert fresh(row).state == "in_progress"
    report = Progress.objects.get()
    assert (report.done, report.part_done) == (False, True)


def test_closing_needs_the_evidence_wanted_or_a_reason(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_wanted="排查清单"))
    lead = cast.member("市住建局")
    with pytest.raises(Refusal, match="须附材料：排查清单") as refused:
        report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True)
    assert_explained(refused.value)
    reason = "清单由省厅统一存档，另行调阅"
    report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True, without_files=reason)
    assert fresh(row).state == "submitted"


def test_a_file_of_an_earlier_report_of_the_round_is_evidence(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast, evidence_wanted="排查清单", cycle="monthly"))
    lead = cast.member("市住建局")
    report_progress(lead, at(1), obligation_id=row.pk, text="过半。", files=(FILE,))
    report_progress(lead, at(2), obligation_id=row.pk, text="办完。", done=True)
    verify_obligation(cast.staff, at(3), obligation_id=row.pk)
    with pytest.raises(Refusal, match="须附材料"):
        report_progress(lead, at(4), obligation_id=row.pk, text="本期办完。", done=True)


def test_a_refused_report_stores_nothing(cast: Cast) -> None:
    row = acknowledged(cast, entered(cast))
    bad = replace(FILE, name="run.exe")
    with pytest.raises(BadInput):
        report_progress(
            cast.member("市住建局"), at(1), obligation_id=row.pk, text="过半。", files=(FILE, bad)
        )
    assert not Progress.objects.exists()
    assert not ProgressFile.objects.exists()
