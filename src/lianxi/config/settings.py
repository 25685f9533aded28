"""Django's settings. With no option set: SQLite in the data folder, pages on this machine only."""

import os
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from lianxi.config.options import BadOption, read_options
from lianxi.core.locks import WAIT
from lianxi.core.rooms import rooms
from lianxi.core.sqlite import journal_mode

OPTIONS = read_options()
# Whatever this process writes is for its own account: the data hold patients' records and keys.
os.umask(0o077)

SECRET_KEY = OPTIONS.secret_key()
DEBUG = False
if os.environ.get("LIANXI_DEMO", "0") not in ("0", "1"):
    raise BadOption(f"LIANXI_DEMO 只能是 0 或 1，现在是“{os.environ['LIANXI_DEMO']}”。")
# Throw-away data: every seat can be taken at /demo. `lianxi serve --demo` sets it.
IS_DEMO = os.environ.get("LIANXI_DEMO", "0") == "1"
# The operator declares it: second factors are demanded, and the pages no longer say 试用.
IN_SERVICE = OPTIONS.in_service
ALLOWED_HOSTS = list(OPTIONS.hosts)
ROOT_URLCONF = "lianxi.config.urls"
WSGI_APPLICATION = "lianxi.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    *(room.package for room in rooms()),
    "lianxi.web.apps.WebConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lianxi.web.shared.headers.ProxyMiddleware",
    "lianxi.web.shared.headers.HeadersMiddleware",
    "lianxi.web.shared.middleware.AddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lianxi.web.shared.middleware.SeatMiddleware",
]

# Each wing of the web door keeps its own templates.
_WINGS = ("lianxi.web.shared", "lianxi.web.desk", *(one.wing for one in rooms() if isinstance(one.wing, str)))

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(str(files(wing))) / "templates" for wing in _WINGS],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["lianxi.web.shared.loading.Loader"])],
            "builtins": [
                "lianxi.web.shared.attachments",
                "lianxi.web.shared.components",
                "lianxi.web.shared.entries",
                "lianxi.web.shared.forms",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lianxi.web.shared.frame.frame",
            ],
        },
    }
]


def _database() -> dict[str, Any]:
    config: dict[str, Any] = dict(dj_database_url.parse(OPTIONS.database_url, conn_max_age=60))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Writers take the lock when they begin, so that facts read in an act cannot change under it;
        # FULL keeps an acknowledged commit through a power cut. WAL only with a library that keeps what it
        # committed (core/sqlite.py); a file left in the other mode is switched by the first that opens it.
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": WAIT,
            "init_command": f"PRAGMA journal_mode={journal_mode()};PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
        }
    else:
        # Queries here are short: compiling one takes longer than running it.
        # A lock that is not had in time is an answer, as with SQLite.
        own = f"-c jit=off -c lock_timeout={WAIT}s"
        config.setdefault("OPTIONS", {}).setdefault("options", own)
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "bodies.Person"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    # Django's list of 20,000 passwords that everybody tries first.
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# New passwords by Argon2id; those of before are still read.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Mail leaves only where a server is set; addresses of units are set by the office (outbox).
_SMTP = urlsplit(OPTIONS.smtp)
MAIL_IS_SET = bool(OPTIONS.smtp)
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "", _SMTP.port or (465 if _SMTP.scheme == "smtps" else 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_SMTP.username or ""), unquote(_SMTP.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP.scheme == "smtp+tls", _SMTP.scheme == "smtps"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = OPTIONS.sender
PUBLIC_URL = OPTIONS.url
# The operator's gateways for text messages and 统一待办; None where there is none.
SMS, TODO = OPTIONS.sms, OPTIONS.todo
# A licensed seal product's adapter (papers/sealing.py); none seals nothing.
SEALER = OPTIONS.sealer
CLASSIFIED = OPTIONS.classified
SCANS = OPTIONS.scans

# Work that a page starts and does not wait for; `lianxi worker` does it (beside `lianxi serve` by itself).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = OPTIONS.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_DIR = OPTIONS.data_dir
FILES_DIR = DATA_DIR / "files"
# The timer's daily backups, how many are kept, and the file of the passphrase that seals their keys.
BACKUP_DIR = OPTIONS.backup_dir
BACKUP_KEEP = OPTIONS.backup_keep
BACKUP_KEY_FILE = OPTIONS.backup_key_file
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

SESSION_ENGINE = "lianxi.bodies.sessions"
BEHIND_PROXY = OPTIONS.https
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OPTIONS.https
if OPTIONS.https:
    # Browsers take a cookie of such a name from this very host over HTTPS only.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lianxi.config.urls.page_too_old"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
