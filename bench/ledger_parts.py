"""The parts of bench/ledger.py that need the installation's own models: who clicks where, and the bulk writes."""

import json
import sys
import time
from datetime import datetime, timedelta
from itertools import combinations, product
from urllib.parse import urlencode

PEOPLE = 20
# The notice of 2026 in its own words, but for one more day off in October: whatever counts over it moves.
NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（周日）至23日（周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至8日（周四）放假调休，共8天。9月20日（周日）、10月10日（周六）上班。
"""
LIGHTS = ("late", "serious", "overdue", "near", "normal")
STATES = ("issued", "in_progress", "submitted", "returned", "closed", "superseded", "all")
WORDS = ("粉尘", "放射性监测数据", "救助", "尘", "从来没有的词", "2026-15")


def plan() -> dict:
    """Twenty seats of the largest conference with a session each, and every page they may open."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from lianxi.bodies.models import Conference, Tenure
    from lianxi.cli.serving import set_up
    from lianxi.ledger.models import Obligation

    set_up()
    settings.ALLOWED_HOSTS = ["*"]
    conference = Conference.objects.earliest("pk")
    tenures = Tenure.objects.filter(conference=conference, ends_before=None).select_related("person", "seat")
    sessions = []
    for tenure in tenures.order_by("pk")[:PEOPLE]:
        session = SessionStore()
        session["_auth_user_id"] = str(tenure.person_id)
        session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
        session["_auth_user_hash"] = tenure.person.get_session_auth_hash()
        session["seat"] = tenure.seat_id
        session.create()
        sessions.append(session.session_key)
    unit = next(tenure.seat.unit_id for tenure in tenures if tenure.seat.kind == "member")
    own = Obligation.objects.filter(conference=conference)
    rows = [*own.filter(state="returned")[:10], *own.filter(state="closed")[:10]]
    pages = [*addresses(unit), *(("an obligation", f"/ledger/{row.pk}") for row in rows)]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = sessions[-1]
    most = 0
    for _, address in pages:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        most = max(most, len(queries))
    return {"sessions": sessions, "cookie": settings.SESSION_COOKIE_NAME, "pages": pages, "queries": most}


def addresses(unit: int) -> list[tuple[str, str]]:
    """The workbench (as often as all filters alone) and the list with every filter, alone and in pairs."""
    filters = {"unit": (unit,), "light": LIGHTS, "state": STATES, "q": WORDS}
    pages = [("workbench", "/")] * 20 + [("list", "/ledger")] * 10
    for name, values in filters.items():
        pages += [(f"list by {name}", f"/ledger?{urlencode({name: value})}") for value in values]
    for (one, firsts), (two, seconds) in combinations(filters.items(), 2):
        pairs = product(firsts, seconds)
        pages += [(f"list by {one} and {two}", f"/ledger?{urlencode({one: a, two: b})}") for a, b in pairs]
    return pages


def writes() -> dict[str, str]:
    """A bulk change of 300, and the day's jobs with 1,000 obligations due among all that are open."""
    from django.db import connection
    from django.db.models import QuerySet
    from django.utils import timezone

    from lianxi.bodies.models import Conference
    from lianxi.clocks.actions import apply_calendar, apply_everywhere, load_notice
    from lianxi.core.actors import INSTALLER, timer_of
    from lianxi.core.rooms import daily_jobs
    from lianxi.core.words import CHINA, day_of
    from lianxi.core.workdays import add_workdays
    from lianxi.journal.acting import Act
    from lianxi.ledger.models import Obligation
    from lianxi.ledger.rules import WORKING

    now = timezone.now()
    conference = Conference.objects.earliest("pk")
    running = Obligation.objects.filter(conference=conference, closed_at__isnull=True)

    def change() -> int:
        from django.db import transaction

        with transaction.atomic():
            act = Act(actor=INSTALLER, at=now, action="bench", chain=conference.pk)
            changed = act.change_batch(
                (row, {"evidence_wanted": "检查表", "answer_upward": True, "upward_body": "省人民政府"})
                for row in running.order_by("pk")[:300]
            )
            act.append()
        return changed

    cells = {"bulk change of 300 (≤ 2 s)": clocked(change)}
    clocks = running.filter(due_on__isnull=False).count()
    load_notice(INSTALLER, now, text=NOTICE, paper="测速用，不是真的通知")
    moved = clocked(lambda: len(apply_calendar(timer_of(conference.pk), now)))
    cells["calendar change (≤ 10 s at 100,000 open clocks)"] = f"{moved} of {clocks:,}"
    cells["calendar change, all other conferences"] = clocked(lambda: apply_everywhere(now))
    # Past the journal, in data about to be thrown away: what was overdue is not, but for a thousand.
    every: QuerySet = QuerySet(Obligation).filter(closed_at__isnull=True)
    morning = add_workdays(day_of(now), 1)
    far, before = morning + timedelta(days=300), add_workdays(morning, -1)
    QuerySet.update(every, due_on=far, due_order=far)
    # Spread over the conferences, since each one's slips are an act of its own.
    due = every.filter(state__in=WORKING).order_by("sequence", "pk")
    chosen = list(due.values_list("pk", flat=True)[:1000])
    QuerySet.update(QuerySet(Obligation).filter(pk__in=chosen), due_on=before, due_order=before)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    at = datetime(morning.year, morning.month, morning.day, 9, tzinfo=CHINA)
    jobs: dict[str, str] = {}
    run = clocked(lambda: sum(_noted(jobs, job, at) for job in daily_jobs()))
    return {**cells, "daily run, 1,000 due (≤ 5 s)": run, **jobs}


def _noted(cells: dict[str, str], job, at: datetime) -> int:  # type: ignore[no-untyped-def]
    from lianxi.core.rooms import load

    touched: list[int] = []
    cells[f"daily run: {job.name}"] = clocked(lambda: touched.append(load(job.run)(at)) or touched[0])
    return touched[0]


def clocked(run) -> str:  # type: ignore[no-untyped-def]
    """Run something and say how long it took and how much it touched."""
    began, cpu = time.perf_counter(), time.process_time()
    touched = run()
    return f"{time.perf_counter() - began:.1f} s, cpu {time.process_time() - cpu:.1f} s ({touched})"


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"plan": plan, "writes": writes}[sys.argv[1]](), ensure_ascii=False))
