"""The WSGI entry for a web server."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxi.config.settings")
# What is loaded stays: to look through it for garbage makes the start longer by a tenth, and would later hold a page
# up, now and then, by 80 ms.
gc.disable()
application = get_wsgi_application()
resolve("/")
gc.enable()
# Not collected first: the holes would be filled, page by page, in every process for itself.
gc.freeze()
# At the end everything is let go as usual, or the libraries in C report it as leaked.
atexit.register(gc.unfreeze)
gc.set_threshold(20_000, 20, 50)
