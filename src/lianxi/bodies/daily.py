"""The day's work on bodies: backups that operators ordered."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from lianxi.bodies.actions.operating import fail_backup, record_backup
from lianxi.bodies.models import BackupOrder
from lianxi.core.actors import timer_of
from lianxi.core.refusals import Refusal
from lianxi.core.words import CHINA
from lianxi.journal.backup.making import make_backup


def back_up_as_ordered(at: datetime) -> int:
    """Make the backups that operators ordered, each once; give how many were tried."""
    waiting = list(BackupOrder.objects.filter(state="ordered").order_by("pk"))
    for row in waiting:
        folder = Path(settings.BACKUP_DIR)
        path = folder / f"lianxi-ordered-{row.pk}-{row.ordered_at.astimezone(CHINA):%Y%m%d%H%M%S}.zip"
        timer = timer_of(row.conference_id)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            made = make_backup(path, at)
        except (Refusal, OSError) as error:
            said = error.sentence() if isinstance(error, Refusal) else str(error)
            fail_backup(timer, at, order_id=row.pk, told=said)
        else:
            keys = "密钥另存" if made.keys else "不含密钥"
            told = f"{path.name}，{made.files} 个文件，{made.size / 1e6:.1f} MB，{keys}"
            record_backup(timer, at, order_id=row.pk, told=told)
    return len(waiting)
