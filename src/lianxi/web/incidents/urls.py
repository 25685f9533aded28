"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.incidents import duty, events, exports, lists

urlpatterns: list[URLPattern] = [
    *lists.urlpatterns,
    *duty.urlpatterns,
    *exports.urlpatterns,
    *events.urlpatterns,
]
