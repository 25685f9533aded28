"""Fixtures every test may ask for."""

import gc
import os
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

import staging
from cast import Cast, found_cast
from lianxi.clocks import queries as clocks_queries
from lianxi.clocks.queries import calendar_now, forget_calendars
from lianxi.law.queries import citations_of


def pytest_configure() -> None:
    # Files of the tests lie apart from any installation's, and are never looked for in its static folder.
    settings.DATA_DIR = Path(tempfile.mkdtemp(prefix="lianxi-test-"))
    settings.FILES_DIR = settings.DATA_DIR / "files"
    settings.BACKUP_DIR, settings.BACKUP_KEEP, settings.BACKUP_KEY_FILE = settings.DATA_DIR / "backups", 0, ""
    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    # What a test asserts does not hang on how busy the machine is.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let the collector pass over what every test shares: a twentieth of the suite's time went into looking at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks a database is tried again, and of that what a database may answer otherwise.

    Three sets of parameters of each test, since they vary what is asked or read; neither the long ones nor the pages,
    but for their searches and lists: the full matrix opens every page for every seat there. All are tried here too
    with `LIANXI_ALL=1`, or where tests are named by file.
    """
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    asks = [item for item in items if _asks_the_database(item)]
    if not os.environ.get("LIANXI_ALL") and config.args == config.getini("testpaths"):
        asks = _thinned([item for item in asks if _may_differ(item)])
    config.hook.pytest_deselected(items=[item for item in items if item not in set(asks)])
    items[:] = asks


def _may_differ(item: pytest.Item) -> bool:
    is_page = Path(__file__).parent / "web" in item.path.parents
    searches = any(word in item.path.stem for word in ("search", "list", "table", "filter"))
    return item.get_closest_marker("long") is None and (searches or not is_page)


def _thinned(items: list[pytest.Item]) -> list[pytest.Item]:
    """Keep the first, the middle and the last set of parameters of each test."""
    of_test: dict[str, list[pytest.Item]] = {}
    for item in items:
        of_test.setdefault(item.nodeid.partition("[")[0], []).append(item)
    kept = {id(one[place]) for one in of_test.values() for place in (0, len(one) // 2, -1)}
    return [item for item in items if id(item) in kept]


def _asks_the_database(item: pytest.Item) -> bool:
    wanted = set(getattr(item, "fixturenames", ()))
    return bool(wanted & {"db", "transactional_db"}) or item.get_closest_marker("django_db") is not None


@pytest.fixture(autouse=True)
def _forget_citations(request: pytest.FixtureRequest) -> None:
    """Versions and notices never change in an installation, but each test has its own."""
    citations_of.cache_clear()
    forget_calendars()
    staging.keep({"monkeypatch", "django_capture_on_commit_callbacks"}.isdisjoint(request.fixturenames))


@pytest.fixture(scope="session", autouse=True)
def _unhurried() -> None:
    """A page on a slow machine asks for the calendar no more often than on a quick one: queries are counted."""
    clocks_queries.RECHECK = 3600.0


@pytest.fixture
def cast(db: None) -> Cast:
    """The small conference with every seat held, in a process that has asked for the calendar just now."""
    staging.begin_numbers_anew()
    founded = found_cast()
    calendar_now()
    return founded
