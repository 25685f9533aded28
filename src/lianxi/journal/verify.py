"""Verification: re-reads every chain and says which entry was changed, removed or reordered."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, Max, OuterRef

from lianxi.journal.chain import Break, broken_links
from lianxi.journal.fast_chain import outrun, whole_chains
from lianxi.journal.models import Chain, Entry, Notice, Span, Touch
from lianxi.journal.packing import BLOCK, is_batch, runs_of
from lianxi.journal.queries import touching
from lianxi.journal.replay import has_conference, recorded_models

# Bodies of batches are large: few are held at once.
BATCH = 50


def chain_ids() -> list[int]:
    """List every chain there must be: of a head, an entry, a notice or a conference."""
    found = set(Chain.objects.values_list("pk", flat=True))
    found.update(Entry.objects.order_by().values_list("chain_id", flat=True).distinct())
    found.update(Notice.objects.order_by().values_list("conference_id", flat=True).distinct())
    for model in {_conference_model(model) for model in recorded_models() if has_conference(model)} - {None}:
        found.update(model._default_manager.values_list("pk", flat=True))
    return sorted(found)


def _conference_model(model: Any) -> Any:
    """Return the table of conferences; None for a table of the journal itself, which holds the bare id."""
    return next(one for one in model._meta.concrete_fields if one.attname == "conference_id").related_model


def chain_heads(only: int | None = None) -> list[tuple[int, int, str]]:
    """Return the heads as (chain, seq, hash), to be kept outside of the installation."""
    rows = Chain.objects.order_by("pk") if only is None else Chain.objects.filter(pk=only)
    return list(rows.values_list("pk", "seq", "head"))


def verify_chains(only: int | None = None) -> Iterator[Break]:
    """Re-read the chains (all, or one conference's) and yield every link that does not hold."""
    keys = chain_ids() if only is None else [only]
    heads = {key: (seq, head) for key, seq, head in chain_heads(only)}
    whole = whole_chains(heads, only)
    for key in keys:
        if key not in whole:
            yield from _broken(key, heads.get(key))


def _broken(chain: int, head: tuple[int, str] | None) -> Iterator[Break]:
    """Tell what does not hold in a chain; entries written since its head was read are none of it."""
    entries = Entry.objects.filter(chain_id=chain).order_by("seq")
    if head is not None:
        last = entries.filter(seq__gt=head[0]).aggregate(last=Max("seq"))["last"]
        if last is not None and not outrun({chain: last}):
            entries = entries.filter(seq__lte=head[0])
    yield from broken_links(chain, entries.iterator(BATCH), head)


def verify_places(only: int | None = None) -> Iterator[Break]:
    """Compare what is stored beside the bodies for look-ups: columns, indexes of records, notices."""
    for key in chain_ids() if only is None else [only]:
        entries = Entry.objects.filter(chain_id=key).order_by("seq")
        yield from _wrong_columns(
            key, entries.prefetch_related("touches", "spans", "notices").iterator(BATCH)
        )
        yield from _loose_notices(key)
    if only is None:
        yield from loose_touches()


def verify_entries(only: int | None = None) -> Iterator[Break]:
    """Re-read the chains and compare what is stored beside the bodies."""
    yield from verify_chains(only)
    yield from verify_places(only)


def verify_heads(kept: Iterable[tuple[int, int, str]]) -> Iterator[Break]:
    """Compare heads (chain, seq, hash) that were kept outside with the entries of those numbers."""
    for chain, seq, said in kept:
        found = Entry.objects.filter(chain_id=chain, seq=seq).values_list("hash", flat=True).first()
        if seq and found is None:
            yield Break(chain, seq, "head", f"没有另处抄存的第 {seq} 条（末尾被截去）。")
        elif seq and found != said:
            yield Break(chain, seq, "head", f"第 {seq} 条与另处抄存的链头不符。")


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
            many = [(change["table"], change["ids"]) for change in body["changes"] if is_batch(change)]
            named = {str(change["record"]) for change in body["changes"] if not is_batch(change)}
            runs = runs_of(many)
        except (ValueError, KeyError, TypeError):
            yield Break(chain, entry.seq, "columns", f"第 {entry.seq} 条的检索栏与正文不符。")
            continue
        if not holds:
            yield Break(chain, entry.seq, "columns", f"第 {entry.seq} 条的检索栏与正文不符。")
        yield from _wrong_touches(entry, named)
        yield from _wrong_spans(entry, runs)
        yield from _wrong_notices(entry, {*named, entry.subject})


def _wrong_touches(entry: Entry, named: set[str]) -> Iterator[Break]:
    records = [touch.record for touch in entry.touches.all()]
    if len(records) != len(named) or set(records) != named:
        odd = "、".join(sorted(set(records) ^ named)) or "有重复"
        yield Break(entry.chain_id, entry.seq, "touch", f"第 {entry.seq} 条的记录索引与正文不符：{odd}。")


def _wrong_spans(entry: Entry, runs: list[tuple[str, int, int]]) -> Iterator[Break]:
    found = [(span.table, span.first, span.last) for span in entry.spans.all()]
    blocks = all(span.block == span.first // BLOCK for span in entry.spans.all())
    if sorted(found) != runs or not blocks:
        odd = "、".join(f"{table}:{first}" for table, first, _ in sorted(set(found) ^ set(runs))) or "有重复"
        yield Break(entry.chain_id, entry.seq, "touch", f"第 {entry.seq} 条的成批索引与正文不符：{odd}。")


def _wrong_notices(entry: Entry, named: set[str]) -> Iterator[Break]:
    for notice in entry.notices.all():
        # An act may tell of a record it leaves alone (an opinion's topic), but of none that was never made.
        known = notice.subject in named or Entry.objects.filter(touching(notice.subject)).exists()
        if not known or notice.at != entry.at or notice.conference_id != entry.chain_id:
            yield Break(
                entry.chain_id, entry.seq, "notice", f"第 {entry.seq} 条的通知 {notice.pk} 与正文不符。"
            )


def _loose_notices(chain: int) -> Iterator[Break]:
    its_entry = Entry.objects.filter(pk=OuterRef("entry_id"))
    for notice in Notice.objects.filter(~Exists(its_entry), conference_id=chain).order_by("pk"):
        yield Break(chain, 0, "notice", f"通知 {notice.pk} 所属的日志不见了。")


def loose_touches() -> Iterator[Break]:
    """Yield what stands in the indexes of records without an entry."""
    its_entry = Entry.objects.filter(pk=OuterRef("entry_id"))
    for touch in Touch.objects.filter(~Exists(its_entry)).order_by("pk").iterator(BATCH):
        yield Break(0, 0, "touch", f"记录索引 {touch.pk}（{touch.record}）所属的日志不见了。")
    for span in Span.objects.filter(~Exists(its_entry)).order_by("pk").iterator(BATCH):
        yield Break(0, 0, "touch", f"成批索引 {span.pk}（{span.table}:{span.first}）所属的日志不见了。")


def find_link(chain: int, seq: int) -> Entry | None:
    """Find an entry by its place in a chain."""
    return Entry.objects.filter(chain_id=chain, seq=seq).first()


def count_entries(chains: Iterable[int]) -> int:
    """Count the entries of some chains."""
    return Entry.objects.filter(chain_id__in=list(chains)).count()
