"""Django's registration of the room; its digests and deliveries are part of the day's run."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "lianxi.outbox"
    label = "outbox"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.clocks.jobs import DailyJob, daily_jobs
        from lianxi.core.doctor import Check, doctor_checks
        from lianxi.outbox.daily import build_digests, send_deliveries
        from lianxi.outbox.selfcheck import look_at_addresses

        if not any(job.name == "digests" for job in daily_jobs):
            daily_jobs.append(DailyJob("digests", "汇成每日摘要", build_digests))
            daily_jobs.append(DailyJob("deliveries", "送出摘要", send_deliveries))
        doctor_checks.append(Check("外发地址", look_at_addresses))
