"""Every setting of the register.

Values come from the environment (`.env.example` lists the variables), an optional `.env` beside
manage.py fills in what the environment leaves out, and every variable but two has a safe default:
production refuses to start without SECRET_KEY and ALLOWED_HOSTS.
"""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from config.databases import database
from config.environment import development_key, env, env_bool, env_int, env_list, load_dotenv

BASE_DIR = Path(__file__).resolve().parent.parent

# Tests set ENVIRONMENT themselves and must not depend on one person's .env.
if env("ENVIRONMENT") != "test":
    load_dotenv(BASE_DIR / ".env")
ENVIRONMENT = env("ENVIRONMENT", "development")
if ENVIRONMENT not in {"development", "test", "production"}:
    raise ImproperlyConfigured(f"ENVIRONMENT must be development, test or production, not {ENVIRONMENT!r}.")
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"

DATA_DIR = (BASE_DIR / env("DATA_DIR", "var")).resolve()
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
BACKUP_DIR = (BASE_DIR / env("BACKUP_DIR", str(DATA_DIR / "backups"))).resolve()
# Hours after which the desk warns that there is no later backup; 0 is never.
BACKUP_MAX_AGE_HOURS = env_int("BACKUP_MAX_AGE_HOURS", 26 if PRODUCTION else 0)
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DEBUG = env_bool("DEBUG")
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# Where the site is found, for mails that nobody's request has caused.
SITE_URL = env("SITE_URL", f"http{'s' * PRODUCTION}://{next(iter(ALLOWED_HOSTS), 'localhost').lstrip('*.')}").rstrip(
    "/"
)
CONTACT_EMAIL = env("CONTACT_EMAIL")  # who is written to of errors; without it no page offers that
# Notices of the desk: sent where EMAIL_HOST says, else printed.
EMAIL_HOST = env("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 5  # seconds: whoever decided waits for it
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "register@localhost")
if PRODUCTION and DEBUG:
    raise ImproperlyConfigured("DEBUG must be off in production.")
if PRODUCTION and (len(SECRET_KEY) < 40 or len(set(SECRET_KEY)) < 10):
    raise ImproperlyConfigured("SECRET_KEY must be set in production, to 40 letters by lot or more.")
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts served in production, one by one.")
# Nobody writes, everybody reads; `./manage read_only on` does the same for one machine without a restart.
READ_ONLY = env_bool("READ_ONLY")
METRICS_TOKEN = env("METRICS_TOKEN")  # who may read /metrics says it; without it there is no such page
if not SECRET_KEY:
    SECRET_KEY = "only-for-tests" if TESTING else development_key(DATA_DIR / "secret_key")

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # Ours come first: their templates and commands override those of the others.
    "partnerships",
    "people",
    "articles",
    "changesets",
    "records",
    "config.apps.RegisterAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",  # for FORM_RENDERER
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "import_export",
    "simple_history",
    "django_tasks",
    "config.apps.JobsConfig",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "config.apps.SignInConfig",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "config.request_id.named_request",
    "config.middleware.head_alone",
    "config.middleware.one_port",
    "config.middleware.from_replica",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.ReadOnly",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it turns a refused login into its answer
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            # The website is a wing of partnerships, not an app of its own.
            "libraries": {"website": "partnerships.website.templatetags.website"},
            "builtins": ["records.templatetags.posted"],
        },
    }
]

