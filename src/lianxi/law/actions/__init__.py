"""What can happen to founding documents; importing this room registers all its actions."""

from lianxi.law.actions.versions import (
    adopt_version,
    discard_version,
    draft_shipped_version,
    draft_version,
    enter_version,
)

__all__ = ["adopt_version", "discard_version", "draft_shipped_version", "draft_version", "enter_version"]
