"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.law import asking, comparing, documents, further, review

urlpatterns: list[URLPattern] = [
    *asking.urlpatterns,
    *comparing.urlpatterns,
    *further.urlpatterns,
    *documents.urlpatterns,
    *review.urlpatterns,
]
