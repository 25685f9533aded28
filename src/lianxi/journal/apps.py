"""Django's registration of the room: every connection is asked for its journal mode, and none goes to a child."""

import os
from typing import Any

from django.apps import AppConfig

# Connections of the parent: kept, since letting one go would say goodbye to the server in the parent's name.
_of_parent: list[Any] = []


class JournalConfig(AppConfig):
    name = "lianxi.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from lianxi.journal.library import require_safe_mode

        connection_created.connect(require_safe_mode, dispatch_uid="journal.library")
        os.register_at_fork(after_in_child=_leave_connections)


def _leave_connections() -> None:
    """Leave the parent's connections to the parent: what asks in a forked child opens one of its own.

    Two processes that speak over one connection get each other's answers.
    """
    from django.db import connections

    for one in connections.all(initialized_only=True):
        _of_parent.append(one.connection)
        one.connection = None
