"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.bodies import accounts, conference, demo, exports, settings

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *conference.urlpatterns,
    *demo.urlpatterns,
    *exports.urlpatterns,
    *settings.urlpatterns,
]
