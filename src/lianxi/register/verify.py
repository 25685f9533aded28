"""Verification of the vault: each part's hash, and the key by opening what it sealed."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag

from lianxi.core.canonical import digest
from lianxi.journal.chain import Break
from lianxi.register.models import VaultPart
from lianxi.register.vault import unseal, vault_dir


def verify_vault(only: int | None = None) -> Iterator[Break]:
    """Re-hash the parts in force and open one seal of each with the installation's key; yield what does not hold.

    A seal opens only with the key that made it, for the person it was made for: another `person.key` is seen
    although every file is whole.
    """
    rows = VaultPart.objects.filter(withdrawn_at=None).order_by("pk")
    if only is not None:
        rows = rows.filter(conference_id=only)
    for row in rows:
        what = _wrong(vault_dir() / row.path, row)
        if what:
            record = f"register.vaultpart:{row.pk}"
            yield Break(row.conference_id, 0, "file", f"身份保管文件 {row.path}（{record}）{what}。", record)


def _wrong(path: Path, row: VaultPart) -> str:
    try:
        data = path.read_bytes()
    except OSError:
        return "不见了或读不出"
    if digest(data) != row.sha256:
        return "内容被改动过"
    lines = data.decode("ascii").splitlines()
    if len(lines) != row.persons:
        return f"应有 {row.persons} 人，却有 {len(lines)} 人"
    if not lines:
        return ""
    person, _, sealed = lines[0].partition("\t")
    try:
        unseal(person, sealed)
    except (InvalidTag, ValueError):
        return "用现在的 person.key 打不开：密钥被换过或不是这个安装的，请恢复原来的密钥文件"
    return ""
