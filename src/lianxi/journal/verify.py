"""Verification: re-reads every chain and says which entry was changed, removed or reordered."""

import json
from collections.abc import Iterator

from lianxi.journal.chain import Break, broken_links
from lianxi.journal.models import Chain, Entry

BATCH = 2000


def verify_chains(only: int | None = None) -> Iterator[Break]:
    """This function will re-read the chains (all, or one conference's) and yield what does not hold."""
    chains = Chain.objects.order_by("pk")
    for chain in chains if only is None else chains.filter(pk=only):
        entries = Entry.objects.filter(chain=chain).order_by("seq")
        yield from broken_links(chain.pk, entries.iterator(BATCH), (chain.seq, chain.head))
        yield from _wrong_columns(chain.pk, entries.iterator(BATCH))


def _wrong_columns(chain: int, entries: Iterator[Entry]) -> Iterator[Break]:
    for entry in entries:
        try:
            body = json.loads(entry.body)
            holds = (
                body["at"] == entry.at.isoformat()
                and body["action"] == entry.action
                and body["subject"] == entry.subject
                and body["actor"]["label"] == entry.actor
                and body["actor"]["seat"] == entry.seat_id
            )
        except (ValueError, KeyError, TypeError):
            holds = False
        if not holds:
            yield Break(chain, entry.seq, "columns", f"第 {entry.seq} 条的检索栏与正文不符。")
