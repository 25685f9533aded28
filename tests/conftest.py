"""Fixtures every test may ask for."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from cast import Cast, found_cast
from lianxi.clocks.queries import calendar_now, forget_calendars
from lianxi.law.queries import citations_of


def pytest_configure() -> None:
    # Files of the tests lie apart from any installation's, and are never looked for in its static folder.
    settings.DATA_DIR = Path(tempfile.mkdtemp(prefix="lianxi-test-"))
    settings.FILES_DIR = settings.DATA_DIR / "files"
    settings.BACKUP_DIR, settings.BACKUP_KEEP, settings.BACKUP_KEY_FILE = settings.DATA_DIR / "backups", 0, ""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database is tried again; the rest cannot differ."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    asks = [item for item in items if _asks_the_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
    items[:] = asks


def _asks_the_database(item: pytest.Item) -> bool:
    wanted = set(getattr(item, "fixturenames", ()))
    return bool(wanted & {"db", "transactional_db"}) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def _forget_citations() -> None:
    """Versions and notices never change in an installation, but each test has its own."""
    citations_of.cache_clear()
    forget_calendars()


@pytest.fixture
def cast(db: None) -> Cast:
    """The small conference with every seat held, in a process that has asked for the calendar just now."""
    founded = found_cast()
    calendar_now()
    return founded
