"""Loading Django for a command, once it is known that the command needs it."""

import os


def start_django() -> None:
    """Load the settings and rooms."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxi.config.settings")
    django.setup()
