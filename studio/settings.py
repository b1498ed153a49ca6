"""Every option once, in the order in which a person setting up asks; from the environment or `.env`."""

import contextlib
import hashlib
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from environs import Env

from studio.processes.logs import logging_at

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(BASE_DIR / ".env", recurse=False)

# --- Where things lie -----------------------------------------------------------------------------------

# The folder that holds everything worth a backup: database, films, pictures, the secret key file.
DATA = Path(env.str("DAILIES_DATA", str(BASE_DIR / "data"))).resolve()
DATA.mkdir(parents=True, exist_ok=True)

# Another database than DATA/dailies.sqlite3, as an address: postgres://user:password@host/name.
DATABASE_URL = env.str("DATABASE_URL", "")

# A Redis address for the work queue; without it the queue lives in the database.
REDIS_URL = env.str("REDIS_URL", "")

# --- Who may come in ------------------------------------------------------------------------------------


def kept_secret(name: str, length: int) -> str:
    """The secret kept in DATA/`name`, made on first use and readable by this user only."""
    path = DATA / name
    if not path.exists():
        part = path.with_suffix(f".{secrets.token_hex(4)}.part")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(part)  # the first of two starting processes wins; the other reads its file
        part.unlink()
    return path.read_text().strip()


# Signs sessions and links, and encrypts provider keys at rest; kept in DATA/secret_key where not given.
SECRET_KEY = env.str("DAILIES_SECRET_KEY", "") or kept_secret("secret_key", 48)

# This installation's name in the providers' logs: tells its orders from another studio's on the same key.
INSTANCE = hashlib.sha256(b"dailies.instance." + SECRET_KEY.encode()).hexdigest()[:8]

# Host names this studio answers to, separated by commas.
ALLOWED_HOSTS = env.list("DAILIES_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

# The address under which providers (and guests) reach this studio, such as https://dailies.example.com.
PUBLIC_URL = env.str("DAILIES_PUBLIC_URL", "").rstrip("/")

if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or PUBLIC_URL)

# Proxies before this studio, and whence the last of them comes ("*": anywhere): only what is said from there
# about a visitor's address and about https is believed.
PROXIES = env.int("DAILIES_PROXIES", int(PUBLIC_URL.startswith("https://")))
PROXY_ADDRESS = env.str("DAILIES_PROXY_ADDRESS", "127.0.0.1")

# Developers only: error pages with source code in them.
DEBUG = env.bool("DAILIES_DEBUG", False)

# --- Engines --------------------------------------------------------------------------------------------

# A key for the AI/ML API; one saved on the settings page is used where this is empty.
AIMLAPI_KEY = env.str("AIMLAPI_KEY", "")

# Another address for the AI/ML API: a proxy, or another studio.
AIMLAPI_BASE_URL = env.str("AIMLAPI_BASE_URL", "https://api.aimlapi.com")

# "current" or "original": which of the AI/ML API's two Luma paths new clips are ordered through.
AIMLAPI_DIALECT = env.str(
    "AIMLAPI_DIALECT", "current", validate=lambda v: v in ("current", "original") or 1 / 0
)

# A key for Luma's own API; one saved on the settings page is used where this is empty.
LUMAAI_API_KEY = env.str("LUMAAI_API_KEY", "")

# Another address for Luma's own API.
LUMAAI_BASE_URL = env.str("LUMAAI_BASE_URL", "https://api.lumalabs.ai/dream-machine/v1")

# How many times slower than real life every waiting time is; tests run at 0.02.
PACE = env.float("DAILIES_PACE", 1.0)

# --- Limits ---------------------------------------------------------------------------------------------

# Largest picture a person may upload, in megabytes.
UPLOAD_MB = env.int("DAILIES_UPLOAD_MB", 25)

# Free space, in megabytes, below which no new clip is ordered or fetched.
MIN_FREE_MB = env.int("DAILIES_MIN_FREE_MB", 500)

# How many clips are sent, fetched or drawn at the same time.
WORKERS = env.int("DAILIES_WORKERS", 2)

# How much the work queue writes to the log: DEBUG, INFO, WARNING or ERROR.
LOG_LEVEL = env.str("DAILIES_LOG_LEVEL", "WARNING")

