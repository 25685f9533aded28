"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.law import asking, comparing, documents, review

urlpatterns: list[URLPattern] = [
    *asking.urlpatterns,
    *comparing.urlpatterns,
    *documents.urlpatterns,
    *review.urlpatterns,
]
