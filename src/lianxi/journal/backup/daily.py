"""The daily backup: one a day, so many kept, and how old the last is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from lianxi.core.doctor import Sign
from lianxi.core.refusals import Refusal
from lianxi.core.words import CHINA, day_of
from lianxi.journal.backup.making import make_backup
from lianxi.journal.models import Entry

# At night, when few wait for the database.
FIRST_HOUR = 1
OLD = timedelta(days=2)
_NAMES = "lianxi-????????.zip"


def list_backups() -> list[Path]:
    """List the daily backups, the oldest first; each was checked before it got its name."""
    return sorted(Path(settings.BACKUP_DIR).glob(_NAMES))


def back_up_daily(at: datetime) -> int:
    """Make the day's backup where there is none yet, remove those beyond the number kept; give how many were made."""
    if settings.BACKUP_KEEP == 0 or settings.IS_DEMO or at.astimezone(CHINA).hour < FIRST_HOUR:
        return 0
    folder = Path(settings.BACKUP_DIR)
    path = folder / f"lianxi-{day_of(at):%Y%m%d}.zip"
    if path.exists():
        return 0
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        make_backup(path, at)
    except Refusal:
        # Several workers may begin at one moment: the one that is second finds the file there.
        if not path.exists():
            raise
        return 0
    for old in list_backups()[: -settings.BACKUP_KEEP]:
        old.with_name(f"{old.name}.keys").unlink(missing_ok=True)
        old.unlink(missing_ok=True)
    return 1


def look_at_backups(today: date) -> Iterator[Sign]:
    """Say how old the last checked backup is, and where its keys are."""
    if settings.BACKUP_KEEP == 0:
        yield Sign(True, "自动备份已关闭（LIANXI_BACKUP_KEEP=0），请自行安排 lianxi backup")
        return
    found = list_backups()
    if not found:
        first = Entry.objects.order_by("pk").values_list("at", flat=True).first()
        is_new = first is None or today - day_of(first) < OLD
        yield Sign(is_new, "还没有备份，由定时任务每天办理（lianxi worker 或 lianxi daily）")
        return
    last = found[-1]
    day = datetime.strptime(last.stem[-8:], "%Y%m%d").replace(tzinfo=CHINA).date()
    age = (today - day).days
    kept = f"最近一次核对无误的备份在 {day.isoformat()}（{age} 天前），共保留 {len(found)} 份：{last}"
    yield Sign(timedelta(days=age) < OLD, kept)
    if not last.with_name(f"{last.name}.keys").exists():
        told = "备份里没有密钥（没有设置 LIANXI_BACKUP_KEY_FILE）：请另行保管数据目录里的 *.key，否则代号和身份信息无法恢复"
        yield Sign(False, told)
