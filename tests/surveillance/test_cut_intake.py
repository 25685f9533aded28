"""A process killed in the middle of an import leaves either nothing in the data or the whole batch."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.processes
def test_killed_at_random_points_nothing_is_half_stored(tmp_path: Path) -> None:
    env = {**os.environ, "LIANXI_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/start.sqlite3"}
    seed = str(random.SystemRandom().randint(0, 10**9))
    script = Path(__file__).parent / "cut_intake.py"
    done = subprocess.run(
        [sys.executable, str(script), seed], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (seed, done.stderr)
    result = json.loads(done.stdout)
    assert result["whole"]["rows"] == 300
    before = 300
    for row in result["attempts"]:
        assert row["rows"] == row["rows_after_sweep"] == row["applied"] * 300, (seed, row)
        assert row["rows"] in (before, before + 300), (seed, row)
        assert row["rows"] == before + 300 or not row["acknowledged"], (seed, row)
        assert row["broken"] == [], (seed, row)
        assert row["breaks"] == 0, (seed, row)
        before = row["rows"]
    assert result["last"] == "applied"
