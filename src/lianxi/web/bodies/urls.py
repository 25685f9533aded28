"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.bodies import accounts, conference, demo, exports, releases, settings

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *conference.urlpatterns,
    *demo.urlpatterns,
    *exports.urlpatterns,
    *releases.urlpatterns,
    *settings.urlpatterns,
]
