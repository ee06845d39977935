"""
The settings, from the environment only. Every variable has a line in docs/operate/settings.md and, where it can be wrong, a check.

PLANTAO_DATABASE_ROLE says as whom this process acts: `app` (the default: web, worker, mail, commands) or `owner` (migrations).
"""

from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from config import env

BASE_DIR = env.HERE
HOME: Path = env.home()
DEBUG = False

APP_ROLE = "plantao_app"
PORTAL_ROLE = "plantao_portal"


def _database() -> dict[str, Any]:
    as_owner = env.text("PLANTAO_DATABASE_ROLE", "app") == "owner"
    parts = {key: value for key, value in conninfo_to_dict(env.database_url(owner=as_owner)).items() if value is not None}
    pooled = env.flag("PLANTAO_DATABASE_POOLER", default=False)
    options: dict[str, Any] = {"connect_timeout": 5, "application_name": "plantao"}
    if not as_owner and not pooled:
        options["assume_role"] = APP_ROLE
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    database = {name: str(parts.pop(key, "")) for key, name in named.items()}
    return {
        **database,
        "ENGINE": "config.pooled" if pooled and not as_owner else "django.db.backends.postgresql",
        "OPTIONS": options | parts,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
    }


def _secret_key() -> str:
    given = env.text("PLANTAO_SECRET_KEY")
    if given:
        return given
    try:
        return (HOME / "run" / "secret_key").read_text().strip() or "not-set"
    except OSError:
        return "not-set"


SECRET_KEY = _secret_key()
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Person"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "plantao.people",
    "plantao.events",
    "plantao.files",
    "plantao.work",
    "plantao.staff",
    "plantao.directory",
    "plantao.agreements",
    "plantao.messaging",
    "plantao.channels.email",
    "plantao.tickets",
    "plantao.sla",
    "plantao.escalation",
    "plantao.intake",
    "plantao.notifications",
    "plantao.ui",
    "plantao.portal",
    "plantao.console",
    "plantao.operate",
    "plantao.wiring",
]

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português"), ("es", "Español"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

ALLOWED_HOSTS = env.words("PLANTAO_HOSTS", "localhost,127.0.0.1,[::1]")
PUBLIC_URL = env.text("PLANTAO_URL", f"http://localhost:{env.port('PLANTAO_PORT', 8000)}").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = env.networks("PLANTAO_PROXIES")  # what these say of who asks, and whether by https, is believed
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "plantao.ui.middleware.Refusals",
    "plantao.ui.middleware.BegunAgain",  # the innermost: it repeats the views and nothing else
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the packages as they are: nothing to collect, nothing to forget
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
SILENCED_SYSTEM_CHECKS: list[str] = []

# Mail. Without PLANTAO_MAIL_OUT outgoing mail is caught, shown at a page of its own, and can't leave the machine.
WEB_PORT = env.port("PLANTAO_PORT", 8000)
SMTP_PORT = env.port("PLANTAO_SMTP_PORT", 2525)
SMTP_HOST = env.text("PLANTAO_SMTP_HOST", "127.0.0.1")
LMTP_PORT = env.port("PLANTAO_LMTP_PORT", 0)
SMTP_TLS_CERTIFICATE = env.text("PLANTAO_SMTP_TLS_CERTIFICATE")
SMTP_TLS_KEY = env.text("PLANTAO_SMTP_TLS_KEY")
MAIL_OUT = env.text("PLANTAO_MAIL_OUT")
MAIL_IN_IMAP = env.text("PLANTAO_MAIL_IN")  # imap[s]://user:password@host[:port]/FOLDER[?move=FOLDER]
MAIL_SIZE_LIMIT = env.number("PLANTAO_MAIL_SIZE_LIMIT", 26_214_400, least=65_536)
MAIL_AUTHSERV_ID = env.text("PLANTAO_MAIL_AUTHSERV_ID")
MAIL_BOUNCE_ADDRESS = env.text("PLANTAO_MAIL_BOUNCE_ADDRESS")

# LISTEN needs a connection that is not cut up by a transaction pooler.
DATABASE_DIRECT_URL = env.text("DATABASE_DIRECT_URL") or env.database_url()

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "plantao.operate.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.text("PLANTAO_LOG_LEVEL", "INFO").upper()},
}
