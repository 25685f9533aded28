"""Django's registration of the room and of its daily job."""

from django.apps import AppConfig


class SurveillanceConfig(AppConfig):
    name = "lianxi.surveillance"
    label = "surveillance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.clocks.jobs import DailyJob, daily_jobs
        from lianxi.surveillance.daily import raise_signals
        from lianxi.surveillance.tasks import sweep_stores

        if not any(job.name == "signals" for job in daily_jobs):
            # Before the digest: a signal of the morning is told in the digest of the morning.
            daily_jobs.insert(0, DailyJob("signals", "按预警规则发现信号", raise_signals))
        if not any(job.name == "sweep" for job in daily_jobs):
            daily_jobs.append(DailyJob("sweep", "清理监测数据中的无主文件", sweep_stores))
