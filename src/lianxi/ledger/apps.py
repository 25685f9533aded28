"""Django's registration of the room; what units have open here follows them when they are renamed."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "lianxi.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lianxi.bodies.actions.successions import succession_followers
        from lianxi.bodies.actions.units import release_followers
        from lianxi.clocks.following import ClockFollower, clock_followers
        from lianxi.clocks.jobs import DailyJob, daily_jobs
        from lianxi.core.doctor import Check, doctor_checks
        from lianxi.ledger import moving
        from lianxi.ledger.daily import issue_slips
        from lianxi.ledger.following import pass_obligations, tell_of_orphans
        from lianxi.ledger.title_index import keep_title_index

        # After every migration: SQLite forgets a table's triggers when Django rebuilds it.
        post_migrate.connect(keep_title_index, sender=self, dispatch_uid="ledger.title_index")
        if pass_obligations not in succession_followers:
            succession_followers.append(pass_obligations)
        if tell_of_orphans not in release_followers:
            release_followers.append(tell_of_orphans)
        if not any(one.name == "ledger" for one in clock_followers):
            clock_followers.append(ClockFollower("ledger", moving.preview, moving.derive))
        if not any(job.name == "slips" for job in daily_jobs):
            # First of all: a slip of the morning is told in the digest of the morning.
            daily_jobs.insert(0, DailyJob("slips", "签发到日的催办单", issue_slips))
        from lianxi.ledger.digest_lines import due_lines
        from lianxi.ledger.selfcheck import look_at_vacant_seats
        from lianxi.outbox.queries import line_makers

        if due_lines not in line_makers:
            line_makers.append(due_lines)
        doctor_checks.append(Check("空缺席位", look_at_vacant_seats))
