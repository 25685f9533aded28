"""Django's registration of the room."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "lianxi.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.clocks.daily import apply_everywhere
        from lianxi.clocks.jobs import DailyJob, daily_jobs
        from lianxi.clocks.selfcheck import look_at_years
        from lianxi.core.doctor import Check, doctor_checks

        if not any(job.name == "calendar" for job in daily_jobs):
            daily_jobs.insert(0, DailyJob("calendar", "按新的放假安排重算时限", apply_everywhere))
        doctor_checks.append(Check("放假安排", look_at_years))
