"""The next step of a patient's path: insurance first, employer second, aid last; remedies only while open.

An employer that is gone is no reason to skip recognition as a work injury: the fund pays if it had insured, and in
advance after recognition (人社部发〔2013〕34号; 社会保险法第四十一条). Aid is the person's own application.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lianxi.clocks.rules.limits import shipped_limits
from lianxi.clocks.rules.reckoning import reckon
from lianxi.core.derivations import Pause
from lianxi.core.workdays import china
from lianxi.protection.rules.facts import Appraisal, Injury, Path
from lianxi.protection.rules.offices import NOBODY, Address, address

# Households for which living aid follows medical aid (社会救助法: 特困人员, 最低生活保障).
WITH_LIVING_AID = ("特困", "低保")
NO_HOUSEHOLD = ("none", "无", "不符合")
RECOGNISE = ("recognise",)


@dataclass(frozen=True, slots=True)
class Clock:
    """A unit's clock on a step."""

    rule: str
    start: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Remedy:
    """A right that is still open; where its last day is a day off, the next working day beside it."""

    code: str
    last_day: date
    rolls_to: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """The next step: what, by whom, under which clock; open remedies and what goes on beside it."""

    step: str
    stage: str
    office: Address = NOBODY
    clock: Clock | None = None
    remedies: tuple[Remedy, ...] = ()
    parallel: tuple[str, ...] = ()


def next_step(path: Path) -> Step:
    """Return the next step of a path as of its day."""
    if path.exposure == "custody_labour" and path.is_positive:
        return _step(path, "custody_compensation", "custody", "custody")
    if path.result == "suspected" and path.last_appraisal is None:
        return _step(path, "diagnose", "diagnosis", "health", _clock("cases.suspected_report", path.found_on))
    if not path.is_positive:
        return _not_occupational(path)
    return (_certificate(path) if path.result == "yes" else None) or _after_certificate(path)


def _after_certificate(path: Path) -> Step:
    injury = path.injury
    if injury is None or not path.has_applied:
        return _no_application(path)
    decided = path.known(injury.decided_on)
    if decided and injury.result in ("refused", "not_accepted"):
        return _refused(path, injury)
    if decided:
        return _recognised(path)
    accepted = path.known(injury.accepted_on)
    if accepted is None:
        return _injury(path, "injury_acceptance", _clock("injury.acceptance", injury.applied_on))
    rule = "injury.decision_clear" if injury.clear else "injury.decision"
    pauses = [Pause("等待结论", *span) for span in injury.pauses]
    return _injury(path, "injury_decision", _clock(rule, accepted, pauses))


# ---- diagnosis, appraisal, certificate ----


def _not_occupational(path: Path) -> Step:
    pending = next((one for one in path.appraisals if _is_pending(path, one)), None)
    if pending is not None:
        clock = _clock("cases.appraisal_conclude", path.known(pending.accepted_on))
        return _step(path, "appraisal_conclude", "diagnosis", "health", clock)
    last = path.last_appraisal
    if last is None:
        if path.known(path.certificate_received_on) is None:
            return _undelivered(path)
        return _appraisal_open(
            path, "appraisal_first_open", "cases.appraisal_first", path.certificate_received_on
        )
    if last.level == 1:
        return _appraisal_open(path, "appraisal_second_open", "cases.appraisal_second", last.received_on)
    return Step("closed_not_occupational", "closed")


def _is_pending(path: Path, one: Appraisal) -> bool:
    return path.known(one.applied_on) is not None and path.known(one.received_on) is None


def _appraisal_open(path: Path, name: str, rule: str, start: date | None) -> Step:
    remedies = _remedies(path, rule, start)
    if not remedies:
        return Step("closed_not_occupational", "closed")
    return replace(_step(path, name, "diagnosis", "health"), remedies=remedies)


def _certificate(path: Path) -> Step | None:
    if path.known(path.certificate_received_on) is None:
        return _undelivered(path)
    is_told = path.known(path.listed_to_hr_on) is not None or path.has_applied or path.is_recognised
    return None if is_told else _step(path, "list_to_hr", "list", "list")


def _undelivered(path: Path) -> Step:
    issued = path.known(path.certificate_issued_on)
    if issued is None:
        return _step(path, "issue_certificate", "diagnosis", "health")
    clock = _clock("cases.certificate_delivery", issued)
    return _step(path, "deliver_certificate", "diagnosis", "health", clock)


# ---- work injury ----


def _no_application(path: Path) -> Step:
    if path.is_recognised:
        return _aid(path)
    if path.employer.relation == "unconfirmable" or path.employer.state == "unknown":
        return _recognise(path)
    since = path.positive_on
    pauses = [Pause(one.reason, one.starts_on, one.ends_on) for one in path.excluded]
    year = _remedies(path, "injury.worker_application", since, pauses)
    if path.employer.relation == "disputed":
        step = _step(path, "labour_arbitration", "injury", "relation")
        return replace(step, remedies=year)
    clock = _clock("injury.employer_application", since)
    if path.employer.state == "operating" and clock is not None and path.as_of <= clock.due_on:
        return _injury(path, "employer_application", clock)
    if not year and since is not None:
        return _injury(path, "late_check_excluded")
    beside = RECOGNISE if path.employer.is_gone and path.employer.insured != "yes" else ()
    return replace(_injury(path, "worker_application"), remedies=year, parallel=beside)


