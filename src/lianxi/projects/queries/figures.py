"""Figures that the register holds: what the acts of the mechanism count, from its own records."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from lianxi.clocks.queries import calendar_now
from lianxi.core.workdays import add_workdays
from lianxi.ledger.holding import Held
from lianxi.projects.models import Project, ProjectGap
from lianxi.projects.queries.facts import LIMITS
from lianxi.projects.rules.gaps import DECLARE_DAYS, SHARED_KINDS
from lianxi.projects.rules.risk import catalogue

URL = "/projects"


def _hazardous(conference_id: int) -> QuerySet[Project]:
    """Return the projects judged or not struck off; what is unlisted and unjudged is no hazardous project yet."""
    rows = Project.objects.filter(conference_id=conference_id).exclude(status="cancelled")
    return rows.exclude(hazard="no")


def _is_listed(row: Project) -> bool:
    return any(code in catalogue() or code[:4] in catalogue() for code in row.industries)


def _count(rows: QuerySet[Project]) -> Decimal:
    told = rows.filter(hazard="yes").count()
    rest = rows.filter(hazard="unknown").only("industries")
    return Decimal(told + sum(_is_listed(row) for row in rest.iterator(2_000)))


def _held(value: Decimal | int, words: str) -> Held:
    return Held(Decimal(value), words, URL)


def _until(last: date) -> Q:
    return Q(permit_on__lte=last) | Q(started_on__lte=last)


def permitted(conference_id: int, _unit: int, _first: date, last: date) -> Held:
    """Count hazardous projects that had begun by the last day."""
    return _held(_count(_hazardous(conference_id).filter(_until(last))), "已取得施工许可或开工的危害项目")


def evaluated(conference_id: int, _unit: int, _first: date, last: date) -> Held:
    """Count those of them with a pre-evaluation (radiation: health's approval) by the last day."""
    done = Q(pre_evaluation_on__lte=last) | (~Q(medical_radiation="none") & Q(review_approved_on__lte=last))
    return _held(
        _count(_hazardous(conference_id).filter(_until(last)).filter(done)), "其中已有预评价记录的项目"
    )


def producing(conference_id: int, _unit: int, _first: date, last: date) -> Held:
    """Count hazardous projects in production by the last day."""
    return _held(_count(_hazardous(conference_id).filter(production_on__lte=last)), "已投产的危害项目")


def accepted_producing(conference_id: int, _unit: int, _first: date, last: date) -> Held:
    """Count those in production that were accepted by the last day."""
    rows = _hazardous(conference_id).filter(production_on__lte=last)
    return _held(
        _count(rows.filter(Q(acceptance_on__lte=last) | Q(health_accepted_on__lte=last))), "其中已验收的项目"
    )


def accepted(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count hazardous projects accepted within the period whose 30 days are over or that declared."""
    rows = _hazardous(conference_id).filter(acceptance_on__gte=first, acceptance_on__lte=last)
    return _held(_count(rows), "本期验收的项目")


def declared(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count those accepted within the period that declared within 30 days."""
    rows = _hazardous(conference_id).filter(acceptance_on__gte=first, acceptance_on__lte=last)
    rows = rows.filter(declared_on__lte=F("acceptance_on") + timedelta(days=DECLARE_DAYS))
    return _held(_count(rows), "其中验收后 30 日内申报的项目")


def gaps_stood(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count the gaps that stood at the beginning of the period or were found in it."""
    rows = ProjectGap.objects.filter(conference_id=conference_id, found_on__lte=last)
    return _held(
        rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=first)).count(), "期初和期内的未落实环节"
    )


def gaps_closed(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count the gaps closed within the period."""
    rows = ProjectGap.objects.filter(conference_id=conference_id, closed_on__gte=first, closed_on__lte=last)
    return _held(rows.count(), "期内消除的未落实环节")


def imported(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count the projects that came by the public list within the period."""
    rows = Project.objects.filter(conference_id=conference_id, via="public")
    return _held(rows.filter(listed_on__gte=first, listed_on__lte=last).count(), "本期导入的公开项目")


def imported_hazardous(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count those of them that may produce hazards."""
    rows = _hazardous(conference_id).filter(via="public", listed_on__gte=first, listed_on__lte=last)
    return _held(_count(rows), "其中可能产生职业病危害的项目")


def approvals(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count the hazardous projects the industry office approved within the period."""
    return _held(_approved(conference_id, first, last).count(), "本期立项、核准的项目")


def approvals_in_time(conference_id: int, _unit: int, first: date, last: date) -> Held:
    """Count those of them shared within the configured working days."""
    calendar, days = calendar_now(), LIMITS.share_workdays
    rows = _approved(conference_id, first, last).filter(shared_on__isnull=False)
    count = sum(
        approved is not None and shared is not None and shared <= add_workdays(approved, days, calendar)
        for approved, shared in rows.values_list("approved_on", "shared_on")
    )
    return _held(count, f"其中 {days} 个工作日内共享的项目")


def _approved(conference_id: int, first: date, last: date) -> QuerySet[Project]:
    rows = _hazardous(conference_id).filter(approver="工信", level="city", kind__in=SHARED_KINDS)
    return rows.filter(approved_on__gte=first, approved_on__lte=last)
