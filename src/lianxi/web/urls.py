"""All addresses of the pages, one list per module."""

from django.urls import URLPattern, URLResolver

from lianxi.web import exports, feeds, tracking_exports
from lianxi.web.bodies import accounts, conference, demo, settings
from lianxi.web.clocks import limits
from lianxi.web.desk import workbench
from lianxi.web.journal import entries, health
from lianxi.web.law import asking, comparing, documents, review
from lianxi.web.ledger import delegations, duties, handovers, lists, rechecks, sheets, slips
from lianxi.web.meetings import minutes, open_decisions, sittings, topics
from lianxi.web.outbox import channels
from lianxi.web.papers import archives, issued, layouts, numbers
from lianxi.web.papers import drafts as papers_drafts
from lianxi.web.register import employers, identities
from lianxi.web.shared import door
from lianxi.web.shared import drafts as shared_drafts
from lianxi.web.surveillance import batches, series, signals

urlpatterns: list[URLPattern | URLResolver] = [
    *door.urlpatterns,
    *shared_drafts.urlpatterns,
    *exports.urlpatterns,
    *tracking_exports.urlpatterns,
    *duties.urlpatterns,
    *feeds.urlpatterns,
    *sheets.urlpatterns,
    *batches.urlpatterns,
    *series.urlpatterns,
    *signals.urlpatterns,
    *employers.urlpatterns,
    *identities.urlpatterns,
    *accounts.urlpatterns,
    *demo.urlpatterns,
    *workbench.urlpatterns,
    *conference.urlpatterns,
    *settings.urlpatterns,
    *comparing.urlpatterns,
    *documents.urlpatterns,
    *review.urlpatterns,
    *topics.urlpatterns,
    *sittings.urlpatterns,
    *open_decisions.urlpatterns,
    *minutes.urlpatterns,
    *issued.urlpatterns,
    *archives.urlpatterns,
    *papers_drafts.urlpatterns,
    *numbers.urlpatterns,
    *layouts.urlpatterns,
    *slips.urlpatterns,
    *delegations.urlpatterns,
    *rechecks.urlpatterns,
    *handovers.urlpatterns,
    *channels.urlpatterns,
    *limits.urlpatterns,
    *lists.urlpatterns,
    *asking.urlpatterns,
    *entries.urlpatterns,
    *health.urlpatterns,
]
