"""Django's registration of the room."""

from django.apps import AppConfig


class SurveillanceConfig(AppConfig):
    name = "lianxi.surveillance"
    label = "surveillance"
    default_auto_field = "django.db.models.BigAutoField"
