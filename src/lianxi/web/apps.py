"""Django's registration of the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "lianxi.web"
    label = "web"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from lianxi.web.shared.limits import begin

        user_logged_in.connect(begin, dispatch_uid="web.sign_in")
