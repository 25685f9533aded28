"""A room of its own folders shows everywhere by its face alone; taken out, it leaves no trace."""

import difflib
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from lianxi.core.rooms import rooms

ROOT = Path(__file__).parents[2]
MARKS = ("玩具备忘", "toy")
# Where a room shows. The link is the address that a message's line opens.
PLACES = (
    *("menu", "page", "desk", "workbench", "tasks", "export", "feed", "message settings", "message event"),
    *("papers", "paper drafts", "handover"),
    *("daily", "journal", "notices", "link", "actions", "doctor", "help"),
    *("docs/actions.md", "docs/states.md", "docs/rooms.md"),
)


@cache
def shown(house: str, folder: str) -> dict[str, str]:
    """What the house shows, in a process of its own with an empty database."""
    own = {
        "LIANXI_HOUSE": house,
        "LIANXI_DATA": folder,
        "DATABASE_URL": f"sqlite:///{folder}/{house}.sqlite3",
    }
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    environment = {
        **os.environ,
        **own,
        "PYTHONPATH": paths,
        "DJANGO_SETTINGS_MODULE": "lianxi.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "toy.probe"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("played"))


def test_the_toy_room_shows_in_every_place(folder: str) -> None:
    found = shown("toy.house", folder)
    assert set(found) == set(PLACES)
    assert [place for place in PLACES if not any(mark in found[place] for mark in MARKS)] == []
    assert "带上玩具备忘" in found["export"]
    assert found["link"] == "/toys?memo=1"
    assert found["message event"] == "玩具备忘"
    assert "提醒阅读玩具备忘：1 项" in found["daily"]
    jobs = [line.partition("：")[0] for line in found["daily"].splitlines()]
    assert jobs.index("按新的放假安排重算时限") < jobs.index("提醒阅读玩具备忘") < jobs.index("汇成每日摘要")


def test_taken_out_it_leaves_no_trace(folder: str) -> None:
    found = shown("lianxi.config.rooms", folder)
    assert set(found) == set(PLACES)
    # The link to a record of a table that nobody has leads to the journal; only the asked name is in it.
    assert found.pop("link") == "/journal?record=toy.memo:1"
    assert {place for place, text in found.items() if any(mark in text for mark in MARKS)} == set()


# What a colleague changes outside the room's own folders: file, the line before it, and the line as it is then.
OUTSIDE = (
    (
        "src/lianxi/config/rooms.py",
        '    "lianxi.surveillance",',
        '    "lianxi.surveillance",\n    "lianxi.toy",',
    ),
    ("pyproject.toml", ' | surveillance",', ' | surveillance | toy",'),
)


def test_outside_its_folders_it_takes_two_lines() -> None:
    """Its line in config/rooms.py, and its name in the layers of pyproject; nothing else in the house names it."""
    diff = []
    for name, now, then in OUTSIDE:
        before = (ROOT / name).read_text()
        assert before.count(now) == 1, name
        after = before.replace(now, then)
        diff += difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, "", "", 0, "")
    added = [line for line in diff if line.startswith("+") and not line.startswith("+++")]
    assert len(added) == len(OUTSIDE) <= 2, "\n".join(diff)
    said = [
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "docs", "bench", "requirements")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".py", ".html", ".toml", ".md", ".in", ".js", ".css"}
        and re.search(r"\btoy\b|玩具备忘", path.read_text(encoding="utf-8"))
    ]
    # The page that builds it, and the record of why it is built.
    assert [name for name in said if name != "docs/building.md" and "decisions/" not in name] == []
    assert "toy" not in {room.name for room in rooms()}
    lines = [line for line in (ROOT / "tests/toy/house.py").read_text().splitlines() if '"toy"' in line]
    assert lines == ['ROOMS = (*HOUSE, "toy")']
