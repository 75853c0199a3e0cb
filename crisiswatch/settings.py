"""Settings of the site. Every value comes from the environment; `.env.example` lists them all.

The file that ENV_FILE names (default: `.env` beside manage.py) is read first where it exists;
the demo writes one into its data folder, so that commands can be pointed at a running demo.
"""

import os
import tomllib
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages

from crisiswatch.secret_files import read_secret_files

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION: str = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

env = environ.Env()
environ.Env.read_env(env.str("ENV_FILE", default="") or str(BASE_DIR / ".env"))
read_secret_files(os.environ)

# An empty key lets commands that need none run (`extract`, `evaluate`);
# Django refuses to sign anything with it and the system check says so at start.
SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = env.bool("DEBUG", default=False)
# A site in "production" does not start with unsafe settings; a "local" one is for this machine.
DEPLOYMENT = env.str("DEPLOYMENT", default="production")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Where captures and other files lie that the database only points to.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))

INSTALLED_APPS = [
    "crisiswatch",
    "reactions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "crisiswatch.proxies.TrustedProxies",
    "crisiswatch.correlation.RequestId",
    # Before all that asks for a host, a session or https: probes and scrapers have none.
    "crisiswatch.probes.Probes",
    "crisiswatch.metrics.Measure",
    "reactions.api.middleware.ApiProblems",
    "crisiswatch.headers.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Who asked for a change, beside each version that the audit keeps.
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "crisiswatch.urls"
WSGI_APPLICATION = "crisiswatch.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reactions.views.frame.frame",
            ],
        },
    },
]

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///crisiswatch")}
# After a restart of the server, the connections that it left behind are not handed out again.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A pool in the web process only: Celery closes the pool after each task.
DATABASE_POOL = env.bool("DATABASE_POOL", default=False)
if DATABASE_POOL:
    # Who waits longer for a connection is told that the site is away (503), and makes room.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": 8,
        "timeout": 5,
    }
else:
    # A worker keeps its connection from task to task: to open one takes longer than many a task.
    # Before each it is asked whether it still stands (crisiswatch/celery.py).
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
}

# The cache's client and Celery name a unix socket in different words.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Tasks after which Celery closes the connection to the database whatever its age; else after each.
CELERY_DB_REUSE_MAX = 1000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "read"
# Of 0, 3, 6 and 9, the first to be taken: sweeps overtake the work they send, and what is done
# again for a new engine waits for all else.
CELERY_TASK_DEFAULT_PRIORITY = 3
CELERY_TASK_ROUTES = {
    "reactions.tasks.fetch_page": {"queue": "fetch"},
    "reactions.tasks.poll_source": {"queue": "fetch"},
}
# A message that a killed worker held comes back after the visibility timeout; without the two
# restore options kombu looks for such messages so seldom that a sweep would always be first.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": env.int("BROKER_VISIBILITY_TIMEOUT", default=300),
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_BEAT_SCHEDULER = "crisiswatch.beat.Scheduler"
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    task.replace("_", "-"): {
        "task": f"reactions.tasks.{task}",
        "schedule": SWEEP_SECONDS,
        # A sweep that nobody took is as good as lost: the next one does the same work.
        "options": {"expires": SWEEP_SECONDS, "priority": 0},
    }
    for task in ("send_due_readings", "send_due_pages", "send_due_sources")
} | {
    f"record-pulse-{queue}": {
        "task": "reactions.tasks.record_pulse",
        "args": (queue,),
        "schedule": SWEEP_SECONDS,
        "options": {"queue": queue, "expires": SWEEP_SECONDS, "priority": 0},
    }
    for queue in ("fetch", "read")
}

CELERY_BEAT_SCHEDULE["remove-expired"] = {
    "task": "reactions.tasks.remove_expired",
    "schedule": 3600,
    "options": {"expires": 3600},
}
# Days that captures, and texts without evidence in them, are kept; 0: for ever.
KEEP_CAPTURES_DAYS = env.int("KEEP_CAPTURES_DAYS", default=0)
KEEP_TEXTS_DAYS = env.int("KEEP_TEXTS_DAYS", default=0)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/review/"
LOGOUT_REDIRECT_URL = "/"
AXES_VERBOSE = False
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_CALLABLE = "reactions.views.account.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "captures"},
    },
    "staticfiles": {"BACKEND": "crisiswatch.joined.JoinedStaticFilesStorage"},
}

