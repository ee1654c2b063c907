"""What leaves for people and other systems: mail, quiet hours, secrets, hosts that may be called."""

from django.core.exceptions import ImproperlyConfigured

from config import schedule
from config.settings.environment import PRODUCTION, VAR_DIR, env

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
