"""Runs the tests on a temporary PostgreSQL cluster, started from installed binaries and removed afterwards.

PostgreSQL refuses to run as root, so for root the cluster belongs to an unprivileged user.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Durability is what production needs and what a cluster thrown away after a minute does not.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


def find_binaries() -> Path:
    """The newest installed server's bin folder, or an exit with what to install."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name.split(".")[0])
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()]
    if not usable:
        sys.exit("没有找到 PostgreSQL 的 initdb。请先安装，例如 Debian：apt-get install postgresql")
    return usable[-1]


def as_user() -> list[str]:
    """The words that run a command as an unprivileged user when this is root."""
    if os.getuid() != 0:
        return []
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names)
    return ["runuser", "-u", user, "--"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def cluster(*more: str) -> Iterator[str]:
    """Run a temporary cluster and give its database's address; `more` are further settings."""
    binaries, prefix, port = find_binaries(), as_user(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="lianxi-pg-"))
    if prefix:
        shutil.chown(folder, prefix[2])
    data = folder / "data"
    run = [*prefix, str(binaries / "initdb"), "-D", str(data), "-A", "trust", "-U", "lianxi", "-E", "UTF8"]
    subprocess.run([*run, "--locale=C.UTF-8", "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/")
    options = " ".join(f"-c {option}" for option in (*FAST, *more))
    options += f" -p {port} -k {folder} -c listen_addresses=127.0.0.1"
    control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    log = folder / "log"
    subprocess.run(
        [*control, "-l", str(log), "-o", options, "start"], check=True, stdout=subprocess.DEVNULL, cwd="/"
    )
    try:
        yield f"postgresql://lianxi@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd="/")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    with cluster() as address:
        env = {**os.environ, "DATABASE_URL": address}
        tests = sys.argv[1:] or ["tests", "-n", "2"]
        return subprocess.run([sys.executable, "-m", "pytest", *tests], env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