def _refused(path: Path, injury: Injury) -> Step:
    has_no_employer = path.employer.is_gone or path.employer.relation == "unconfirmable"
    remedies = _remedies(path, "remedies.reconsideration", path.known(injury.received_on))
    if remedies or path.known(injury.received_on) is None:
        beside = RECOGNISE if has_no_employer and not path.is_recognised else ()
        return replace(_injury(path, "injury_refused"), remedies=remedies, parallel=beside)
    if path.is_recognised:
        return _aid(path)
    return _recognise(path) if has_no_employer else Step("closed_refused", "closed")


def _recognised(path: Path) -> Step:
    """Give the step after recognition: benefits paid, an advance under way, ability, an advance, or benefits."""
    benefit, ability = path.benefit, path.ability
    if benefit is not None and benefit.paid:
        return Step("closed_benefits", "closed")
    if benefit is not None and path.known(benefit.advance_applied_on):
        return _advance(path, benefit.advance_applied_on, path.known(benefit.urged_on))
    if ability is None or path.known(ability.applied_on) is None:
        return _injury(path, "ability_apply")
    if path.known(ability.concluded_on) is None:
        clock = _clock("injury.ability_assessment", ability.applied_on, prolonged=ability.extended)
        return _injury(path, "ability_conclude", clock)
    refuses = benefit is not None and path.known(benefit.employer_refused_on) is not None
    if path.employer.insured != "yes" and (path.employer.is_gone or refuses):
        return _injury(path, "advance_apply")
    remedies = _remedies(path, "injury.ability_again", path.known(ability.received_on))
    return replace(_injury(path, "benefits"), remedies=remedies)


def _advance(path: Path, applied_on: date | None, urged_on: date | None) -> Step:
    if urged_on is None:
        return _injury(path, "advance_urge", _clock("injury.advance_urge", applied_on))
    clock = _clock("injury.advance_pay", urged_on)
    if clock is not None and path.as_of <= clock.due_on:
        return _injury(path, "advance_pay", clock)
    return _injury(path, "advance_from_fund")


# ---- recognition and aid ----


def _recognise(path: Path) -> Step:
    ruling = path.ruling
    office = (ruling.recognises, ruling.clause) if ruling else address(path.instrument, "office")
    return Step("recognise", "recognition", office)


def _aid(path: Path) -> Step:
    aid = path.aid_medical
    if aid is None or path.known(aid.applied_on) is None:
        return _aid_to_apply(path)
    if path.known(aid.decided_on) is None or aid.result is None:
        return _step(path, "medical_aid_decide", "medical_aid", "medical_aid")
    if aid.result == "refused":
        remedies = _remedies(path, "remedies.reconsideration", path.known(aid.received_on))
        if not remedies and path.known(aid.received_on) is not None:
            return Step("closed_refused", "closed")
        step = _step(path, "medical_aid_refused", "medical_aid", "medical_aid")
        return replace(step, remedies=remedies)
    if path.household in WITH_LIVING_AID and path.aid_living is None:
        return _step(path, "living_aid_apply", "living_aid", "living_aid")
    return Step("closed_aid", "closed")


def _aid_to_apply(path: Path) -> Step:
    if path.household == "unknown":
        name = "temporary_aid_first" if path.urgent else "household_check"
        return _step(path, name, "living_aid", "living_aid")
    if path.household in NO_HOUSEHOLD:
        # 职业病防治法第六十一条第二款: other measures of the local government, not a row's end.
        return _step(path, "other_measures", "living_aid", "office")
    beside = ("living_aid",) if path.household in WITH_LIVING_AID else ()
    return replace(_step(path, "medical_aid_apply", "medical_aid", "medical_aid"), parallel=beside)


# ---- parts ----


def _step(path: Path, name: str, stage: str, office: str, clock: Clock | None = None) -> Step:
    return Step(name, stage, address(path.instrument, office), clock)


def _injury(path: Path, name: str, clock: Clock | None = None) -> Step:
    return _step(path, name, "injury", "injury", clock)


def _clock(
    rule: str, start: date | None, pauses: Sequence[Pause] = (), *, prolonged: bool = False
) -> Clock | None:
    if start is None:
        return None
    found = reckon(shipped_limits()[rule], start, china(), pauses, prolonged=prolonged)
    return Clock(rule, start, found.extended_due_on or found.derivation.due_on)


def _remedies(path: Path, rule: str, start: date | None, pauses: Sequence[Pause] = ()) -> tuple[Remedy, ...]:
    """Give the remedy while it is open; its earlier last day decides."""
    if start is None:
        return ()
    found = reckon(shipped_limits()[rule], start, china(), pauses)
    last = found.derivation.due_on
    return (Remedy(rule, last, found.rolls_to),) if path.as_of <= last else ()
