"""The web server's entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from accounts.startup import refuse_demo_people  # noqa: E402 - models need Django set up

#: What makes gunicorn give up instead of starting the worker again and again.
WORKER_BOOT_ERROR = 3

refuse_demo_people(WORKER_BOOT_ERROR)
