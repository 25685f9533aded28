"""Stages of signal tests: a shipped conference, data of one construction employer, and a signal taken as far as needed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cast import AT, Cast
from lianxi.core.actors import Actor, SeatKind
from lianxi.ledger.actions import acknowledge_obligation, report_progress, verify_obligation
from lianxi.ledger.models import Obligation
from lianxi.stories.example_files import credit_code
from lianxi.stories.founding import found_shipped
from lianxi.surveillance.actions import assess_signal, issue_warning, verify_signal
from lianxi.surveillance.actions.detection import Run, run_detection
from lianxi.surveillance.models import Batch, HazardWarning, Signal
from lianxi.surveillance.queries.routed import route_signal
from surveillance.intake_stages import CASE, MEASURED, applied, rows, write_csv

BUILDER = credit_code("350503", 1)
LATER = AT + timedelta(days=1)
WARNED = AT + timedelta(days=2)
BUILDING: Mapping[str, str] = {
    **MEASURED,
    "企业名称": "泉州示例建工有限公司",
    "统一社会信用代码": BUILDER,
    "区": "丰泽区",
    "行业小类": "4710",
    "工作场所名称": "一标段",
    "岗位小类": "电焊",
    "职业病危害因素小类": "电焊烟尘",
    "类别": "总尘",
    "周工作天数": "5",
}


class Quanzhou(Cast):
    """Quanzhou's conference as its own document founds it: the office's daily work is done by a deputy director."""

    @property
    def staff(self) -> Actor:
        return self.actor(SeatKind.OFFICE_DEPUTY)


def shipped() -> Cast:
    """Found Quanzhou's conference from its own document, with all its clauses and units."""
    return Quanzhou(found_shipped("QZ", AT - timedelta(days=30), is_demo=True))


def measured(
    cast: Cast, folder: Path, *changes: Mapping[str, str], base: Mapping[str, str] = BUILDING
) -> Batch:
    """Bring measurements in; each change is a row, told apart by its report's number."""
    place = len(list(folder.iterdir()))
    listed = [{"检测报告编号": f"R{place}-{n}", **one} for n, one in enumerate(changes)]
    return applied(cast, "measurements", write_csv(folder / f"m{place}.csv", rows(base, *listed)))


def cases(cast: Cast, folder: Path, *changes: Mapping[str, str]) -> Batch:
    return applied(
        cast, "cases", write_csv(folder / f"c{len(list(folder.iterdir()))}.csv", rows(CASE, *changes))
    )


def run(cast: Cast, at: datetime = AT) -> Run:
    return run_detection(cast.conference.pk, at)


def raised(cast: Cast, folder: Path) -> Signal:
    """One exceedance at a building site: welding fume 6 mg/m³ where 4 is allowed."""
    measured(cast, folder, {"检测结果": "6"})
    run(cast)
    return Signal.objects.get(conference=cast.conference, rule="exceedance")


def assessed(cast: Cast, signal: Signal) -> Signal:
    verify_signal(cast.staff, LATER, signal_id=signal.pk, text="已电话核实，检测报告无误。")
    return assess_signal(
        cast.staff, LATER, signal_id=signal.pk, risk="high", text="接触人数多，通风设施停用。"
    )


def warned(cast: Cast, signal: Signal) -> HazardWarning:
    """Warn the unit of construction by its own clause."""
    assessed(cast, signal)
    signal = Signal.objects.get(pk=signal.pk)
    named = [one for one in route_signal(cast.conference, signal).named if one.unit.name == "市住建局"]
    return issue_warning(
        cast.director,
        WARNED,
        signal_id=signal.pk,
        level="serious",
        text="请督促该工地立即治理，复测合格后恢复作业。",
        units=[f"{one.unit.pk}:{one.clause}" for one in named if one.clause == "QZ-3-11-2"],
    )


def finished(cast: Cast, warning: HazardWarning, at: datetime) -> None:
    """Let the unit receive, report and have verified what the warning asked."""
    owed = Obligation.objects.get(source=f"surveillance.hazardwarning:{warning.pk}")
    unit = cast.liaison("市住建局")
    acknowledge_obligation(unit, at, obligation_id=owed.pk)
    report_progress(unit, at, obligation_id=owed.pk, text="已停工整改，通风已恢复，申请办结。", done=True)
    verify_obligation(cast.staff, at, obligation_id=owed.pk)
