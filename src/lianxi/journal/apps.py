"""Django's registration of the room; every connection is asked for its journal mode."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "lianxi.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from lianxi.journal.library import require_safe_mode

        connection_created.connect(require_safe_mode, dispatch_uid="journal.library")
