"""Loading Django for a command, once it is known that the command needs it."""

import gc
import os


def start_django() -> None:
    """Load the settings and rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxi.config.settings")
    # What is loaded is kept: looking for garbage among it meanwhile is a tenth of the time.
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()
