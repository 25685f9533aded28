"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.ledger import delegations, exports, handovers, lists, rechecks, sheets, slips

urlpatterns: list[URLPattern] = [
    *delegations.urlpatterns,
    *exports.urlpatterns,
    *handovers.urlpatterns,
    *lists.urlpatterns,
    *rechecks.urlpatterns,
    *sheets.urlpatterns,
    *slips.urlpatterns,
]
