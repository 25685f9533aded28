"""All addresses of the pages, one list per room."""

from django.urls import URLPattern, URLResolver

from lianxi.web import (
    accounts,
    conference,
    demo,
    documents,
    door,
    drafts,
    intake,
    journal,
    ledger,
    meetings,
    minutes,
    papers,
    topics,
    workbench,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *door.urlpatterns,
    *drafts.urlpatterns,
    *accounts.urlpatterns,
    *demo.urlpatterns,
    *workbench.urlpatterns,
    *conference.urlpatterns,
    *documents.urlpatterns,
    *topics.urlpatterns,
    *meetings.urlpatterns,
    *minutes.urlpatterns,
    *papers.urlpatterns,
    *ledger.urlpatterns,
    *intake.urlpatterns,
    *journal.urlpatterns,
]
