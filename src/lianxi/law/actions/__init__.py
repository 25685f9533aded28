"""What can happen to founding documents; importing this room registers all its actions."""

from lianxi.law.actions.drafts import (
    correct_draft,
    drop_seat,
    drop_unit,
    put_rule,
    put_seat,
    put_unit,
)
from lianxi.law.actions.rulings import record_ruling
from lianxi.law.actions.versions import (
    adopt_version,
    discard_version,
    draft_shipped_version,
    draft_version,
    enter_version,
)

__all__ = [
    "adopt_version",
    "correct_draft",
    "discard_version",
    "draft_shipped_version",
    "draft_version",
    "drop_seat",
    "drop_unit",
    "enter_version",
    "put_rule",
    "put_seat",
    "put_unit",
    "record_ruling",
]
