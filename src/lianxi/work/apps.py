"""Django's registration of the room, for what an older version kept of the clauses' duties elsewhere."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WorkConfig(AppConfig):
    name = "lianxi.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.work.carrying import carry_former

        # After every migration: rows are written through the journal, which needs the tables as they are now.
        post_migrate.connect(carry_former, sender=self, dispatch_uid="work.carry_former")
