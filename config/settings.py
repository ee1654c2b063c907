"""Baton's settings: one file, every environment by name, loud when something needed is missing.

Values come from the environment or from `.env`; `.env.example` documents each.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import queues, schedule
from config.openapi import DESCRIPTION, ENUM_NAMES

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

BATON_ENV = env.str("BATON_ENV", default="development")
if BATON_ENV not in {"development", "test", "production"}:
    raise ImproperlyConfigured(f"BATON_ENV is {BATON_ENV!r}; it must be development, test or production.")
PRODUCTION = BATON_ENV == "production"


def needed(name: str, default: str) -> str:
    """A setting with a default everywhere but in production, where it must be given."""
    if PRODUCTION and not env.str(name, default=""):
        raise ImproperlyConfigured(f"{name} is not set; production needs it (see .env.example).")
    return env.str(name, default=default)


VAR_DIR = Path(env.str("BATON_VAR", default=str(BASE_DIR / "var")))
if BATON_ENV == "development":  # while `make run` runs, a command typed beside it finds the embedded services here
    environ.Env.read_env(VAR_DIR / "run.env")
SECRET_KEY = needed("SECRET_KEY", "only-for-development-and-tests-" + "x" * 40)
DEBUG = env.bool("DEBUG", default=False) and not PRODUCTION
ALLOWED_HOSTS = [host.strip() for host in needed("ALLOWED_HOSTS", "*").split(",")]
BASE_URL = needed("BASE_URL", f"http://127.0.0.1:{env.str('PORT', default='8000')}")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "csp",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "tree_queries",
    "web",
    "accounts",
    "notices",
    "customers",
    "handover",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.api.throttling.AllowanceMiddleware",
    "config.unchanged.UnchangedMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.EndedAccessMiddleware",
    "accounts.middleware.PersonLocaleMiddleware",
    "accounts.middleware.SentDraftMiddleware",
    "web.uploads.AnnouncedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.gate.GateMiddleware",
    "config.idempotency.IdempotencyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "web.forms.TablerRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "web.templatetags.web"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.person",
                "notices.context.bell",
            ],
        },
    }
]

DATABASES = {"default": env.db_url_config(needed("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/baton"))}
DATABASES["default"].update(
    CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True, ATOMIC_REQUESTS=False, DISABLE_SERVER_SIDE_CURSORS=False
)
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database (postgres://…).")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = needed("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # the address is unique whatever its case, by constraint
AUTHENTICATION_BACKENDS = ["accounts.backend.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if BATON_ENV == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.ClosedDoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/5m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reset_password": "accounts.forms.sign_in.ResetForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "user_token": "accounts.forms.sign_in.ResetLinkForm",
}

TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = ["^livez$", "^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("tabler", BASE_DIR / "node_modules/@tabler/core/dist"),
    ("echarts", BASE_DIR / "node_modules/echarts/dist"),
]
ICONS_DIR = BASE_DIR / "node_modules/@tabler/icons/icons"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# Each test client builds the middleware anew; listing every static file each time would be most of what tests do.
WHITENOISE_AUTOREFRESH = BATON_ENV == "test"
MEDIA_ROOT = VAR_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=200 * 1024 * 1024)

# Without EMAIL_URL (the demo) mail goes to files that an administrator reads on a page.
MAIL_DIR = VAR_DIR / "mail"
if EMAIL_URL := env.str("EMAIL_URL", default=""):
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "notices.channels.email.files.MailFiles"
EMAIL_TIMEOUT = 10  # seconds; well below the lease of a claimed mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Baton <baton@baton.example>")

# Outside these hours mail and chat wait for the next working moment of who gets them, unless they chose otherwise.
try:
    QUIET_HOURS = schedule.span(env.str("QUIET_HOURS", default=""))
except ValueError as error:
    raise ImproperlyConfigured("QUIET_HOURS must look like 08:00-19:00, or be empty.") from error

# Encrypts what other systems trust us with (chat robots, webhooks, CRMs). The first key encrypts, the others still
# decrypt (so that keys can be changed).
SECRETS_KEYS = env.list("SECRETS_KEYS", default=[])
if not SECRETS_KEYS and not PRODUCTION:
    SECRETS_KEYS = ["b25seS1mb3ItZGV2ZWxvcG1lbnQtYW5kLXRlc3RzLTE="]
# Not in production: hosts of other systems, each with the loopback address of what stands in for it.
STAND_INS: dict[str, str] = {} if PRODUCTION else env.dict("STAND_INS", default={})
# Hosts inside our own network that may be called all the same (a CRM in the cellar, the receiver of a webhook).
PRIVATE_HOSTS: list[str] = env.list("PRIVATE_HOSTS", default=[])

# How many minutes of a working day a leaver has for handing customers over, beside the meetings.
HANDOVER_MINUTES_A_DAY = env.int("HANDOVER_MINUTES_A_DAY", default=240)
if not 1 <= HANDOVER_MINUTES_A_DAY <= 24 * 60:
    raise ImproperlyConfigured("HANDOVER_MINUTES_A_DAY must be between 1 and 1440.")

# Customers of grade A are visited together with who leaves before the supervisor signs, or it is said why not.
JOINT_VISITS = env.bool("JOINT_VISITS", default=True)

API_REQUESTS_PER_MINUTE = env.int("API_REQUESTS_PER_MINUTE", default=6000)
API_REQUESTS_PER_MINUTE_ANONYMOUS = env.int("API_REQUESTS_PER_MINUTE_ANONYMOUS", default=120)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.permissions.OpensTo"],
    "DEFAULT_PAGINATION_CLASS": "web.api.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["web.api.ExactFilters"],
    "DEFAULT_PARSER_CLASSES": ["web.exact_json.ExactJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "config.describing.ExactSchema",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.throttling.PerCaller"],
    "NUM_PROXIES": TRUSTED_PROXIES,
    "EXCEPTION_HANDLER": "config.errors.problem_response",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "URL_FORMAT_OVERRIDE": None,  # the Accept header says it; no query string does
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Baton",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["accounts.api.permissions.OpensTo"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.openapi.add_shared",
    ],
}

# Postgres is the truth and a task only nudges, so a task may be lost or run twice without harm. Late acknowledgement
# AND reject-on-lost together are what re-runs the task of a killed worker; one alone loses it.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 2,
    "socket_connect_timeout": 2,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_QUEUES, CELERY_TASK_ROUTES, CELERY_TASK_DEFAULT_QUEUE = queues.QUEUES, queues.ROUTES, queues.SHORT
CELERY_TASK_CREATE_MISSING_QUEUES = False  # a name nobody serves is refused
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
PACE = env.float("BATON_PACE", default=1) if BATON_ENV == "test" else 1  # tests with real workers let time run faster
CELERY_BEAT_SCHEDULE = schedule.beat_schedule(PACE)
CELERY_BEAT_MAX_LOOP_INTERVAL = 5 / PACE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
DELIVERY_LEASE, DELIVERY_RETRIES = schedule.DELIVERY_LEASE / PACE, schedule.DELIVERY_RETRIES
CHANNEL_PAUSE = schedule.CHANNEL_PAUSE
CONNECTION_LEASE = schedule.CONNECTION_LEASE / PACE
CONNECTION_WAITS = tuple(wait / PACE for wait in schedule.CONNECTION_WAITS)
WEBHOOK_RETRIES, EVENTS_KEPT = schedule.WEBHOOK_RETRIES, schedule.EVENTS_KEPT
REMIND_FROM_HOUR = schedule.REMIND_FROM_HOUR

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # They write addresses of robots and receivers, which are secrets; what went wrong stands in the delivery.
    "loggers": {name: {"level": "CRITICAL", "propagate": False} for name in ("apprise", "urllib3", "requests")},
}
