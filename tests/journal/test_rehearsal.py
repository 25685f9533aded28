"""One rehearsal of a restore on the database that the tests run on; fifty of them are `make hardening PART=restore`."""

import os
from pathlib import Path

import pytest
from django.db import connection

from hardening.installation import drop_database
from hardening.rehearsal import rehearse_often


@pytest.mark.django_db
def test_what_was_acknowledged_before_a_backup_is_there_after_destroying_and_restoring(
    tmp_path: Path,
) -> None:
    is_postgres = connection.vendor == "postgresql"
    address = os.environ.get("DATABASE_URL", "") if is_postgres else ""
    try:
        (only,) = rehearse_often(tmp_path, address, rounds=1, seed=13)
    finally:
        for name in ("rehearsal_0", "rehearsal_1") if is_postgres else ():
            drop_database(address, name)
    assert only.wrong == ""
    assert only.acknowledged > 0
