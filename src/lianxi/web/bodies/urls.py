"""The addresses of the wing."""

from django.urls import URLPattern

from lianxi.web.bodies import (
    accounts,
    changes,
    clock,
    conference,
    demo,
    exports,
    inviting,
    operator,
    releases,
    second,
    settings,
)

urlpatterns: list[URLPattern] = [
    *accounts.urlpatterns,
    *changes.urlpatterns,
    *clock.urlpatterns,
    *conference.urlpatterns,
    *demo.urlpatterns,
    *exports.urlpatterns,
    *inviting.urlpatterns,
    *operator.urlpatterns,
    *releases.urlpatterns,
    *second.urlpatterns,
    *settings.urlpatterns,
]
