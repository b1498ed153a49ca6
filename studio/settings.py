"""Settings. Options come from the environment or `.env`; docs/configuration.md describes them."""

import hashlib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env, validate

from studio.processes.data_folder import load_public_url, load_secret, prepare_folder
from studio.processes.database_settings import read_database_url, use_sqlite
from studio.processes.logs import build_logging

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
env.read_env(BASE_DIR / ".env", recurse=False)

# --- Storage -----------------------------------------------------------------------------------------

# The folder that holds everything worth a backup: database, videos, images, the secret key.
DATA = Path(env.str("DAILIES_DATA", str(BASE_DIR / "data"))).resolve()
prepare_folder(DATA)

# A database URL to use instead of DATA/dailies.sqlite3: postgres://user:password@host/name.
DATABASE_URL = env.str("DATABASE_URL", "")

# A Redis URL for the work queue. Without it, the queue is in the database.
REDIS_URL = env.str("REDIS_URL", "")

# --- Access ---------------------------------------------------------------------------------------------

# Signs sessions and links, and encrypts provider keys at rest. Default: the secret in DATA/secret_key.
SECRET_KEY = env.str("DAILIES_SECRET_KEY", "") or load_secret(DATA / "secret_key", 48)

# Identifies this installation's requests in the providers' logs, where several may share a key.
INSTANCE = hashlib.sha256(b"dailies.instance." + SECRET_KEY.encode()).hexdigest()[:8]

