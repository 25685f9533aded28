"""How fast the ledger is with a million obligations, on SQLite and on PostgreSQL, with twenty people clicking.

    python bench/ledger.py [--sizes 100000 1000000] [--databases sqlite postgresql] [--seconds 60] [--keep DIR]

Simulates the tree of conferences (`lianxi simulate --big`), serves it as `lianxi serve` does, lets twenty
seats of its largest conference click once a second from a process of its own on the same cores, and prints a
table with the limits beside the figures; then writes in bulk, and verifies the journal. Nothing is asserted.
A peer is taken into the table where Redmine from Debian is installed (bench/redmine.py).
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
PEOPLE = 20
LIMIT_MS = 200
# The tests' cluster forgets what a power cut would take; figures are of one that does not.
DURABLE = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "shared_buffers=1GB",
    "max_wal_size=4GB",
)
LIANXI = [sys.executable, "-c", "from lianxi.cli import main; main()"]


def main() -> None:
    """Measure every database at every size and print one table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--keep", type=Path, help="a folder that already holds, or will keep, the SQLite data"
    )
    options = parser.parse_args()
    columns = {}
    for database in options.databases:
        for size in options.sizes:
            with data_of(database, size, options.keep) as env:
                columns[f"{database} {size:,}"] = measured(env, size, options.seconds)
                table(columns)
    for size in options.sizes:
        # It says itself where Redmine is not installed.
        peer = [sys.executable, str(ROOT / "bench" / "redmine.py"), str(size), str(options.seconds)]
        subprocess.run(peer, check=False)


def measured(env: dict, size: int, seconds: int) -> dict:
    """Everything about one database at one size, as name → cell."""
    cells = {}
    if not Path(env["LIANXI_DATA"], "simulated").exists():
        took, cpu, _ = timed(env, *LIANXI, "simulate", "--big", "--obligations", str(size))
        cells["simulate (≤ 300 s at 1,000,000)"] = f"{took:.0f} s, cpu {cpu:.0f} s"
        Path(env["LIANXI_DATA"], "simulated").touch()
    part = [sys.executable, str(Path(__file__).with_name("ledger_parts.py"))]
    plan = json.loads(output(env, *part, "plan"))
    cells["queries a page, most (≤ 15)"] = str(plan.pop("queries"))
    for name, took in clicked(env, plan, seconds).items():
        ordered = sorted(took)
        p95 = ordered[int(len(ordered) * 0.95)]
        mark = "" if p95 <= LIMIT_MS else " !"
        cells[f"{name}: p95 (≤ {LIMIT_MS} ms) / median"] = (
            f"{p95:.0f} / {statistics.median(took):.0f} ms{mark}"
        )
    took, cpu, holds = timed(env, *LIANXI, "journal", "verify")
    cells["journal verify"] = f"{took:.0f} s, cpu {cpu:.0f} s, {'holds' if holds else 'BROKEN'}"
    cells |= json.loads(output(env, *part, "writes"))
    return cells


def clicked(env: dict, plan: dict, seconds: int) -> dict[str, list[float]]:
    """Serve, let the people click, and give what their pages took, by kind of page and over all."""
    from lianxi.cli.serving import server_command
    from postgres import free_port

    port = free_port()
    server = subprocess.Popen(server_command(port), env=env, start_new_session=True)
    try:
        wait_for(port)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            for span in (10, seconds):  # the first ones warm the server up
                file.seek(0)
                file.truncate()
                json.dump({**plan, "port": port, "seconds": span}, file)
                file.flush()
                found = json.loads(
                    output(env, sys.executable, str(ROOT / "bench" / "clicking.py"), file.name)
                )
        if found["failures"]:
            print(f"{found['failures']} answers were no page: {found['failed']}", file=sys.stderr)
        took = found["took"]
        return {"all pages": [one for many in took.values() for one in many], **dict(sorted(took.items()))}
    finally:
        server.terminate()
        server.wait()


def wait_for(port: int) -> None:
    """Wait until the server answers."""
    import socket

    for _ in range(100):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    sys.exit("the server did not start")


@contextmanager
def data_of(database: str, size: int, keep: Path | None):  # type: ignore[no-untyped-def]
    """Give the surroundings of an empty data folder, or of a kept one, with its database."""
    base = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "DJANGO_SETTINGS_MODULE": "lianxi.config.settings"}
    with tempfile.TemporaryDirectory(prefix="lianxi-bench-") as folder:
        place = keep / f"{database}-{size}" if keep and database == "sqlite" else Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        env = {**base, "LIANXI_DATA": str(place), "LIANXI_HOSTS": "127.0.0.1,localhost"}
        if database == "sqlite":
            yield env
            return
        from postgres import cluster

        with cluster(*DURABLE) as url:
            yield {**env, "DATABASE_URL": url}


def timed(env: dict, *command: str) -> tuple[float, float, bool]:
    """Run a command; give the seconds by the clock and of the processor, and whether it ended well."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=False, text=True)
    if done.returncode:
        print(f"{command[-2:]} ended with {done.returncode}", file=sys.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - began, cpu, not done.returncode


def output(env: dict, *command: str) -> str:
    """Run a command and give what it printed last."""
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True, text=True)
    return done.stdout.strip().splitlines()[-1]


def table(columns: dict[str, dict[str, str]]) -> None:
    """Print what is known so far: a row a figure, a column a database and size."""
    names = list(dict.fromkeys(name for cells in columns.values() for name in cells))
    print(f"\n{'':<52}" + "".join(f"{column:>26}" for column in columns))
    for name in names:
        print(
            f"{name:<52}" + "".join(f"{cells.get(name, '—'):>26}" for cells in columns.values()), flush=True
        )


if __name__ == "__main__":
    main()
