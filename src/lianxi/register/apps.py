"""Django's registration of the room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "lianxi.register"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
