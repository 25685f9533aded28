"""Records named by people: a number of the ledger, of a paper, or a record's own name, of this conference only."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps

from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act
from lianxi.journal.models import Touch
from lianxi.ledger.models import Obligation
from lianxi.papers.models import Paper

LONGEST = 120


@dataclass(frozen=True, slots=True)
class Referred:
    """A record of this conference as the journal names it, its label, and when it first entered the journal."""

    record: str
    label: str
    since: datetime


def find_record(act: Act, named: str) -> Referred:
    """Find the record that somebody named: 2026-015, a paper's number, meetings.decision:3.

    Raises BadInput where this conference's journal holds no such record.
    """
    name = named.strip()
    record = _by_number(act, name) or name
    entry = Touch.objects.filter(record=record, entry__chain_id=act.chain).order_by("entry__seq").first()
    if not name or len(name) > LONGEST or entry is None:
        raise BadInput(
            f"本联席会议没有“{name[:40]}”这条记录。",
            next_step="请填写事项编号（如 2026-015）、公文文号，或从列出的决定中选择。",
        )
    return Referred(record, _label(record), entry.entry.at)


def _by_number(act: Act, name: str) -> str:
    for model in (Obligation, Paper):
        row = model.objects.filter(conference_id=act.chain, number=name).values_list("pk", flat=True).first()
        if row is not None:
            return f"{model._meta.label_lower}:{row}"
    return ""


def _label(record: str) -> str:
    """Write a record for people: what kind it is, its number and its title or first words."""
    kind, _, pk = record.partition(":")
    model = apps.get_model(kind)
    row = model._default_manager.filter(pk=int(pk)).first()
    told = [str(getattr(row, name, "") or "") for name in ("number", "title")]
    words = " ".join(one for one in told if one) or str(getattr(row, "text", ""))[:80]
    return f"{model._meta.verbose_name} {words or pk}"[:300]
