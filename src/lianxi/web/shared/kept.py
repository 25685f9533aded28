"""Files chosen in a form that was refused: kept for a day under a token of the person, so that none is chosen twice."""

import json
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from lianxi.papers.files import MAX_BYTES, Upload

PREFIX = "kept-"
_SECONDS, _MOST = 24 * 3600, 40


def keep(request: HttpRequest, upload: Upload) -> str:
    """Keep a chosen file for the person who sent it and return its token; empty where it is not kept.

    Too large a file, or more than forty at a time of one person, are not kept.
    """
    folder = _folder(request)
    if not upload.content or len(upload.content) > MAX_BYTES:
        return ""
    folder.mkdir(parents=True, exist_ok=True)
    _drop_old(folder)
    if len(list(folder.glob("*.json"))) >= _MOST:
        return ""
    token = secrets.token_hex(16)
    (folder / token).write_bytes(upload.content)
    (folder / f"{token}.json").write_text(json.dumps([upload.name, upload.media_type]), encoding="utf-8")
    return token


def take(request: HttpRequest, token: str) -> Upload | None:
    """Return the file kept under a token of the person; None where there is none any more."""
    path = _folder(request) / token
    if not token.isalnum() or not path.is_file():
        return None
    name, media_type = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Upload(name, path.read_bytes(), media_type)


def _folder(request: HttpRequest) -> Path:
    return Path(settings.FILES_DIR) / "kept" / str(request.user.pk or 0)


def _drop_old(folder: Path) -> None:
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > _SECONDS:
            path.unlink(missing_ok=True)
