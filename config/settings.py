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
PREPARED_FROM = 5
"""How often a connection asks something before PostgreSQL keeps its plan."""


def _database() -> dict[str, Any]:
    as_owner = env.choice("PLANTAO_DATABASE_ROLE", "app", "app", "owner") == "owner"
    parts = {key: value for key, value in conninfo_to_dict(env.database_url(owner=as_owner)).items() if value is not None}
    pooled = env.flag("PLANTAO_DATABASE_POOLER", default=False)
    options: dict[str, Any] = {"connect_timeout": 5, "application_name": "plantao"}
    if not pooled:  # behind a pooler, the next statement may meet a server that never saw what was prepared
        options |= {"server_side_binding": True, "prepare_threshold": PREPARED_FROM}
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
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "template_partials",
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
    "plantao.accounts",
    "plantao.portal",
    "plantao.console",
    "plantao.operate",
    "plantao.wiring",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português"), ("es", "Español"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

ALLOWED_HOSTS = env.hosts("PLANTAO_HOSTS", "localhost,127.0.0.1,[::1]")
WEB_PORT = env.port("PLANTAO_PORT", 8000)
WEB_WORKERS = env.number("PLANTAO_WEB_WORKERS", 1, least=1, most=256)
WEB_THREADS = env.number("PLANTAO_WEB_THREADS", 4, least=1, most=256)
PUBLIC_URL = env.site("PLANTAO_URL", f"http://localhost:{WEB_PORT}")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
PROXIES = env.networks("PLANTAO_PROXIES")  # what these say of who asks, and whether by https, is believed
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plantao.ui.headers.Headers",
    "plantao.ui.edge.Edge",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "plantao.ui.reader.Readers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "plantao.accounts.second_factor.SecondFactors",
    "plantao.ui.middleware.Refusals",
    "plantao.ui.middleware.BegunAgain",  # the innermost: it repeats the views and nothing else
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "plantao.ui.frame.frame",
            ]
        },
    }
]
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "plantao.ui.stamped.StampedFiles"},
}
WHITENOISE_USE_FINDERS = True  # served from the packages as they are: nothing to collect, nothing to forget
WHITENOISE_MAX_AGE = 31_536_000  # seconds; their addresses change with them
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Other names under ours are not ours to bind (W005, W021). Without https `plantao check` says so in its own words.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not PUBLIC_URL.startswith("https://"):
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]

# Signing in (plantao/accounts). What is served over https marks its cookies so.
IS_HTTPS = PUBLIC_URL.startswith("https://")
AUTHENTICATION_BACKENDS = ["plantao.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["name", "email"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "plantao.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a shift
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if IS_HTTPS else ("session", "csrf")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "plantao.ui.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False  # other names under ours are not ours to bind
SECURE_SSL_REDIRECT = IS_HTTPS and bool(PROXIES)
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$", "^metrics$"]  # asked for by this machine itself
X_FRAME_OPTIONS = "DENY"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

ALLAUTH_TRUSTED_PROXY_COUNT = 0  # the web server has put the true address in its place
ACCOUNT_ADAPTER = "plantao.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the address is that by which the provider made the account
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key"}  # of what allauth counts this alone: five such mails an hour to one address
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "plantao.people.access.AccessTokens"  # noqa: S105 - a class
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds
ACCOUNT_FORMS = {
    "login": "plantao.accounts.forms.LoginForm",
    "reset_password": "plantao.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "plantao.accounts.forms.NewPasswordForm",
}
MFA_ADAPTER = "plantao.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {"add_webauthn": "plantao.accounts.forms.AddPasskeyForm"}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_ISSUER = "Plantão"

# Mail. Without PLANTAO_MAIL_OUT outgoing mail is caught, shown at a page of its own, and can't leave the machine.
SMTP_PORT = env.port("PLANTAO_SMTP_PORT", 2525, may_be_off=True)
SMTP_HOST = env.text("PLANTAO_SMTP_HOST", "127.0.0.1")
LMTP_PORT = env.port("PLANTAO_LMTP_PORT", 0, may_be_off=True)
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
    "root": {"handlers": ["stderr"], "level": env.choice("PLANTAO_LOG_LEVEL", "INFO", "DEBUG", "INFO", "WARNING", "ERROR")},
}
