"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.meetings import exports, kit, minutes, open_decisions, previews, sittings, topics

urlpatterns: list[URLPattern] = [
    *exports.urlpatterns,
    *kit.urlpatterns,
    *minutes.urlpatterns,
    *previews.urlpatterns,
    *open_decisions.urlpatterns,
    *sittings.urlpatterns,
    *topics.urlpatterns,
]
