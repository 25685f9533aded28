"""The one error of extraction: a file that gives no text, said so that its owner knows what to do."""

from __future__ import annotations

from lianxi.core.refusals import Told


class Unreadable(Told):
    """A file that gives no text; the message says in Chinese what was found and what to do."""
