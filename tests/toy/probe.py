"""Walk every place of the house where a room can show, and print what is there, as JSON by place.

Run as a program of its own: LIANXI_HOUSE chooses the house with the toy room or without it, DATABASE_URL and
LIANXI_DATA an empty place. With the toy room a memo is left for a unit first.
"""

import contextlib
import io
import json
from datetime import timedelta
from typing import Any


def said(*arguments: str) -> str:
    """Run a command and return what it prints."""
    from lianxi.cli.commands import run

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(arguments)
    return out.getvalue()


def helped() -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        from lianxi.cli.commands import run

        run(["--help"])
    return out.getvalue()


def probe() -> dict[str, str]:
    """Return what each place shows."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    settings.ALLOWED_HOSTS = ["testserver"]
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": static}
    call_command("migrate", verbosity=0)

    from cast import found_cast
    from lianxi.bodies.actions import open_feed, set_rule
    from lianxi.cli.checks import generated_docs
    from lianxi.core.rooms import rooms
    from lianxi.core.words import day_of
    from lianxi.ledger.queries.desk import list_tasks
    from lianxi.outbox.rules import event_labels, event_of
    from web.signing_in import seated

    cast, now = found_cast(), timezone.now()
    unit, staff, client = cast.member("市住建局"), cast.staff, Client()
    set_rule(cast.director, now, code="told_feed", value="full")
    _feed, token = open_feed(unit, now)
    if any(room.name == "toy" for room in rooms()):
        from toy.actions import leave_memo

        due = day_of(now)
        leave_memo(staff, now, unit_id=unit.unit_id or 0, text="带上玩具备忘", due_on=due)
        leave_memo(staff, now, unit_id=unit.unit_id or 0, text="关灯", due_on=due + timedelta(days=9))

    def page(url: str, actor: Any = staff) -> str:
        answer = seated(client, actor).get(url)
        return b"".join(answer).decode() if answer.status_code == 200 else f"HTTP {answer.status_code}"

    desk = [(one.kind, one.title, one.room) for one in list_tasks(unit, timezone.now()).rows]
    return {
        "menu": page("/settings"),
        "page": page("/toys"),
        "desk": json.dumps(desk, ensure_ascii=False),
        "workbench": page("/", unit),
        "tasks": said("tasks", "--seat", str(unit.seat_id)),
        "export": page("/toys/export?form=csv"),
        "feed": Client().get(f"/feeds/{token}.ics").content.decode(),
        "message settings": page("/outbox"),
        "message event": event_labels()[event_of("toy.memo:1")],
        "papers": page("/papers"),
        "handover": page("/handover"),
        "paper drafts": page("/papers/drafts/new"),
        "daily": said("daily"),
        "journal": page("/journal"),
        "notices": page("/notices", unit),
        "link": str(seated(client, staff).get("/open/toy.memo:1").headers.get("Location", "")),
        "actions": said("actions"),
        "doctor": said("doctor"),
        "help": helped(),
        **{
            f"docs/{name}": text
            for name, text in generated_docs().items()
            if name not in ("limits.md", "clauses.md")
        },
    }


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(probe(), ensure_ascii=False))
