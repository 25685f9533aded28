"""A unit agrees to the very text it saw, or reserves its opinion; paper consent is recorded with its scan."""

from typing import Annotated

from lianxi.bodies.queries import basis_of
from lianxi.core.actors import OFFICE, UNIT_SPEAKERS
from lianxi.core.entries import filled, leader_words
from lianxi.core.fields import Choice, File, One, OneUnit, Seen, Words
from lianxi.core.refusals import BadInput, Conflict
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.meetings.facts import consent_of, presences_of, present_revision
from lianxi.meetings.models import Consent, Minutes
from lianxi.meetings.rules import steps
from lianxi.meetings.rules.consent import Presence
from lianxi.meetings.rules.machines import OBJECTION
from lianxi.papers.files import Upload, store_file


def own_paragraphs(minutes: Minutes, unit_id: int) -> dict[str, str]:
    """Return {key: hash} of the present paragraphs that a unit answers for.

    Raises NotAsked for a unit that did not attend.
    """
    presences: list[Presence] = [p for p in presences_of(minutes.meeting) if p.unit == unit_id]
    if not presences:
        raise steps.not_asked()
    rows = present_revision(minutes).paragraphs
    return {p["key"]: p["hash"] for p in rows if p["item"] is None or any(s.at(p["item"]) for s in presences)}


def _require_seen(minutes: Minutes, revision: int) -> None:
    if minutes.revision != revision:
        raise Conflict(
            f"纪要已改为第{minutes.revision}版，你看的是第{revision}版。",
            rule="同意只对看过的文本有效",
            next_step="请看过新版本后再表态。",
        )


@action(
    "meetings.consent.give",
    "会签纪要",
    who=UNIT_SPEAKERS,
    rule="纪要经与会单位同意",
    deciding=on(Minutes, "minutes_id", steps.in_consent, steps.asked, facts=consent_of),
)
def give_consent(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    revision: Annotated[int, Seen("纪要版本")],
    stance: Annotated[str, Choice("表态")] = "agree",
    reservation: Annotated[str, Words("保留的意见", 2000)] = "",
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Consent:
    """Record the own unit's consent to the present revision, hash by hash.

    stance is agree, or reserve with the reserved opinion. The unit's open objections end with it.
    Raises Conflict when the text is no longer the revision that was seen.
    """
    minutes = act.lock(Minutes, minutes_id)
    _require_seen(minutes, revision)
    consent = _word(act, minutes, act.actor.unit_id or 0, stance, reservation)
    consent.unit_leader = leader_words(unit_leader)
    return act.create(consent)


@action(
    "meetings.consent.record_on_paper",
    "代录纸质会签",
    who=OFFICE,
    deciding=on(Minutes, "minutes_id", steps.in_consent),
)
def record_paper_consent(
    act: Act,
    *,
    minutes_id: Annotated[int, One("纪要")],
    revision: Annotated[int, Seen("纪要版本")],
    unit_id: Annotated[int, OneUnit("单位")],
    scan: Annotated[Upload, File("会签页扫描件")],
    stance: Annotated[str, Choice("表态")] = "agree",
    reservation: Annotated[str, Words("保留的意见", 2000)] = "",
    unit_leader: Annotated[str, Words("经本单位哪位负责同志（职务）同意", 110)] = "",
) -> Consent:
    """Record, on behalf of a unit, what it signed on paper, with the scan."""
    minutes = act.lock(Minutes, minutes_id)
    _require_seen(minutes, revision)
    consent = _word(act, minutes, unit_id, stance, reservation)
    consent.unit_leader = leader_words(unit_leader)
    consent.scan = store_file(act, minutes.conference_id, scan)
    consent.by = f"{act.actor.label}（代录纸质会签）"
    act.notify(f"办公室已代录你单位的纸质会签：{minutes.meeting.title}", about=minutes, unit=unit_id)
    return act.create(consent)


def _word(act: Act, minutes: Minutes, unit_id: int, stance: str, reservation: str) -> Consent:
    if stance not in ("agree", "reserve"):
        raise BadInput("只能同意或保留意见；不同意的请提出异议。")
    if stance == "agree" and reservation.strip():
        raise BadInput(
            "表态是“同意”，又写了保留的意见。",
            rule="写下的意见不能不作记录",
            next_step="要保留意见的，请改选“保留意见”；同意的，请删去所写的意见。",
        )
    hashes = own_paragraphs(minutes, unit_id)
    act.cite(basis_of(minutes.conference_id, "consent", day_of(act.at)))
    for objection in minutes.objections.filter(unit_id=unit_id).exclude(state="closed"):
        act.move(objection, OBJECTION)
    act.subject = f"meetings.minutes:{minutes.pk}"
    act.remark = f"第{minutes.revision}版{'，保留意见' if stance == 'reserve' else ''}"
    consent = Consent(conference_id=minutes.conference_id, minutes=minutes, unit_id=unit_id, stance=stance)
    consent.revision, consent.hashes, consent.at, consent.by = (
        minutes.revision,
        hashes,
        act.at,
        act.actor.label,
    )
    consent.reservation = filled(reservation, "保留的意见", 2000) if stance == "reserve" else ""
    return consent
