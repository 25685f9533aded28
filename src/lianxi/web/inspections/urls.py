"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.inspections import merging, plans, supervisions, visits

urlpatterns: list[URLPattern] = [
    *supervisions.urlpatterns,
    *plans.urlpatterns,
    *merging.urlpatterns,
    *visits.urlpatterns,
]
