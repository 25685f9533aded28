"""`make hardening PART=kills|fuzz|restore|clients|servers|forms [N=…]`: prints the figures that docs/security.md keeps."""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from postgres import cluster

# Of servers the seconds, of forms the rounds through all of them.
FULL = {"kills": 200, "fuzz": 10_000, "restore": 50, "clients": 1_000, "servers": 600, "forms": 20}


def run_fuzz(count: int, seed: int, _address: str) -> int:
    from lianxi.cli.starting import start_django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["LIANXI_DATA"] = folder
        start_django()
        from hardening.fuzz import fuzz

        faults = 0
        for found in fuzz(count, seed):
            told = "，".join(f"{what} {n}" for what, n in sorted(found.counts.items()))
            print(f"{found.name}: {count} 份，{told}", *found.examples, sep="\n  ", flush=True)
            faults += found.faults
    print(f"坏文件：{faults} 处出错")
    return faults


def run_restore(count: int, seed: int, address: str) -> int:
    from hardening.rehearsal import rehearse_often

    with tempfile.TemporaryDirectory() as folder:
        told = rehearse_often(Path(folder), address, count, seed)
    wrong = [one.wrong for one in told if one.wrong]
    acknowledged = sum(one.acknowledged for one in told)
    print(*wrong, sep="\n")
    print(f"恢复演练 {len(told)} 次，备份前已确认 {acknowledged} 项，不符 {len(wrong)} 次")
    return len(wrong)


def run_kills(count: int, seed: int, address: str) -> int:
    from hardening.kills import kill_often

    with tempfile.TemporaryDirectory() as folder:
        told = kill_often(Path(folder), address, count, seed)
    print(told.sentence())
    return told.faults


def run_clients(count: int, _seed: int, address: str) -> int:
    from hardening.clients import crowd

    with tempfile.TemporaryDirectory() as folder:
        told = crowd(Path(folder), address, count)
    for place, one in zip(("直接", "经 nginx"), told, strict=False):
        print(f"{place}：{one}")
    if len(told) < 2:
        print("这台机器没有 nginx，没有经它再试")
    return sum(one.faults for one in told)


def run_servers(count: int, _seed: int, address: str) -> int:
    from hardening.servers import serve_twice

    with tempfile.TemporaryDirectory() as folder:
        told, ahead = serve_twice(Path(folder), address, count)
    print(f"两个服务、三个后台进程，{count} 秒：{told.sentence()}")
    print(f"时钟快三天的服务：提交 {ahead.tried} 项，办成 {len(ahead.acknowledged)} 项（应为 0）")
    # A server that was never asked shows nothing.
    return told.faults + len(ahead.acknowledged) + (not ahead.tried)


def run_forms(count: int, seed: int, address: str) -> int:
    own = {"LIANXI_FORMS": str(count), "LIANXI_SEED": str(seed)} | (
        {"DATABASE_URL": address} if address else {}
    )
    test = str(Path(__file__).parents[1] / "web" / "test_fuzzed_forms.py")
    chosen = ["-m", "matrix", "-k", "test_no_form"]
    command = [sys.executable, "-m", "pytest", "-q", "--show-capture=no", *chosen, test]
    return subprocess.run(command, env={**os.environ, **own}, check=False).returncode


PARTS = {
    "kills": run_kills,
    "fuzz": run_fuzz,
    "restore": run_restore,
    "clients": run_clients,
    "servers": run_servers,
    "forms": run_forms,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("--n", type=int, default=0, help="how many; the full figure by default")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--cluster", action="store_true", help="on a temporary PostgreSQL instead of SQLite")
    options = parser.parse_args()
    seed = options.seed or random.SystemRandom().randint(1, 10**9)
    began = time.monotonic()
    count = options.n or FULL[options.part]
    with cluster() if options.cluster else nullcontext("") as address:
        faults = PARTS[options.part](count, seed, address)
    print(
        f"{options.part}: seed {seed}, {time.monotonic() - began:.0f} s, {'PostgreSQL' if options.cluster else 'SQLite'}"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