# Database. ATOMIC_REQUESTS stays off: with IMMEDIATE every page would take SQLite's write lock.
DATABASES = {"default": database(env("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}"))}
# Where public pages and the API read from: a streaming standby, left while it is further behind than so many seconds.
if env("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = database(env("DATABASE_REPLICA_URL"))
    DATABASES["replica"]["OPTIONS"]["connect_timeout"] = 1  # else a dead one would hold up whoever looks for it
DATABASE_ROUTERS = ["records.replica.ReplicaRouter"] if "replica" in DATABASES else []
REPLICA_LAG_SECONDS = env_int("REPLICA_LAG_SECONDS", 10)
SLOW_QUERY_MS = env_int("SLOW_QUERY_MS", 1_000)  # statements that take longer are named in the log; 0: none is

# Without Redis each worker keeps its own pages, and how often an address asks is counted in files.
if env("REDIS_URL"):
    CACHE: dict[str, Any] = {"BACKEND": "config.redis_cache.SparedRedisCache", "LOCATION": env("REDIS_URL")}
    CACHE["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}
else:
    CACHE = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
# Pages as they were last answered (records/caching/pages.py): some 10 MB a worker at most. Another release, which may
# word them otherwise, makes them anew; each start is one, unless RELEASE says which it is.
RELEASE = env("RELEASE", str(time.time_ns()))
PAGES: dict[str, Any] = {**CACHE, "KEY_PREFIX": f"pages-{RELEASE}"}
if "LOCATION" not in CACHE:
    PAGES |= {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}}
CACHES = {"default": CACHE, "pages": PAGES}

# Sign-in
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Argon2 is slow on purpose, and tests sign in often.
PASSWORD_HASHERS = [f"django.contrib.auth.hashers.{'MD5' if TESTING else 'Argon2'}PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
SESSION_ENGINE = "config.sessions"
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
PROXIES = env_int("PROXIES", 0)  # how many of our own proxies append to X-Forwarded-For
AXES_HANDLER = "records.sign_in.SignInGuard"
AXES_LOCKOUT_CALLABLE = "records.sign_in.locked"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger cannot lock an editor out
AXES_FAILURE_LIMIT = env_int("LOGIN_FAILURE_LIMIT", 5)
LOGIN_NAMES_LIMIT = env_int("LOGIN_NAMES_LIMIT", 10)  # so many names failing from one address lock that address
AXES_COOLOFF_TIME = timedelta(minutes=env_int("LOGIN_COOLOFF_MINUTES", 15))
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "config.proxies.client_address"
AXES_VERBOSE = False
# Whether who may publish or change accounts and groups can do nothing before they have a second factor.
REQUIRE_2FA = env_bool("REQUIRE_2FA")
OTP_TOTP_ISSUER = env("TOTP_ISSUER", "register")  # what the app of the second factor calls the site

# Whoever changed a record last does not approve it, unless nobody else may publish.
FOUR_EYES = env_bool("FOUR_EYES", True)

# Language and time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]  # ours, which wins, and texts of libraries
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_THOUSAND_SEPARATOR = False  # it would put dots into keys in addresses and into exports
FORMAT_MODULE_PATH = "config.formats"
SERIALIZATION_MODULES = {"json": "records.fixtures_json"}  # which reads fixtures of before

# Files
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
STATICFILES_DIRS = [BASE_DIR / "static"]
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
HASHED_STATIC = "config.stylesheets.JoinedSheetStorage"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # ours in templates/django/forms are quicker
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": PLAIN_STATIC if DEBUG or TESTING else HASHED_STATIC,
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # a proxy reads them
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "changesets.admin.uploads.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # an agreement's form carries many inline rows
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# What browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the pages of the API draw their signs as data: images
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "records.admin.unsaved.csrf_failure"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = env_bool("SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
    SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env_bool("HSTS_PRELOAD")
    if PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# API: public, read only, JSON
CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(?!(en/)?admin/)"  # pages too: lists are files with ?format=, and without cookies all is public
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = [*default_headers, "if-none-match"]
CORS_EXPOSE_HEADERS = ["Content-Disposition", "ETag", "As-Of", "Retry-After"]
CORS_EXPOSE_HEADERS += [f"RateLimit-{name}" for name in ("Limit", "Remaining", "Reset")]
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_THROTTLE_CLASSES": ["records.api.throttle.AddressThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": None if TESTING else env("API_RATE", "600/min")},
    "NUM_PROXIES": PROXIES,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "records.api.problems.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": gettext_lazy("Register of cooperation agreements"),
    "DESCRIPTION": gettext_lazy("Who agreed with whom, on what, and which passage of which article says so."),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # terms stay with their field: `kind` means another list in every table
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Tables out of the admin's lists; tables in go through plans of our own.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# Jobs wait in the database for `./manage worker`; tests do them at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"}},
    "filters": {"request_id": {"()": "config.request_id.RequestIdFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", "INFO").upper()},
    "loggers": {"django": {"handlers": ["stderr"], "propagate": False}},
}
