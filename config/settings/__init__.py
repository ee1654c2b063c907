"""Baton's settings: every environment by name, loud when something needed is missing.

Values come from the environment or from `.env` (`environment.py`); `.env.example` documents each. Here stands what the
product is made of; `security.py`, `outside.py` (mail, other systems), `api.py` and `work.py` (Celery) hold the rest.
"""

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.settings.api import *  # noqa: F403
from config.settings.environment import BASE_DIR, BATON_ENV, PRODUCTION, REDIS_URL, VAR_DIR, env, needed
from config.settings.outside import *  # noqa: F403
from config.settings.security import *  # noqa: F403
from config.settings.work import *  # noqa: F403

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
    "web.browsers.AskAgainMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "accounts.api.throttling.RateLimitMiddleware",
    "config.etags.ETagMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.EndedAccessMiddleware",
    "accounts.middleware.PersonLocaleMiddleware",
    "accounts.middleware.SentDraftMiddleware",
    "web.uploads.RequestLimitMiddleware",
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

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

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

# How many minutes of a working day a leaver has for handing customers over, beside the meetings.
HANDOVER_MINUTES_A_DAY = env.int("HANDOVER_MINUTES_A_DAY", default=240)
if not 1 <= HANDOVER_MINUTES_A_DAY <= 24 * 60:
    raise ImproperlyConfigured("HANDOVER_MINUTES_A_DAY must be between 1 and 1440.")

# Customers of grade A are visited together with who leaves before the supervisor signs, or it is said why not.
JOINT_VISITS = env.bool("JOINT_VISITS", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"mask_secrets": {"()": "config.log_masking.MaskSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask_secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # They write addresses of robots and receivers, which are secrets; what went wrong stands in the delivery.
    "loggers": {name: {"level": "CRITICAL", "propagate": False} for name in ("apprise", "urllib3", "requests")},
}