# How many requests a minute one API key may make; 0 for any number.
API_A_MINUTE = env.int("DAILIES_API_A_MINUTE", 1200)

# Machines of your own network that webhooks and picture addresses may reach; all others must be public.
OWN_HOSTS: list[str] = env.list("DAILIES_OWN_HOSTS", [])

# A mail server. Until one is named nothing is mailed: links are shown on the page, and kept out of the log.
EMAIL_HOST = env.str("DAILIES_EMAIL_HOST", "")
EMAIL_PORT = env.int("DAILIES_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("DAILIES_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("DAILIES_EMAIL_PASSWORD", "")
DEFAULT_FROM_EMAIL = env.str("DAILIES_EMAIL_FROM", EMAIL_HOST_USER or "dailies@localhost")

# The time zone of the dates on the pages, such as Europe/Berlin.
TIME_ZONE = env.str("TZ", "UTC")

# Seconds without a sign of life after which `up` replaces a process.
WEDGE_S = env.float("DAILIES_WEDGE_S", 30.0)

# A path that nginx maps to DATA/media (`internal`): then nginx sends the films (X-Accel-Redirect).
ACCEL = env.str("DAILIES_ACCEL", "")

# --- The rest is Django's; nothing below reads the environment ------------------------------------------

INSTALLED_APPS = [
    "studio",
    "projects",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "csp",
]

MIDDLEWARE = [
    "projects.core.http.MachinesMiddleware",
    "projects.core.moved.MovedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "projects.core.http.FreshPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projects.core.http.FromHereMiddleware",
    "projects.core.http.FirstRunMiddleware",
    "projects.accounts.sessions.SessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "studio.urls"
WSGI_APPLICATION = "studio.wsgi.application"
AUTH_USER_MODEL = "projects.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
            ],
            "builtins": ["django.templatetags.i18n", "projects.templatetags.formatting"],
        },
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA / "dailies.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: an attempt must be on the disk before its POST leaves. No mmap: it can turn a passing fault of
        # the WAL into lasting damage. See docs/money.md#on-the-disk-before-it-is-sent.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;"
        " PRAGMA journal_size_limit=27103364; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON",
    },
}
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None) if DATABASE_URL else SQLITE}

JOBS = "projects.jobs"  # what workers are asked to do
Q_CLUSTER = {
    "name": "dailies",
    "workers": WORKERS,
    "bulk": 1,
    "poll": 0.1,
    "timeout": 300,
    "retry": 660,  # > timeout × (queue_limit / workers + 1), else a task is handed out twice
    "max_attempts": 3,
    "catch_up": False,
    "save_limit": 50,
    "recycle": 200,
    "label": "Work",
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}
Q_CLUSTER["queue_limit"] = Q_CLUSTER["workers"]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # says no before the password is looked at
    "django.contrib.auth.backends.ModelBackend",
]
# For account and address together: locking the account alone would let a stranger lock everybody out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_USERNAME_FORM_FIELD, AXES_VERBOSE = "username", False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

HTTPS = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-dailies" if HTTPS else "dailies"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True  # our scripts read the token from the page
SESSION_COOKIE_AGE = 14 * 24 * 3600
PASSWORD_RESET_TIMEOUT = 3600
OTP_TOTP_ISSUER = "Dailies"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0  # this name only, not those below or beside it
SECURE_CONTENT_TYPE_NOSNIFF = True

EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = EMAIL_PORT == 587, EMAIL_PORT == 465, 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **{key: [NONE] for key in ("default-src", "base-uri", "frame-ancestors", "object-src")},
        **{key: [SELF] for key in ("script-src", "style-src", "font-src", "connect-src", "form-action")},
        **{key: [SELF, "blob:"] for key in ("img-src", "media-src")},
    }
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "studio.web.assets.Assets"},
}
MEDIA_ROOT = DATA / "media"
FILE_UPLOAD_HANDLERS = [
    "projects.library.uploads.AtMost",  # first: stops unpacking what is too large anyway
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LANGUAGE_CODE = "en"
USE_TZ = True
USE_I18N = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = logging_at(LOG_LEVEL)
