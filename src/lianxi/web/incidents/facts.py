"""What is known of an event: as facts to read and as the form that puts them right."""

from datetime import date

from lianxi.core.words import moment_text
from lianxi.incidents.actions.facts import SECTORS
from lianxi.incidents.queries.grading import Whole
from lianxi.incidents.rows import IncidentRow
from lianxi.incidents.rules.lists import lead_items, sourced
from lianxi.incidents.rules.machines import KINDS, RADIATION, WORK_SAFETY
from lianxi.law.queries import list_duty_clauses
from lianxi.register.queries import list_areas
from lianxi.web.incidents.shapes import FactsForm, FactsSummaryRows
from lianxi.web.shared.lights import short_citation


def summary_rows(whole: Whole) -> list[FactsSummaryRows]:
    """List what is known of an event; what nobody knows says so."""
    one = whole.incident
    occurred = moment_text(whole.occurred_at) if whole.occurred_at else "不详（等级窗口暂自首次接报起算）"
    traits = [
        label for flag, label in ((one.is_industrial, "工业企业"), (one.is_municipal, "市属企业")) if flag
    ]
    rows = [
        ("类别", KINDS[one.kind] + ("" if one.is_confirmed else "（尚未诊断确认）")),
        ("地点", "，".join(part for part in (one.division, one.place) if part)),
        ("发生", occurred),
        ("首次接报", moment_text(whole.told_at)),
        ("用人单位", one.employer or "还不知道"),
        ("危害因素", one.hazard or "还不知道"),
        ("生产安全事故", WORK_SAFETY[one.work_safety]),
        ("性质", "、".join([*traits, SECTORS[one.sector]]) if one.sector else "、".join(traits) or "—"),
    ]
    if one.danger:
        rows.append(("现实危险", one.danger))
    if one.radiation:
        rows.append(("辐射情况", "；".join(RADIATION.get(code, code) for code in one.radiation)))
    return [{"label": label, "value": value} for label, value in rows]


def facts_form(incident: IncidentRow) -> FactsForm:
    """Give the choices of the form that puts an event's facts right."""
    areas = [row.name for row in list_areas(incident.conference_id, on=True)]
    if incident.division and incident.division not in areas:
        areas.append(incident.division)
    return {
        "areas": [("", "还不知道"), *((name, name) for name in areas)],
        "kinds": KINDS.items(),
        "work_safety": WORK_SAFETY.items(),
        "sectors": SECTORS.items(),
        "radiation": [(code, words, code in incident.radiation) for code, words in RADIATION.items()],
        "severe_ars": incident.radiation.get("severe_ars", 0),
    }


def lead_choices(incident: IncidentRow, day: date) -> list[dict[str, str]]:
    """List by which laws a unit leads this kind of event."""
    return [
        {"code": one.code, "words": sourced(one.basis, one.confidence)}
        for one in lead_items(day)
        if incident.kind in one.kinds
    ]


def clause_choices(incident: IncidentRow) -> list[tuple[str, str]]:
    """List the duties of the conference's own document to choose a follow-up's clause from."""
    conference = incident.conference
    rows = list_duty_clauses(conference.instrument, conference.instrument_version)
    told = [
        (row.code, f"{row.unit} {short_citation(row.citation)} {row.text[:30]}") for row in rows if row.unit
    ]
    return [("", "请选择条款"), *told]
