"""Django's registration of the room, for the index that Django cannot describe."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "lianxi.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.ledger.title_index import keep_title_index

        # After every migration: SQLite forgets a table's triggers when Django rebuilds it.
        post_migrate.connect(keep_title_index, sender=self, dispatch_uid="ledger.title_index")
