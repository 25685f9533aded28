"""Django's registration of the room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lianxi.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
