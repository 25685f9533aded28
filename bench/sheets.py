"""Import of a spreadsheet of 10,000 rows: preview and apply, on SQLite, with the limits beside the figures.

.venv/bin/python bench/sheets.py [ROWS]
"""

import io
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
LIMIT = 10.0
os.environ["LIANXI_DATA"] = tempfile.mkdtemp(prefix="lianxi-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "lianxi.config.settings"
sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))


def book(start: int) -> bytes:
    """Make a table of ROWS obligations, some with co-units, some done."""
    import xlsxwriter

    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet("台账")
    sheet.write_row(0, 0, ["编号", "事项", "内容", "牵头单位", "配合单位", "完成时限", "来源", "状态"])
    units = ("市卫健委", "市人社局", "市住建局", "市总工会", "市发改委")
    for n in range(ROWS):
        lead, co = units[n % 5], units[(n + 1) % 5] if n % 3 == 0 else ""
        done = "已办结" if n % 10 == 0 else "办理中"
        text = f"第{n}项的具体要求，{'须书面反馈' * (n % 7)}"
        row = [
            f"R{start + n}",
            f"整治第{n}处粉尘超标岗位",
            text,
            lead,
            co,
            f"2026-{n % 12 + 1:02d}-15",
            "2026年工作要点",
            done,
        ]
        sheet.write_row(n + 1, 0, row)
    made.close()
    return file.getvalue()


def main() -> None:
    """Print preview and apply of three tables, and the second apply of the last one."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from cast import AT, found_cast
    from lianxi.core.words import day_of
    from lianxi.journal.replay import verify_rows
    from lianxi.journal.verify import verify_chains
    from lianxi.ledger.actions import apply_sheet, send_sheet
    from lianxi.ledger.models import Obligation
    from lianxi.ledger.queries.sheets import plan_sheet
    from lianxi.papers.files import Upload

    cast = found_cast()
    figures: dict[str, list[float]] = {
        "preview": [],
        "apply": [],
        "preview again (all the same)": [],
        "apply again": [],
    }

    def timed(name: str, work):  # type: ignore[no-untyped-def]
        start = time.perf_counter()
        result = work()
        figures[name].append(time.perf_counter() - start)
        return result

    for turn in range(3):
        upload = Upload("台账.xlsx", book(turn * ROWS))
        look = lambda u=upload: plan_sheet(cast.conference, u.name, u.content, day_of(AT))  # noqa: E731
        plan = timed("preview", look)
        sheet = send_sheet(cast.staff, AT, file=upload)
        timed("apply", lambda s=sheet, p=plan: apply_sheet(cast.staff, AT, sheet_id=s.pk, seen=p.digest))
        again = timed("preview again (all the same)", look)
        other = send_sheet(cast.staff, AT, file=upload)
        timed(
            "apply again", lambda s=other, p=again: apply_sheet(cast.staff, AT, sheet_id=s.pk, seen=p.digest)
        )
        assert again.counts["same"] + again.counts["warning"] == ROWS
    assert Obligation.objects.count() == 3 * ROWS
    print(f"{ROWS:,} rows a table, 3 tables, SQLite")
    print(f"{'':32}{'median s':>10}{'worst s':>10}{'limit s':>10}")
    for name, seconds in figures.items():
        print(f"{name:32}{statistics.median(seconds):10.2f}{max(seconds):10.2f}{LIMIT:10.1f}")
    breaks = [*verify_chains(), *verify_rows()]
    print(f"journal verifies: {'yes' if not breaks else breaks[:3]}")


if __name__ == "__main__":
    main()
