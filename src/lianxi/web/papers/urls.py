"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.papers import archives, attachments, drafts, exports, issued, layouts, numbers, signed

urlpatterns: list[URLPattern] = [
    *archives.urlpatterns,
    *attachments.urlpatterns,
    *signed.urlpatterns,
    *drafts.urlpatterns,
    *exports.urlpatterns,
    *issued.urlpatterns,
    *layouts.urlpatterns,
    *numbers.urlpatterns,
]
