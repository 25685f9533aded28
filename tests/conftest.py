"""Fixtures every test may ask for."""

import os
import tempfile

# A data folder of its own: tests never touch an installation.
os.environ.setdefault("LIANXI_DATA", tempfile.mkdtemp(prefix="lianxi-test-"))
os.environ.setdefault("LIANXI_HOSTS", "127.0.0.1,localhost,testserver")

import pytest
from django.conf import settings

from cast import Cast, found_cast


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def cast(db: None) -> Cast:
    """The small conference with every seat held."""
    return found_cast()
