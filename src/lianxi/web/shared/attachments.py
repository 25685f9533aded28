"""The one component for files: `{% attachments record %}` lists those of a record, with previews and a form to add.

`{% upload "files" %}` is the field inside another form: choosing, dragging, pasting, the camera, several at once.
"""

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template import Context

from lianxi.core.attaching import LEVELS, Writers, may_attach
from lianxi.papers.attaching import list_attachments, writers_of
from lianxi.papers.rows import AttachmentRow

register = template.Library()

PICTURES = (".png", ".jpg", ".jpeg")


def shown(rows: Iterable[AttachmentRow]) -> list[dict[str, object]]:
    """Return attachments for parts/attachments.html: name, size, owner, and whether they can be looked at."""
    return [
        {
            "pk": row.pk,
            "title": row.title,
            "size": _size(row.file.size),
            "owner": row.unit.name,
            "level": LEVELS.get(row.level, ""),
            "is_own": row.level == "own",
            "at": row.at,
            "is_picture": row.title.lower().endswith(PICTURES),
            "is_pdf": row.title.lower().endswith(".pdf"),
            "is_ofd": row.title.lower().endswith(".ofd"),
            "unit_id": row.unit_id,
        }
        for row in rows
    ]


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, size // 1024)} KB"


@register.inclusion_tag("parts/attachments.html", takes_context=True)
def attachments(
    context: Context,
    record: str,
    rows: Iterable[AttachmentRow] | None = None,
    writers: Writers | None = None,
    *,
    adds: bool = True,
) -> dict[str, object]:
    """Give the files of a record that the acting seat reads, and the form to add where it may.

    `rows` and `writers` where the page knows them already; `adds` is False where the page's own form takes files.
    """
    request = context["request"]
    actor = request.actor
    found = list_attachments(actor, record) if rows is None else rows
    return {
        "record": record,
        "files": shown(found),
        "may_add": adds and may_attach(writers or writers_of(record), actor) is None,
        "levels": LEVELS.items(),
        "own_unit": actor.unit_id,
        "here": request.path,
        "csrf_token": context.get("csrf_token"),
        "is_open": not settings.CLASSIFIED,
    }


@register.inclusion_tag("parts/upload.html")
def upload(name: str = "files", **said: object) -> dict[str, object]:
    """Give the field for files inside a form; `said` may give `label`, `help`, `id` and `required`."""
    told = {"label": "附件", "help": "", "id": name, "required": False, **said}
    return {**told, "name": name, "is_open": not settings.CLASSIFIED}
