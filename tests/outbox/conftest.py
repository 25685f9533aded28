"""A gateway's server for a test."""

from collections.abc import Iterator

import pytest

from outbox.gateway_server import Played, start_server


@pytest.fixture
def gateway() -> Iterator[Played]:
    server, played = start_server()
    yield played
    server.shutdown()
    server.server_close()
