"""`lianxi ledger import`: a spreadsheet of somebody's own ledger, looked at row by row, then applied."""

import argparse
from pathlib import Path
from typing import Any

Commands = Any


def add_commands(commands: Commands) -> None:
    """Add the command that imports a spreadsheet."""
    ledger = commands.add_parser("ledger", help="台账").add_subparsers(
        dest="what", required=True, metavar="命令"
    )
    importing = ledger.add_parser("import", help="预览或导入台账表格（不加 --apply 只预览，不存任何内容）")
    importing.add_argument("file", type=Path)
    importing.add_argument("--seat", type=int, required=True, help="办公室席位编号，见 lianxi seats")
    importing.add_argument("--apply", action="store_true", help="没有错误时导入")
    importing.set_defaults(run=import_ledger)


def import_ledger(options: argparse.Namespace) -> int:
    """Print what importing would do, row by row, and do it where asked; exit code 2 on errors."""
    from django.utils import timezone

    from lianxi.bodies.queries.own import get_conference
    from lianxi.cli.acts import seat_actor
    from lianxi.core.refusals import BadInput
    from lianxi.core.words import day_of
    from lianxi.ledger.actions import apply_sheet, send_sheet
    from lianxi.ledger.queries.sheets import plan_sheet
    from lianxi.ledger.rules.importing import ROW_LABELS
    from lianxi.papers.files import Upload

    if not options.file.is_file():
        raise BadInput(f"找不到文件 {options.file}。")
    actor, now = seat_actor(options.seat), timezone.now()
    upload = Upload(options.file.name, options.file.read_bytes())
    conference = get_conference(actor.conference_id or 0)
    plan = plan_sheet(conference, upload.name, upload.content, day_of(now))
    for row in plan.rows:
        print(f"{row.where}\t{ROW_LABELS[row.state]}\t{row.title}\t{'；'.join(row.messages)}")
    for note in (*plan.notes, *([f"没有用到的列：{'、'.join(plan.unknown)}。"] if plan.unknown else [])):
        print(note)
    print("，".join(f"{ROW_LABELS[state]} {count}" for state, count in plan.counts.items()))
    if plan.counts["error"]:
        return 2
    if options.apply and any(row.creates or row.alters for row in plan.rows):
        sheet = send_sheet(actor, now, file=upload)
        apply_sheet(actor, now, sheet_id=sheet.pk, seen=plan.digest)
        print("已导入。")
    return 0
