"""Projects and enterprises brought together: a code does so by itself, a likeness waits for a person's word."""

from collections.abc import Sequence
from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE, TIMER_ONLY, UNIT_SPEAKERS
from lianxi.core.entries import filled, short_enough
from lianxi.core.fields import Choice, One, Words
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action, record_name
from lianxi.journal.guards import on
from lianxi.projects.actions.entering import conference_of
from lianxi.projects.models import Project, ProjectMatch
from lianxi.projects.queries.facts import settles
from lianxi.projects.queries.reading import area_pairs
from lianxi.projects.rules.matching import Likeness, Party, match_all
from lianxi.projects.rules.standing import VERDICTS
from lianxi.register.queries import list_employers
from lianxi.register.rules.places import division_path, former_divisions

COLUMNS = ("conference_id", "project_id", "other_code", "other_name", "score", "why", "found_on")


@action("projects.match.propose", "比对项目和用人单位", who=OFFICE | TIMER_ONLY)
def propose_matches(act: Act) -> Sequence[int]:
    """Match projects that have no enterprise yet: an equal code is taken, a likeness put before a person.

    One that a person has settled is not asked again. Gives the ids of the new likenesses.
    """
    conference = conference_of(act, hold=True)
    projects = {
        row.pk: row
        for row in Project.objects.select_for_update().filter(conference_id=act.chain, employer_code="")
    }
    employers = list_employers(act.chain)
    areas = dict(area_pairs(act.chain))
    names = {code: name for name, code in areas.items()}
    right = [
        Party(at, code, name, names.get(division, ""))
        for at, (code, name, division, _one) in enumerate(employers)
    ]
    left = [Party(row.pk, row.builder_code, row.builder, row.area, row.place) for row in projects.values()]
    regions = tuple(_regions(conference, area_pairs(act.chain)))
    found = act.read(matched, tuple(left), tuple(right), regions)
    by_code = [(projects[one.left], {"employer_code": employers[one.right][0]}) for one in found if one.sure]
    act.change_batch(by_code)
    settled = set(
        ProjectMatch.objects.filter(conference_id=act.chain).values_list("project_id", "other_code")
    )
    new = [one for one in found if not one.sure and (one.left, employers[one.right][0]) not in settled]
    made = (
        act.create_rows(ProjectMatch, COLUMNS, (_columns(act, one, employers) for one in new)) if new else []
    )
    if by_code or made:
        act.subject = record_name(conference)
    return made


def matched(left: tuple[Party, ...], right: tuple[Party, ...], regions: tuple[str, ...]) -> list[Likeness]:
    """Compare both sides; reckoned while nothing is held."""
    return list(match_all(left, right, regions))


def _columns(act: Act, one: Likeness, employers: Sequence[tuple[str, str, str, str]]) -> Sequence[object]:
    code, name, _division, _industry = employers[one.right]
    return (act.chain, one.left, code, name[:200], one.score, one.why[:200], day_of(act.at))


def _regions(conference: Conference, areas: Sequence[tuple[str, str]]) -> list[str]:
    """Name the places whose names say where a firm is and not who: the conference's own, now and formerly."""
    codes = {code for _name, code in areas if code}
    told = {name for code in codes for name in division_path(code)}
    told |= {name for old, (name, now, _year) in former_divisions().items() if now in codes}
    return sorted({*told, *(name for name, _code in areas), conference.region})


@action(
    "projects.match.settle",
    "确认对应关系",
    who=UNIT_SPEAKERS | OFFICE,
    rule="由卫生健康部门或办公室确认",
    deciding=on(ProjectMatch, "match_id", settles),
)
def settle_match(
    act: Act,
    *,
    match_id: Annotated[int, One("对应关系")],
    verdict: Annotated[str, Choice("结论", VERDICTS)],
    reason: Annotated[str, Words("理由", 200)] = "",
) -> ProjectMatch:
    """Say whether a likeness is one enterprise; “不是同一单位” is kept and not asked again.

    Raises WrongState for one settled already, BadInput for a no without a reason.
    """
    row = act.lock(ProjectMatch, match_id)
    if verdict not in VERDICTS:
        raise BadInput("请选择“是同一单位”或“不是同一单位”。")
    told = filled(reason, "理由", 200) if verdict == "other" else short_enough(reason, "理由", 200)
    if verdict == "same":
        act.change(act.lock(Project, row.project_id), employer_code=row.other_code)
    return act.change(row, verdict=verdict, reason=told, settled_at=act.at, settled_by=act.actor.label)
