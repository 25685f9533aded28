"""The entry that an act appends to its conference's chain: its body, its index and the chain's head."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lianxi.core.actors import Actor
from lianxi.core.basis import Basis
from lianxi.core.canonical import canonical, encoded
from lianxi.journal.chain import GENESIS, link_hash
from lianxi.journal.clock import require_clock
from lianxi.journal.models import Chain, Entry, Notice, Span, Touch
from lianxi.journal.packing import BLOCK, Batch, runs_of

INSTALLATION_CHAIN = 0


@dataclass
class Written:
    """What one act has to tell: who, when, on what basis, about what, and every change so far."""

    actor: Actor
    at: datetime
    action: str
    chain: int = INSTALLATION_CHAIN
    bases: list[Basis] = field(default_factory=list)
    subject: str = ""
    remark: str = ""
    mark: str = ""  # what every act of this actor says at this time, beside its own remark
    signed_on: date | None = None  # the day of a signed paper that this act is entered from
    changes: list[dict[str, Any] | Batch] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    parts: int = 0  # entries already appended for this act
    waiting: int = 0  # rows of batches that wait for the next one
    _head: Chain | None = None

    def append(self, *, ends: bool = True) -> Entry:
        """Append the changes so far; an act that is not at its end goes on in another entry."""
        self.parts += 1
        chain = self._head or self._take_head()
        seq, prev = chain.seq + 1, chain.head or GENESIS
        part = {} if ends and self.parts == 1 else {"part": self.parts}
        body = self._body({**part, "seq": seq, "chain": self.chain})
        entry = Entry.objects.create(
            chain=chain,
            seq=seq,
            at=self.at,
            action=self.action,
            actor=self.actor.label,
            seat_id=self.actor.seat_id,
            subject=self.subject,
            body=body,
            prev_hash=prev,
            hash=link_hash(prev, body),
        )
        chain.seq, chain.head = seq, entry.hash
        Chain.objects.filter(pk=chain.pk).update(seq=seq, head=entry.hash)
        self._index(entry)
        if ends:
            for notice in self.notices:
                notice.entry, notice.conference_id = entry, self.chain
            Notice.objects.bulk_create(self.notices)
        return entry

    def _take_head(self) -> Chain:
        Chain.objects.get_or_create(pk=self.chain)
        self._head = Chain.objects.select_for_update().get(pk=self.chain)
        require_clock(self.at, self.chain, self.action)
        return self._head

    def _index(self, entry: Entry) -> None:
        """Note which records the entry touched: singles one by one, batches by their runs of ids."""
        many = [(change.table, change.ids) for change in self.changes if isinstance(change, Batch)]
        records = dict.fromkeys(c["record"] for c in self.changes if not isinstance(c, Batch))
        Touch.objects.bulk_create([Touch(entry=entry, record=record) for record in records])
        Span.objects.bulk_create(
            [
                Span(entry=entry, table=table, block=first // BLOCK, first=first, last=last)
                for table, first, last in runs_of(many)
            ]
        )

    def _body(self, place: dict[str, Any]) -> str:
        """Write the entry's canonical text; of the changes, by far the most of it, batches have theirs already."""
        actor = self.actor
        told = {
            "at": self.at,
            "action": self.action,
            "actor": {
                "label": actor.label,
                "kind": actor.kind,
                "seat": actor.seat_id,
                "unit": actor.unit_id,
                "person": actor.person_id,
            },
            "door": {"kind": actor.door.kind, "session": actor.door.session},
            "subject": self.subject,
            "remark": "；".join(filter(None, (self.remark, self.mark))),
            "basis": [basis.as_dict() for basis in self.bases],
            **place,
        }
        texts = {name: canonical(value) for name, value in told.items()}
        changes = (one.text if isinstance(one, Batch) else encoded(one) for one in self.changes)
        texts["changes"] = f"[{','.join(changes)}]"
        return "{" + ",".join(f'"{name}":{texts[name]}' for name in sorted(texts)) + "}"
