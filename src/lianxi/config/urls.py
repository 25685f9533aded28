"""Addresses of the installation: the pages, and nothing else yet."""

from django.urls import include, path

urlpatterns = [path("", include("lianxi.web.urls"))]
