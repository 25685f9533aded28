"""Topics and meetings as files, exactly what their pages show."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from lianxi.core.words import day_of, moment_text
from lianxi.meetings.queries import list_meetings, list_topics
from lianxi.meetings.rules.machines import MEETING, MEETING_KINDS, TOPIC, TOPIC_KINDS
from lianxi.web.meetings.topics import topic_filter
from lianxi.web.shared.offers import actor_of
from lianxi.web.shared.pages import conference_of, seated
from lianxi.web.shared.tables import Column, below, named, table_response

MOST_MEETINGS = 100_000

TOPICS = (
    Column("编号", 8),
    Column("议题", 48),
    Column("类别", 12),
    Column("提出单位", 20),
    Column("提出日期", 12, is_day=True),
    Column("状态", 12),
    Column("待回意见", 10),
    Column("依据", 36),
)


@require_safe
@seated
def topics(request: HttpRequest) -> HttpResponse:
    """Send the topics as their filters show them."""
    own, wanted = conference_of(request), topic_filter(request)

    def page(before: int | None) -> list[Any]:
        return list_topics(own, replace(wanted, before=before), to=actor_of(request))

    rows = (
        (
            row.pk,
            row.title,
            TOPIC_KINDS.get(row.kind, row.kind),
            row.unit.name if row.unit else row.source_body,
            day_of(row.raised_at),
            TOPIC.labels[row.state],
            row.waiting,
            row.cite or row.basis_clause,
        )
        for row in below(page, lambda row: row.pk)
    )
    return table_response(request, named("议题"), TOPICS, rows)


MEETINGS = (
    Column("名称", 40),
    Column("时间", 22),
    Column("类别", 10),
    Column("地点", 24),
    Column("状态", 10),
    Column("议题数", 8),
    Column("通知单位数", 10),
    Column("已回执", 8),
)


@require_safe
@seated
def meetings(request: HttpRequest) -> HttpResponse:
    """Send all meetings, those to come first."""
    own = conference_of(request)
    found: list[Any] = [row for ended in (False, True) for row in list_meetings(own, ended, MOST_MEETINGS)]
    rows = (
        (
            row.title,
            moment_text(row.starts_at),
            MEETING_KINDS.get(row.kind, row.kind),
            row.place,
            MEETING.labels[row.state],
            row.topics,
            row.units,
            row.answered,
        )
        for row in found
    )
    return table_response(request, named("会议"), MEETINGS, rows)


urlpatterns: list[URLPattern] = [
    path("topics/export", topics, name="topics_export"),
    path("meetings/export", meetings, name="meetings_export"),
]
