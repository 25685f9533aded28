"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.protection import exports, keeping, lists, recognitions, unfinished

urlpatterns: list[URLPattern] = [
    *exports.urlpatterns,
    *lists.urlpatterns,
    *unfinished.urlpatterns,
    *recognitions.urlpatterns,
    *keeping.urlpatterns,
]
