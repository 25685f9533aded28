"""Django's registration of the room."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "lianxi.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"
