"""What the rules need of a project, loaded in one place for actions, pages and the day's run."""

from datetime import date

from lianxi.bodies.models import Conference, Unit
from lianxi.bodies.queries import find_unit
from lianxi.core.actors import UNIT_SPEAKERS, Actor
from lianxi.core.guards import Guard
from lianxi.core.refusals import BadInput, NotPermitted, Refusal, WrongState
from lianxi.projects.models import FilingRuling, Project, ProjectList, ProjectMatch
from lianxi.projects.rules.data import JUDGING, MECHANISM, addresses
from lianxi.projects.rules.gaps import ProjectFacts, SharingLimits
from lianxi.projects.rules.lists import LIST_KINDS
from lianxi.projects.rules.standing import DATE_LABELS, VERDICTS

LIMITS = SharingLimits()
_DATES = tuple(name for name in DATE_LABELS)


def facts_of(row: Project, instrument: str, day: date) -> ProjectFacts:
    """Give the facts of a project as the rules read them, as of a day."""
    return ProjectFacts(
        as_of=day,
        instrument=instrument,
        industries=tuple(row.industries),
        code=row.code or None,
        level=row.level,  # type: ignore[arg-type]
        county=row.area,
        approved_by=row.approver,
        kind=row.kind,
        condition_clear=row.condition_clear,
        hazard=row.hazard,  # type: ignore[arg-type]
        medical_radiation=row.medical_radiation,  # type: ignore[arg-type]
        status=row.status,  # type: ignore[arg-type]
        limits=LIMITS,
        **{name: getattr(row, name) for name in _DATES},
    )


def find_ruling(conference_id: int) -> FilingRuling | None:
    """Find the ruling on 备案 projects that holds."""
    return FilingRuling.objects.filter(conference_id=conference_id).order_by("-pk").first()


def is_in_scope(row: Project, ruling: FilingRuling | None) -> bool:
    """Tell whether a project is looked at: 备案 ones only where the office has ruled so, from the ruling's day on."""
    if row.kind != "备案":
        return True
    if ruling is None or not ruling.included:
        return False
    return row.approved_on is None or row.approved_on >= ruling.from_on


def unit_for(conference: Conference | int, instrument: str, kind: str, day: date) -> Unit | None:
    """Find the member unit that a document gives a part of the mechanism; None where it names none."""
    address = addresses(instrument).get(kind)
    return find_unit(conference, address.unit, day) if address and address.unit else None


def giver_refusal(conference: Conference, actor: Actor, kinds: tuple[str, ...], day: date) -> Refusal | None:
    """Refuse a seat whose unit gives none of these; the office enters for those that have no seat."""
    if actor.is_office:
        return None
    units = [unit_for(conference, conference.instrument, kind, day) for kind in kinds]
    if actor.kind in UNIT_SPEAKERS and actor.unit_id in {one.pk for one in units if one}:
        return None
    named = "、".join(dict.fromkeys(one.name for one in units if one)) or "办公室"
    return NotPermitted(
        "这些内容不由你单位提供。",
        rule=f"由{named}按条款提供，办公室可代为登记",
        next_step=f"请由{named}的席位登记。",
    )


def gives(*kinds: str) -> Guard:
    """Let a seat act on a project whose unit gives one of these, and the office for those without a seat."""

    def guard(row: Project, actor: Actor, day: date) -> Refusal | None:
        return giver_refusal(row.conference, actor, kinds, day)

    return guard


def own_list(row: ProjectList, actor: Actor, day: date) -> Refusal | None:
    """Let the unit that gives this kind of list act, and the office."""
    return giver_refusal(row.conference, actor, LIST_KINDS[row.kind].givers, day)


def gives_lists(conference: Conference, actor: Actor, day: date) -> Refusal | None:
    """Let a seat send whose unit gives any kind of list."""
    kinds = dict.fromkeys(kind for one in LIST_KINDS.values() for kind in one.givers)
    return giver_refusal(conference, actor, tuple(kinds), day)


def settles(row: ProjectMatch, actor: Actor, day: date) -> Refusal | None:
    """Let the health line or the office settle a likeness that nobody has settled."""
    if not actor.is_office and (refusal := health_refusal(row.conference, actor, day)):
        return refusal
    if row.verdict:
        return WrongState(
            f"这一对已由{row.settled_by}确认：{VERDICTS[row.verdict]}。",
            rule="一对只确认一次",
            next_step="确认有误的，请卫生健康部门在项目页说明。",
        )
    return None


def has_mechanism(conference: Conference, _actor: Actor, _day: date) -> Refusal | None:
    """Refuse where the document gives nobody a part in projects: without a clause nothing is ruled."""
    if MECHANISM in addresses(conference.instrument):
        return None
    return BadInput(
        "本联席会议的文件没有建设项目协调的条款。", next_step="没有条款的，不作裁定，也不查未落实环节。"
    )


def health_refusal(conference: Conference, actor: Actor, day: date) -> Refusal | None:
    """Refuse whoever is not of the health line: it alone judges what may produce hazards."""
    unit = unit_for(conference, conference.instrument, JUDGING, day)
    if unit is not None and actor.unit_id == unit.pk:
        return None
    name = unit.name if unit else "卫生健康部门"
    return NotPermitted(
        "是否可能产生职业病危害不由你单位判断。",
        rule=f"由{name}按条款判断，须写明理由，可以重新判断",
        next_step=f"请由{name}的席位判断。",
    )
