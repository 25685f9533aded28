"""Django's registration of the room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "lianxi.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
