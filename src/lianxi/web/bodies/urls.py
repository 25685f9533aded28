"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.bodies import accounts, clock, conference, demo, exports, releases, settings

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *clock.urlpatterns,
    *conference.urlpatterns,
    *demo.urlpatterns,
    *exports.urlpatterns,
    *releases.urlpatterns,
    *settings.urlpatterns,
]
