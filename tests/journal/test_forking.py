"""A forked child never speaks over a connection of its parent, whatever is first asked for in it."""

import pytest
from django.db import connection, transaction

from lianxi.core.bounded import bounded
from lianxi.core.refusals import BadInput

REFUSAL = BadInput("读不出来。")


def _has_own() -> bool:
    """Tell in a child whether it holds no connection yet, and gets one that answers."""
    before = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return before is None and cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_child_opens_a_connection_of_its_own() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        mine = connection.connection
        assert bounded(_has_own, REFUSAL)
        # The parent's goes on as it was, in its transaction.
        assert connection.connection is mine
        cursor.execute("SELECT 2")
        assert cursor.fetchone() == (2,)
        assert connection.in_atomic_block


@pytest.mark.django_db(transaction=True)
def test_on_postgresql_the_server_sees_two() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has a process for each connection")

    def asked() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    own = asked()
    assert bounded(asked, REFUSAL) != own
    assert asked() == own
