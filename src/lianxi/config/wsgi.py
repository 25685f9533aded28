"""The WSGI entry for a web server."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxi.config.settings")
application = get_wsgi_application()
# What is loaded stays: looking through all of it for garbage would hold a page up, now and then, by 80 ms.
resolve("/")
gc.collect()
gc.freeze()
# At the end everything is let go as usual, or the libraries in C report it as leaked.
atexit.register(gc.unfreeze)
gc.set_threshold(20_000, 20, 50)
