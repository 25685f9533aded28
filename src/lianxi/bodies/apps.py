"""Django's registration of the room; it teaches the writer how to tell who holds a seat."""

from django.apps import AppConfig


class BodiesConfig(AppConfig):
    name = "lianxi.bodies"
    label = "bodies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.bodies.queries import require_seat_held
        from lianxi.journal.acting import actor_checks

        if require_seat_held not in actor_checks:
            actor_checks.append(require_seat_held)
