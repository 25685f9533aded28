"""Employers are met in data: entered under their code, a second name noted until somebody settles it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.fields import One, Words
from lianxi.core.guards import stands
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.register.models import Employer, EmployerName, Institution
from lianxi.register.queries import CHUNK, employers_by_code
from lianxi.register.rules import EMPLOYER_NAME, name_key


@dataclass(frozen=True, slots=True)
class MetEmployer:
    """An employer as data name it; empty where they do not say."""

    code: str
    name: str
    division: str = ""
    industry: str = ""
    size: str = ""


def meet_employers(act: Act, conference_id: int, met: Iterable[MetEmployer]) -> int:
    """Enter employers within an act; gives how many were new.

    What is known stays: an empty column is filled in, a second name is noted as to be confirmed.
    """
    by_code = {one.code: one for one in met}
    known = employers_by_code(conference_id, by_code)
    names = _known_names(list(known.values()))
    day, fresh = day_of(act.at), 0
    for code in sorted(by_code):
        one = by_code[code]
        if code not in known:
            act.create(_new(conference_id, one, day))
            fresh += 1
            continue
        row = known[code]
        filled = {name: getattr(one, name) for name in ("division", "industry", "size")}
        missing = {name: value for name, value in filled.items() if value and not getattr(row, name)}
        if missing:
            act.change(row, **missing)
        if one.name and name_key(one.name) not in names[row.pk]:
            act.create(
                EmployerName(
                    conference_id=conference_id,
                    employer=row,
                    text=one.name,
                    first_seen_on=day,
                    state=EMPLOYER_NAME.initial,
                )
            )
    return fresh


def meet_institutions(act: Act, conference_id: int, kind: str, names: Iterable[str]) -> int:
    """Enter institutions of one kind by name within an act; gives how many were new."""
    known = set(
        Institution.objects.filter(conference_id=conference_id, kind=kind).values_list("name", flat=True)
    )
    fresh = sorted(set(names) - known)
    act.create_many([Institution(conference_id=conference_id, kind=kind, name=name) for name in fresh])
    return len(fresh)


def _new(conference_id: int, one: MetEmployer, day: date) -> Employer:
    return Employer(
        conference_id=conference_id,
        code=one.code,
        name=one.name or one.code,
        division=one.division,
        industry=one.industry,
        size=one.size,
        first_seen_on=day,
    )


def _known_names(rows: list[Employer]) -> dict[int, set[str]]:
    names = {row.pk: {name_key(row.name)} for row in rows}
    keys = list(names)
    for start in range(0, len(keys), CHUNK):
        for other in EmployerName.objects.filter(employer_id__in=keys[start : start + CHUNK]):
            names[other.employer_id].add(name_key(other.text))
    return names


@action(
    "register.employer_name.accept",
    "确认为同一单位",
    who=OFFICE,
    deciding=on(EmployerName, "name_id", stands(EMPLOYER_NAME, "register.employer_name.accept")),
)
def accept_name(act: Act, *, name_id: Annotated[int, One("用人单位另一名称")]) -> EmployerName:
    """Settle that a second name is the employer's own: a change of name or a short form."""
    return act.move(act.lock(EmployerName, name_id), EMPLOYER_NAME)


@action(
    "register.employer_name.reject",
    "认定为不是同一单位",
    who=OFFICE,
    deciding=on(EmployerName, "name_id", stands(EMPLOYER_NAME, "register.employer_name.reject")),
)
def reject_name(
    act: Act, *, name_id: Annotated[int, One("用人单位另一名称")], reason: Annotated[str, Words("理由", 200)]
) -> EmployerName:
    """Settle that a second name belongs to another employer, whose data carry a wrong code."""
    if not reason.strip():
        raise BadInput("请写明理由。", rule="认定须说明理由")
    return act.move(act.lock(EmployerName, name_id), EMPLOYER_NAME, note=reason.strip())
