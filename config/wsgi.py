import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# Before the server's workers are forked: they share what is loaded by now, and as it stays, none looks through it for
# garbage while a request waits.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
