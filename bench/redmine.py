"""The peer: Redmine from Debian (packages redmine, redmine-sqlite, puma) with as many issues, clicked the same way.

    python bench/redmine.py [issues] [seconds]

Copies the installed SQLite database into a throw-away folder, enters the issues through SQL (half of them in
one project, a quarter open), serves it with Puma and lets twenty people open its issue list and an issue,
once a second each. Needs root or the group www-data, as Debian's Redmine does. Prints a table.
"""

import json
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "bench")]
HOME = Path("/usr/share/redmine")
INSTALLED = Path("/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default")
BATCH = 10_000
COLUMNS = (
    "id, tracker_id, project_id, subject, description, due_date, status_id, priority_id, author_id,"
    " lock_version, created_on, updated_on, start_date, done_ratio, root_id, lft, rgt, is_private, closed_on"
)


def main(total: int, seconds: int) -> None:
    """Fill a copy, serve it, click, and print what it took."""
    if not HOME.exists() or not INSTALLED.exists():
        sys.exit("Redmine is not installed (Debian: apt-get install redmine redmine-sqlite puma)")
    with tempfile.TemporaryDirectory(prefix="lianxi-redmine-") as folder:
        database = Path(folder) / "redmine.sqlite3"
        shutil.copy(INSTALLED, database)
        began = time.perf_counter()
        fill(database, total)
        print(f"{total} issues entered through SQL in {time.perf_counter() - began:.0f} s")
        for name, took in clicked(database, total, seconds).items():
            ordered = sorted(took)
            p95, median = ordered[int(len(ordered) * 0.95)], statistics.median(took)
            print(f"Redmine {name:<34} p95 {p95:7.0f} ms   median {median:7.0f} ms   ({len(took)} pages)")


def fill(database: Path, total: int) -> None:
    """Enter two public projects and the issues, half of them in the first."""
    store = sqlite3.connect(database)
    now = datetime.now().isoformat(sep=" ", timespec="seconds")  # noqa: DTZ005 - as Redmine stores it
    (opened,) = store.execute("SELECT min(id) FROM issue_statuses WHERE NOT is_closed").fetchone()
    (closed,) = store.execute("SELECT max(id) FROM issue_statuses WHERE is_closed").fetchone()
    (tracker,) = store.execute("SELECT min(id) FROM trackers").fetchone()
    (priority,) = store.execute("SELECT min(id) FROM enumerations WHERE type = 'IssuePriority'").fetchone()
    (author,) = store.execute("SELECT min(id) FROM users WHERE type = 'User'").fetchone()
    for number in (1, 2):
        store.execute(
            "INSERT INTO projects (id, name, identifier, is_public, status, lft, rgt, created_on, updated_on)"
            " VALUES (?, ?, ?, 1, 1, ?, ?, ?, ?)",
            [number, f"project {number}", f"p{number}", number * 2 - 1, number * 2, now, now],
        )
        store.execute("INSERT INTO enabled_modules (project_id, name) VALUES (?, 'issue_tracking')", [number])
        store.execute(
            "INSERT INTO projects_trackers (project_id, tracker_id) VALUES (?, ?)", [number, tracker]
        )
    dice, today = random.Random(7), date.today()  # noqa: DTZ011
    marks = ", ".join("?" * 19)
    for first in range(1, total + 1, BATCH):
        rows = []
        for key in range(first, min(first + BATCH, total + 1)):
            done, due = dice.random() < 0.75, today + timedelta(days=dice.randint(-400, 400))
            state, ended = (closed, now) if done else (opened, None)
            words = (f"完成第{key}项粉尘危害排查", "按照职责分工完成排查。" * 3, due.isoformat())
            own = (key, tracker, dice.randint(1, 2), *words, state, priority, author, 0, now, now)
            rows.append((*own, today.isoformat(), 0, key, 1, 2, 0, ended))
        store.executemany(f"INSERT INTO issues ({COLUMNS}) VALUES ({marks})", rows)
        store.commit()
    store.execute("ANALYZE")
    store.commit()
    store.close()


def clicked(database: Path, total: int, seconds: int) -> dict[str, list[float]]:
    """Serve the copy and let twenty people click; give what each kind of page took."""
    from ledger import wait_for
    from postgres import free_port

    port, day = free_port(), date.today().isoformat()  # noqa: DTZ011
    env = {
        **os.environ,
        "RAILS_ENV": "production",
        "DATABASE_URL": f"sqlite3:{database}",
        "X_DEBIAN_SITEID": "default",
    }
    env |= {"RAILS_LOG_TO_STDOUT": "0", "SCHEMA": "/dev/null"}
    command = [
        "puma",
        "-e",
        "production",
        "-b",
        f"tcp://127.0.0.1:{port}",
        "-w",
        "2",
        "-t",
        "4:4",
        "config.ru",
    ]
    server = subprocess.Popen(command, cwd=HOME, env=env, stdout=subprocess.DEVNULL, start_new_session=True)
    base = "/projects/p1/issues?set_filter=1&sort=due_date"
    pages = [
        ("list, open", base),
        (
            "list, overdue",
            f"{base}&f[]=status_id&op[status_id]=o&f[]=due_date&op[due_date]=%3C%3D&v[due_date][]={day}",
        ),
        (
            "list, words",
            f"{base}&f[]=status_id&op[status_id]=*&f[]=subject&op[subject]=~&v[subject][]=%E4%B8%8D%E5%AD%98%E5%9C%A8",
        ),
        *(("an issue", f"/issues/{number}") for number in range(1, min(total, 40), 2)),
    ]
    try:
        wait_for(port)
        plan = {"sessions": ["none"] * 20, "cookie": "_none", "pages": pages, "port": port}
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            for span in (10, seconds):
                file.seek(0)
                file.truncate()
                json.dump({**plan, "seconds": span}, file)
                file.flush()
                run = [sys.executable, str(ROOT / "bench" / "clicking.py"), file.name]
                found = json.loads(subprocess.run(run, stdout=subprocess.PIPE, check=True, text=True).stdout)
        if found["failures"]:
            print(f"{found['failures']} answers were no page: {found['failed']}", file=sys.stderr)
        took = found["took"]
        return {"all pages": [one for many in took.values() for one in many], **took}
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(given[0] if given else 1_000_000, given[1] if len(given) > 1 else 60)
