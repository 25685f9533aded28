"""A process killed in the middle of issuing leaves either nothing or the whole issue."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.processes
def test_killed_at_twenty_random_points_nothing_is_half_issued(tmp_path: Path) -> None:
    env = {**os.environ, "LIANXI_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/start.sqlite3"}
    seed = str(random.SystemRandom().randint(0, 10**9))
    script = Path(__file__).parent / "cut.py"
    done = subprocess.run(
        [sys.executable, str(script), seed], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert len(result["attempts"]) == 20
    for row in result["attempts"]:
        whole = (row["papers"], row["obligations"], row["recipients"], row["state"]) == (1, 1, 6, "issued")
        nothing = (row["papers"], row["obligations"], row["recipients"], row["state"]) == (
            0,
            0,
            0,
            "in_consent",
        )
        assert whole or nothing, (seed, row)
        assert whole or not row["acknowledged"], (seed, row)
        assert row["breaks"] == 0, (seed, row)
        assert row["files_readable"], (seed, row)
    assert {row["papers"] for row in result["attempts"]} <= {0, 1}
