"""The next step of a patient's path: insurance first, employer second, aid last; remedies only while open.

An employer that is gone is no reason to skip recognition as a work injury: the fund pays if it had insured, and in
advance after recognition (人社部发〔2013〕34号; 社会保险法第四十一条). Aid is the person's own application.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lianxi.clocks.rules.limits import shipped_limits
from lianxi.clocks.rules.reckoning import reckon
from lianxi.core.derivations import Pause
from lianxi.core.limits import Limit
from lianxi.core.workdays import Calendar, china
from lianxi.protection.rules.facts import Appraisal, Injury, Path
from lianxi.protection.rules.offices import NOBODY, Address, address

# Households for which living aid follows medical aid (社会救助法: 特困人员, 最低生活保障).
WITH_LIVING_AID = ("特困", "低保")
NO_HOUSEHOLD = ("none", "无", "不符合")
# The limits by which paths are judged.
LIMITS = (
    *(
        "cases.suspected_report",
        "cases.appraisal_conclude",
        "cases.appraisal_first",
        "cases.appraisal_second",
    ),
    *("cases.certificate_delivery", "injury.acceptance", "injury.decision", "injury.decision_clear"),
    *("injury.employer_application", "injury.worker_application", "injury.ability_assessment"),
    *("injury.ability_again", "injury.advance_urge", "injury.advance_pay", "remedies.reconsideration"),
)
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


def next_step(
    path: Path, limits: Mapping[str, Limit] | None = None, calendar: Calendar | None = None
) -> Step:
    """Return the next step of a path as of its day, by the limits in force; by the shipped ones where none are given."""
    return _Judging(path, shipped_limits() if limits is None else limits, calendar or china()).next_step()


@dataclass(frozen=True, slots=True)
class _Judging:
    """A path under the limits and the calendar by which it is judged."""

    path: Path
    limits: Mapping[str, Limit]
    calendar: Calendar

    def next_step(self) -> Step:
        """Return the next step of the path as of its day."""
        if self.path.exposure == "custody_labour" and self.path.is_positive:
            return self._step("custody_compensation", "custody", "custody")
        if self.path.result == "suspected" and self.path.last_appraisal is None:
            return self._step(
                "diagnose", "diagnosis", "health", self._clock("cases.suspected_report", self.path.found_on)
            )
        if not self.path.is_positive:
            return self._not_occupational()
        return (self._certificate() if self.path.result == "yes" else None) or self._after_certificate()

    def _after_certificate(self) -> Step:
        injury = self.path.injury
        if injury is None or not self.path.has_applied:
            return self._no_application()
        decided = self.path.known(injury.decided_on)
        if decided and injury.result in ("refused", "not_accepted"):
            return self._refused(injury)
        if decided:
            return self._recognised()
        accepted = self.path.known(injury.accepted_on)
        if accepted is None:
            return self._injury("injury_acceptance", self._clock("injury.acceptance", injury.applied_on))
        rule = "injury.decision_clear" if injury.clear else "injury.decision"
        pauses = [Pause("等待结论", *span) for span in injury.pauses]
        return self._injury("injury_decision", self._clock(rule, accepted, pauses))

    # ---- diagnosis, appraisal, certificate ----

    def _not_occupational(self) -> Step:
        pending = next((one for one in self.path.appraisals if self._is_pending(one)), None)
        if pending is not None:
            clock = self._clock("cases.appraisal_conclude", self.path.known(pending.accepted_on))
            return self._step("appraisal_conclude", "diagnosis", "health", clock)
        last = self.path.last_appraisal
        if last is None:
            if self.path.known(self.path.certificate_received_on) is None:
                return self._undelivered()
            return self._appraisal_open(
                "appraisal_first_open", "cases.appraisal_first", self.path.certificate_received_on
            )
        if last.level == 1:
            return self._appraisal_open("appraisal_second_open", "cases.appraisal_second", last.received_on)
        return Step("closed_not_occupational", "closed")

    def _is_pending(self, one: Appraisal) -> bool:
        return self.path.known(one.applied_on) is not None and self.path.known(one.received_on) is None

    def _appraisal_open(self, name: str, rule: str, start: date | None) -> Step:
        remedies = self._remedies(rule, start)
        if not remedies:
            return Step("closed_not_occupational", "closed")
        return replace(self._step(name, "diagnosis", "health"), remedies=remedies)

    def _certificate(self) -> Step | None:
        if self.path.known(self.path.certificate_received_on) is None:
            return self._undelivered()
        is_told = (
            self.path.known(self.path.listed_to_hr_on) is not None
            or self.path.has_applied
            or self.path.is_recognised
        )
        return None if is_told else self._step("list_to_hr", "list", "list")

    def _undelivered(self) -> Step:
        issued = self.path.known(self.path.certificate_issued_on)
        if issued is None:
            return self._step("issue_certificate", "diagnosis", "health")
        clock = self._clock("cases.certificate_delivery", issued)
        return self._step("deliver_certificate", "diagnosis", "health", clock)

    # ---- work injury ----

    def _no_application(self) -> Step:
        if self.path.is_recognised:
            return self._aid()
        if self.path.employer.relation == "unconfirmable" or self.path.employer.state == "unknown":
            return self._recognise()
        since = self.path.positive_on
        pauses = [Pause(one.reason, one.starts_on, one.ends_on) for one in self.path.excluded]
        year = self._remedies("injury.worker_application", since, pauses)
        if self.path.employer.relation == "disputed":
            step = self._step("labour_arbitration", "injury", "relation")
            return replace(step, remedies=year)
        clock = self._clock("injury.employer_application", since)
        if self.path.employer.state == "operating" and clock is not None and self.path.as_of <= clock.due_on:
            return self._injury("employer_application", clock)
        if not year and since is not None:
            return self._injury("late_check_excluded")
        beside = RECOGNISE if self.path.employer.is_gone and self.path.employer.insured != "yes" else ()
        return replace(self._injury("worker_application"), remedies=year, parallel=beside)

    def _refused(self, injury: Injury) -> Step:
        has_no_employer = self.path.employer.is_gone or self.path.employer.relation == "unconfirmable"
        remedies = self._remedies("remedies.reconsideration", self.path.known(injury.received_on))
        if remedies or self.path.known(injury.received_on) is None:
            beside = RECOGNISE if has_no_employer and not self.path.is_recognised else ()
            return replace(self._injury("injury_refused"), remedies=remedies, parallel=beside)
        if self.path.is_recognised:
            return self._aid()
        return self._recognise() if has_no_employer else Step("closed_refused", "closed")

    def _recognised(self) -> Step:
        """Give the step after recognition: benefits paid, an advance under way, ability, an advance, or benefits."""
        benefit, ability = self.path.benefit, self.path.ability
        if benefit is not None and benefit.paid:
            return Step("closed_benefits", "closed")
        if benefit is not None and self.path.known(benefit.advance_applied_on):
            return self._advance(benefit.advance_applied_on, self.path.known(benefit.urged_on))
        if ability is None or self.path.known(ability.applied_on) is None:
            return self._injury("ability_apply")
        if self.path.known(ability.concluded_on) is None:
            clock = self._clock("injury.ability_assessment", ability.applied_on, prolonged=ability.extended)
            return self._injury("ability_conclude", clock)
        refuses = benefit is not None and self.path.known(benefit.employer_refused_on) is not None
        if self.path.employer.insured != "yes" and (self.path.employer.is_gone or refuses):
            return self._injury("advance_apply")
        remedies = self._remedies("injury.ability_again", self.path.known(ability.received_on))
        return replace(self._injury("benefits"), remedies=remedies)

    def _advance(self, applied_on: date | None, urged_on: date | None) -> Step:
        if urged_on is None:
            return self._injury("advance_urge", self._clock("injury.advance_urge", applied_on))
        clock = self._clock("injury.advance_pay", urged_on)
        if clock is not None and self.path.as_of <= clock.due_on:
            return self._injury("advance_pay", clock)
        return self._injury("advance_from_fund")

    # ---- recognition and aid ----

    def _recognise(self) -> Step:
        ruling = self.path.ruling
        office = (ruling.recognises, ruling.clause) if ruling else address(self.path.instrument, "office")
        return Step("recognise", "recognition", office)

    def _aid(self) -> Step:
        aid = self.path.aid_medical
        if aid is None or self.path.known(aid.applied_on) is None:
            return self._aid_to_apply()
        if self.path.known(aid.decided_on) is None or aid.result is None:
            return self._step("medical_aid_decide", "medical_aid", "medical_aid")
        if aid.result == "refused":
            remedies = self._remedies("remedies.reconsideration", self.path.known(aid.received_on))
            if not remedies and self.path.known(aid.received_on) is not None:
                return Step("closed_refused", "closed")
            step = self._step("medical_aid_refused", "medical_aid", "medical_aid")
            return replace(step, remedies=remedies)
        if self.path.household in WITH_LIVING_AID and self.path.aid_living is None:
            return self._step("living_aid_apply", "living_aid", "living_aid")
        return Step("closed_aid", "closed")

    def _aid_to_apply(self) -> Step:
        if self.path.household == "unknown":
            name = "temporary_aid_first" if self.path.urgent else "household_check"
            return self._step(name, "living_aid", "living_aid")
        if self.path.household in NO_HOUSEHOLD:
            # 职业病防治法第六十一条第二款: other measures of the local government, not a row's end.
            return self._step("other_measures", "living_aid", "office")
        beside = ("living_aid",) if self.path.household in WITH_LIVING_AID else ()
        return replace(self._step("medical_aid_apply", "medical_aid", "medical_aid"), parallel=beside)

    # ---- parts ----

    def _step(self, name: str, stage: str, office: str, clock: Clock | None = None) -> Step:
        return Step(name, stage, address(self.path.instrument, office), clock)

    def _injury(self, name: str, clock: Clock | None = None) -> Step:
        return self._step(name, "injury", "injury", clock)

    def _clock(
        self, rule: str, start: date | None, pauses: Sequence[Pause] = (), *, prolonged: bool = False
    ) -> Clock | None:
        limit = self.limits.get(rule)
        if start is None or limit is None:
            return None
        found = reckon(limit, start, self.calendar, pauses, prolonged=prolonged)
        return Clock(rule, start, found.extended_due_on or found.derivation.due_on)

    def _remedies(self, rule: str, start: date | None, pauses: Sequence[Pause] = ()) -> tuple[Remedy, ...]:
        """Give the remedy while it is open; its earlier last day decides."""
        limit = self.limits.get(rule)
        if start is None or limit is None:
            return ()
        found = reckon(limit, start, self.calendar, pauses)
        last = found.derivation.due_on
        return (Remedy(rule, last, found.rolls_to),) if self.path.as_of <= last else ()
