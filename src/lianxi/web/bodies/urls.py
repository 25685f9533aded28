"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.bodies import accounts, clock, conference, demo, exports, operator, releases, settings

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *clock.urlpatterns,
    *conference.urlpatterns,
    *demo.urlpatterns,
    *exports.urlpatterns,
    *operator.urlpatterns,
    *releases.urlpatterns,
    *settings.urlpatterns,
]
