"""Django's registration of the room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "lianxi.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"
