"""All addresses of the pages, one list per room."""

from django.urls import URLPattern, URLResolver

from lianxi.web import (
    accounts,
    comparing,
    conference,
    demo,
    documents,
    door,
    drafts,
    exports,
    feeds,
    intake,
    journal,
    ledger,
    meetings,
    minutes,
    papers,
    review,
    settings,
    slips,
    topics,
    workbench,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *door.urlpatterns,
    *drafts.urlpatterns,
    *exports.urlpatterns,
    *feeds.urlpatterns,
    *accounts.urlpatterns,
    *demo.urlpatterns,
    *workbench.urlpatterns,
    *conference.urlpatterns,
    *settings.urlpatterns,
    *comparing.urlpatterns,
    *documents.urlpatterns,
    *review.urlpatterns,
    *topics.urlpatterns,
    *meetings.urlpatterns,
    *minutes.urlpatterns,
    *papers.urlpatterns,
    *slips.urlpatterns,
    *ledger.urlpatterns,
    *intake.urlpatterns,
    *journal.urlpatterns,
]
