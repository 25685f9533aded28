"""Reads of what is switched on, as articles of a mechanism tell it."""

from lianxi.law.queries import find_words_of
from lianxi.work.models import Arrangement
from lianxi.work.queries.arrangements import parties_of
from lianxi.work.rules.forms import Kind, read_form
from lianxi.work.rules.machines import ArrangementState
from lianxi.work.rules.mechanisms import Flow


def flows_of(conference_id: int) -> list[Flow]:
    """List what a conference carries out now, in the order of its document."""
    rows = Arrangement.objects.filter(conference_id=conference_id, state=ArrangementState.ON)
    found = list(rows.select_related("unit").order_by("ordinal", "pk"))
    parties, words = parties_of(found), find_words_of(row.basis for row in found)
    flows = []
    for row in found:
        form, answer = read_form(row.form), read_form(row.answer)
        told = words.get(row.basis)
        named = {
            role: tuple(
                one.unit.name if one.unit else one.words
                for one in parties[row.pk]
                # What goes to enterprises or areas is no exchange between the units.
                if one.role == role and (one.unit is not None or role == "partner")
            )
            for role in ("receiver", "partner")
        }
        flows.append(
            Flow(
                unit=row.unit.name if row.unit else "联席会议办公室",
                title=row.title,
                pattern=row.pattern,
                cycle=row.cycle,
                returns=row.returns,
                trigger=row.trigger,
                fields=tuple(one.label for one in form.required),
                receivers=named["receiver"],
                partners=named["partner"],
                answers=tuple(one.label for one in answer.required),
                answer_days=row.answer_days,
                has_projects=any(one.kind is Kind.PROJECT for one in form.fields),
                clause=told.citation if told else row.basis_clause,
            )
        )
    return flows
