"""Django's registration of the room."""

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "lianxi.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"