# Behind TLS (HTTPS=true) cookies and redirects are for https alone; the demo speaks plain http.
HTTPS = env.bool("HTTPS", default=False)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
# So many proxies stand before the site; what they say of the reader's address and scheme is
# believed, and only that.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        # The hash is that of an empty style element: Plotly makes one and fills it by script.
        "style-src": [SELF, "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp-report/"],
    },
}

# The API: whether everybody may read, and requests a minute by address, by account, and of writes.
API_OPEN = env.bool("API_OPEN", default=True)
API_RATE_EVERYBODY = env.int("API_RATE_EVERYBODY", default=300)
API_RATE_ACCOUNTS = env.int("API_RATE_ACCOUNTS", default=1200)
API_RATE_WRITES = env.int("API_RATE_WRITES", default=120)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "reactions.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    # Whoever adds a view that writes must say so; forgetting it leaves the view read-only.
    "DEFAULT_PERMISSION_CLASSES": ["reactions.api.permissions.ReadOnly"],
    "DEFAULT_THROTTLE_CLASSES": ["reactions.api.throttling.FairShare"],
    # Believed is what TrustedProxies puts in REMOTE_ADDR.
    "NUM_PROXIES": 0,
    "DEFAULT_RENDERER_CLASSES": ["reactions.api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "reactions.api.schema.EndpointSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "reactions.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "crisiswatch",
    "DESCRIPTION": "How the world reacts to a political crisis: who took which stance, when, and "
    "in which words. Only stances that an editor accepted are here.",
    "VERSION": "1.2.0",
    "OAS_VERSION": "3.1.0",
    "LICENSE": {
        "name": "CC BY 4.0; quotations remain their publishers'",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    },
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "KindWord": "reactions.api.fields.KIND_WORDS",
        "Side": "reactions.api.fields.SIDE_WORDS",
        "Group": "reactions.api.fields.GROUP_WORDS",
        "Phase": "reactions.api.fields.PHASE_WORDS",
        "DayPrecision": "reactions.api.fields.PRECISION_WORDS",
        "PartySide": "reactions.api.fields.PARTY_WORDS",
        "ActorType": "reactions.models.Actor.Type",
        "SourceType": "reactions.api.fields.SOURCE_WORDS",
        "ChangeType": "reactions.api.fields.CHANGE_WORDS",
    },
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}

# Fetching. Networks beyond the public internet are for tests and for sources of one's own.
FETCH_ALLOWED_NETWORKS = env.list("FETCH_ALLOWED_NETWORKS", default=[])
FETCH_ALLOWED_PORTS = [int(port) for port in env.list("FETCH_ALLOWED_PORTS", default=["80", "443"])]
# Seconds between two fetches from one host, over all workers; a robots.txt may ask for more.
FETCH_HOST_DELAY = env.float("FETCH_HOST_DELAY", default=1.0)
FETCH_CONTACT = env.str("FETCH_CONTACT", default="")
FETCH_USER_AGENT = f"crisiswatch/{VERSION} ({FETCH_CONTACT or 'no contact given'})"

# The share of decided proposals, 0 to 1, that a second editor codes without seeing the first's.
SECOND_OPINION_SHARE = env.float("SECOND_OPINION_SHARE", default=0.1)

# Mail, as for resetting a password: smtp+tls://user:password@host:587, or consolemail:// to have
# it written into the log of the site.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="crisiswatch@localhost")

# Whom readers write to about an error; shown where it is set.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")

MESSAGE_TAGS = {messages.ERROR: "error"}

# Queries that take longer are logged, without their parameters.
SLOW_QUERY_SECONDS = env.float("SLOW_QUERY_SECONDS", default=0.5)
# Whoever reads /metrics must show it as a bearer token; without one there are no metrics.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "crisiswatch.correlation.AddIds"}},
    "formatters": {
        "line": {
            "()": "crisiswatch.correlation.OneLine",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "{asctime}{levelname}{name}{message}{request_id}{task_id}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["ids"],
            "formatter": env.str("LOG_FORMAT", default="line"),
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
# Celery would write lines of its own form past these handlers.
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
