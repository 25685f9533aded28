"""Django's registration of the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lianxi.web"
    label = "web"
