"""The journal outside of the installation: heads as lines, all entries as JSON lines with a manifest."""

import json
import os
from pathlib import Path

from django.utils import timezone

from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.models import Chain, Entry
from lianxi.journal.verify import chain_heads

VERSION = "lianxi-journal-1"
BATCH = 500


def head_line(head: tuple[int, int, str]) -> str:
    """Write a head (chain, seq, hash) of today as one line: day, chain, count, hash."""
    chain, seq, said = head
    return f"{day_of(timezone.now()).isoformat()}\t{chain}\t{seq}\t{said}"


def head_sentence(conference_id: int) -> str:
    """Say a conference's head as it leaves in messages and stands on papers; empty before the first entry."""
    found = Chain.objects.filter(pk=conference_id).first()
    return f"日志链头：链 {found.pk} 第 {found.seq} 条 {found.head}" if found and found.seq else ""


def head_on_paper(conference_id: int) -> str:
    """Say a conference's head for a paper that is issued; the hash in eights, so that lines break and eyes compare."""
    found = Chain.objects.filter(pk=conference_id).first()
    if found is None or not found.seq:
        return ""
    eights = " ".join(found.head[place : place + 8] for place in range(0, len(found.head), 8))
    return f"印发前本联席会议日志共{found.seq}条，最后一条的校验值（SHA-256）为 {eights}。"


def export_to(path: Path, names: dict[int, str]) -> int:
    """Write every chain to a new file of mode 600 and give how many entries; `chainfile.py` checks it alone.

    Chains are read up to the heads of one moment: people go on working. Raises BadInput where the file
    exists or cannot be written.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput(
            f"不能写入 {path}（{error.strerror}）。", next_step="请换一个还没有的文件名。"
        ) from error
    count = 0
    heads = chain_heads()
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        told = [{"chain": c, "name": names.get(c, ""), "seq": seq, "hash": said} for c, seq, said in heads]
        file.write(json.dumps({"version": VERSION, "chains": told}, ensure_ascii=False) + "\n")
        for chain, seq, _said in heads:
            rows = Entry.objects.filter(chain_id=chain, seq__lte=seq).order_by("seq")
            for row in rows.values_list("seq", "prev_hash", "hash", "body").iterator(BATCH):
                one = dict(zip(("seq", "prev", "hash", "body"), row, strict=True))
                file.write(json.dumps({"chain": chain, **one}, ensure_ascii=False) + "\n")
                count += 1
        file.flush()
        os.fsync(file.fileno())
    return count
