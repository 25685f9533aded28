"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.desk import brief, brief_links, feeds, helping, months, opening, search, workbench

urlpatterns: list[URLPattern] = [
    *brief.urlpatterns,
    *brief_links.urlpatterns,
    *feeds.urlpatterns,
    *helping.urlpatterns,
    *months.urlpatterns,
    *opening.urlpatterns,
    *search.urlpatterns,
    *workbench.urlpatterns,
]
