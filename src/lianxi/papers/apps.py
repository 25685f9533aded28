"""Django's registration of the room."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lianxi.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `lianxi doctor` ask for the fonts of the papers."""
        from lianxi.core.doctor import Check, doctor_checks
        from lianxi.papers.pdf.fonts import look_at_fonts

        doctor_checks.append(Check("公文字体（PDF）", lambda _today: look_at_fonts()))