# Host names that this studio serves, separated by commas.
ALLOWED_HOSTS = env.list("DAILIES_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

# The URL at which providers and guests reach this studio, such as https://dailies.example.com. Without this
# variable, the one that an admin saved on the settings page: `up` restarts its processes when it changes.
PUBLIC_URL_FILE = DATA / "public_url"
PUBLIC_URL_FROM_ENV = env.str("DAILIES_PUBLIC_URL", "").rstrip("/")
PUBLIC_URL = PUBLIC_URL_FROM_ENV or load_public_url(PUBLIC_URL_FILE)
# What /healthz says, so that an address can be asked whether it leads back here.
ADDRESS_MARK = hashlib.sha256(b"dailies.address." + SECRET_KEY.encode()).hexdigest()[:16]

if PUBLIC_URL:
    ALLOWED_HOSTS.append(urlsplit(PUBLIC_URL).hostname or PUBLIC_URL)

# The number of proxies in front of this studio, and the address of the last one ("*": any). Forwarded client
# addresses and schemes are trusted only from there.
PROXIES = env.int("DAILIES_PROXIES", int(PUBLIC_URL.startswith("https://")))
PROXY_ADDRESS = env.str("DAILIES_PROXY_ADDRESS", "127.0.0.1")

# Developers only: error pages with source code in them.
DEBUG = env.bool("DAILIES_DEBUG", False)

# --- Engines --------------------------------------------------------------------------------------------

# The key for the AI/ML API. If empty, the key from the settings page is used.
AIMLAPI_KEY = env.str("AIMLAPI_KEY", "")

# The base URL of the AI/ML API; change it for a proxy or another studio.
AIMLAPI_BASE_URL = env.str("AIMLAPI_BASE_URL", "https://api.aimlapi.com")

# "current" or "original": which of the AI/ML API's two Luma paths new generations use.
AIMLAPI_DIALECT = env.str("AIMLAPI_DIALECT", "current", validate=validate.OneOf(["current", "original"]))

# The key for Luma's own API. If empty, the key from the settings page is used.
LUMAAI_API_KEY = env.str("LUMAAI_API_KEY", "")

# The base URL of Luma's own API.
LUMAAI_BASE_URL = env.str("LUMAAI_BASE_URL", "https://api.lumalabs.ai/dream-machine/v1")

# Factor for all waiting times; tests run at 0.02.
PACE = env.float("DAILIES_PACE", 1.0)

# --- Limits ---------------------------------------------------------------------------------------------

# Maximum size of an uploaded image, in megabytes.
UPLOAD_MB = env.int("DAILIES_UPLOAD_MB", 25)

# Maximum size of an imported film, in megabytes.
IMPORT_MB = env.int("DAILIES_IMPORT_MB", 2000)

# Free disk space, in megabytes, below which nothing is requested or downloaded.
MIN_FREE_MB = env.int("DAILIES_MIN_FREE_MB", 500)

# How many generations are sent, downloaded or drawn at the same time.
WORKERS = env.int("DAILIES_WORKERS", 2)

# Number of web processes, with eight threads each; 0 for one per core.
WEB_PROCESSES = env.int("DAILIES_WEB_PROCESSES", 0, validate=validate.Range(0, 64))

# The log level of the work queue: DEBUG, INFO, WARNING or ERROR.
LOG_LEVEL = env.str("DAILIES_LOG_LEVEL", "WARNING")

# Requests per minute for each API key; 0 for no limit.
API_A_MINUTE = env.int("DAILIES_API_A_MINUTE", 1200)

# Hosts in your own network that webhooks and image URLs may reach. All other hosts must be public.
OWN_HOSTS: list[str] = env.list("DAILIES_OWN_HOSTS", [])

# The mail server. Without one, no email is sent: pages show the links, and the log leaves them out.
EMAIL_HOST = env.str("DAILIES_EMAIL_HOST", "")
EMAIL_PORT = env.int("DAILIES_EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("DAILIES_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("DAILIES_EMAIL_PASSWORD", "")
DEFAULT_FROM_EMAIL = env.str("DAILIES_EMAIL_FROM", EMAIL_HOST_USER or "dailies@localhost")

# The time zone of dates on pages, such as Europe/Berlin.
TIME_ZONE = env.str("TZ", "UTC")

# Seconds without a sign of life after which `up` replaces a process.
WEDGE_S = env.float("DAILIES_WEDGE_S", 30.0)

# An `internal` nginx location for DATA/media. If set, nginx sends the files (X-Accel-Redirect).
ACCEL = env.str("DAILIES_ACCEL", "")

# --- Django's settings; nothing below reads the environment ---------------------------------------------

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
    "projects.core.http.ServerLimitsMiddleware",
    "projects.core.http.ApiMiddleware",
    "projects.core.old_urls.OldUrlMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "projects.core.http.NoStoreMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "projects.core.http.TextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projects.core.http.SameSiteMiddleware",
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

DATABASES = {"default": read_database_url(DATABASE_URL) if DATABASE_URL else use_sqlite(DATA)}

JOBS = "projects.jobs"  # the functions that workers run
START_CHECK = "projects.core.secret_check.check_secret"  # called by `up` before it starts anything
Q_CLUSTER = {
    "name": "dailies",
    "workers": WORKERS,
    "bulk": 1,
    "poll": 0.1,
    "timeout": 300,
    "retry": 660,  # > timeout × (queue_limit / workers + 1), or a task runs twice
    "max_attempts": 3,
    "catch_up": False,
    "save_limit": 50,
    "recycle": 200,
    "label": "Work",
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}
Q_CLUSTER["queue_limit"] = Q_CLUSTER["workers"]

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses before the password is checked
    "django.contrib.auth.backends.ModelBackend",
]
# Per account and address: locking the account alone would let a stranger lock everybody out.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=10)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "projects.accounts.sign_in_throttling.name_account"
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_USERNAME_FORM_FIELD, AXES_VERBOSE = "username", False
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("Argon2", "PBKDF2")]
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
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0  # this host only, not its subdomains
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
    "projects.core.uploads.UploadLimit",  # first: stops unpacking when the upload is too large
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# The megabytes of a film that the browser sends in one request, so that a cut line costs no more than these.
IMPORT_CHUNK_MB = 8
SEVERAL_FILES = 4  # so that one file that is too large reaches its view, which says so
# Where a request may carry a file, of how many megabytes, and who may send one (studio/web/bodies.py)
UPLOAD_ROUTES = {
    **dict.fromkeys(("images", "timeline-stills", "profile-avatar", "api-images"), SEVERAL_FILES * UPLOAD_MB),
    "upload": SEVERAL_FILES * IMPORT_CHUNK_MB,
    "api-clips": IMPORT_MB + 1,
}
# What may take long gets threads of its own (studio/web/lane.py).
SLOW_ROUTES = set(UPLOAD_ROUTES) | {"keyframe-slot", "engine-key", "engine-test", "hold-retry"}
UPLOAD_GATE = "projects.api.upload_gate.may_send_files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_200  # a thousand selected clips, and the other fields of their form

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
FILES = "django.core.cache.backends.filebased.FileBasedCache"
CACHES = {
    "default": {"BACKEND": MEMORY},
    # About 7 kB each.
    "cards": {"BACKEND": MEMORY, "LOCATION": "cards", "TIMEOUT": 3600, "OPTIONS": {"MAX_ENTRIES": 3000}},
    # What all web processes count together (projects/api/limits.py).
    "counts": {"BACKEND": FILES, "LOCATION": DATA / "run/counts", "OPTIONS": {"MAX_ENTRIES": 1000}},
}

LANGUAGE_CODE = "en"
USE_TZ = True
USE_I18N = True

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = build_logging(LOG_LEVEL)
