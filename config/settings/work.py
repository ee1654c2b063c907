"""What runs in the background, and when: Celery, periods, waits."""

from config import queues, schedule
from config.settings.environment import BATON_ENV, REDIS_URL, VAR_DIR, env

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
LINK_RETRIES = tuple(wait / PACE for wait in schedule.LINK_RETRIES)
CHANNEL_PAUSE = schedule.CHANNEL_PAUSE
CONNECTION_LEASE = schedule.CONNECTION_LEASE / PACE
CONNECTION_WAITS = tuple(wait / PACE for wait in schedule.CONNECTION_WAITS)
WEBHOOK_RETRIES, EVENTS_KEPT = schedule.WEBHOOK_RETRIES, schedule.EVENTS_KEPT
REMIND_FROM_HOUR = schedule.REMIND_FROM_HOUR
