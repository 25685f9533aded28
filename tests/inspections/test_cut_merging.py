"""A process killed while it calls in, merges or hands over leaves whole steps alone, and the next one goes on."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.processes
@pytest.mark.parametrize("often", [8, pytest.param(60, marks=pytest.mark.matrix)])
def test_killed_at_random_points_whole_steps_are_left(tmp_path: Path, often: int) -> None:
    env = {**os.environ, "LIANXI_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/start.sqlite3"}
    seed = str(random.SystemRandom().randint(0, 10**9))
    script = Path(__file__).parent / "cut_merging.py"
    command = [sys.executable, str(script), seed, str(often)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (seed, done.stderr)
    result = json.loads(done.stdout)
    whole, rows = result["whole"], result["attempts"]
    assert (whole["acknowledged"], whole["faults"], whole["state"]) == (8, [], "handed_over")
    assert len(rows) == often
    for row in rows:
        # What was acknowledged is there, at most the step under way besides, and all of it in order.
        assert row["done"] == sorted(row["done"], reverse=True), (seed, row)
        assert sum(row["done"]) in (row["acknowledged"], row["acknowledged"] + 1), (seed, row)
        assert row["faults"] == row["later_faults"] == [], (seed, row)
        assert (row["state"], row["visits"]) == ("handed_over", whole["visits"]), (seed, row)
        assert row["entries"] == whole["entries"], (seed, row)
