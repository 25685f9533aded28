"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.exchange import checklists, collections, exports, incoming, requests, sendings, upward

urlpatterns: list[URLPattern] = [
    *exports.urlpatterns,
    *sendings.urlpatterns,
    *requests.urlpatterns,
    *checklists.urlpatterns,
    *collections.urlpatterns,
    *incoming.urlpatterns,
    *upward.urlpatterns,
]
