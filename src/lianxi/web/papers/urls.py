"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.papers import archives, attachments, drafts, exports, issued, layouts, numbers, signed, taken

urlpatterns: list[URLPattern] = [
    *archives.urlpatterns,
    *attachments.urlpatterns,
    *signed.urlpatterns,
    *taken.urlpatterns,
    *drafts.urlpatterns,
    *exports.urlpatterns,
    *issued.urlpatterns,
    *layouts.urlpatterns,
    *numbers.urlpatterns,
]
