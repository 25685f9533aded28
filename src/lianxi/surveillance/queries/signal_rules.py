"""Reads of the rules that raise signals: as they hold on a day, and how they came to be so."""

from datetime import date

from lianxi.bodies.queries import in_force
from lianxi.surveillance.models import SignalRule
from lianxi.surveillance.rules.signal_rules import Rule, shipped_rules


def rules_on(conference_id: int, day: date) -> dict[str, Rule]:
    """Return every rule as it holds for a conference on a day; the shipped one where it set none."""
    rows = SignalRule.objects.filter(conference_id=conference_id).filter(in_force(day))
    return shipped_rules() | {row.code: as_rule(row) for row in rows}


def as_rule(row: SignalRule) -> Rule:
    """Return a stored row as a rule, with the words of the shipped one."""
    shipped = shipped_rules()[row.code]
    return Rule(
        code=row.code,
        kind=shipped.kind,
        title=shipped.title,
        stream=shipped.stream,
        on=row.on,
        parameters={name: float(value) for name, value in row.parameters.items()},
        needs=shipped.needs,
        source=row.source,
        confidence=row.confidence,
        revision=row.revision,
    )


def list_revisions(conference_id: int, code: str) -> list[SignalRule]:
    """List what a conference has set of a rule, the newest first."""
    return list(SignalRule.objects.filter(conference_id=conference_id, code=code).order_by("-revision"))
