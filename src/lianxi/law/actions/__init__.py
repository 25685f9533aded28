"""What can happen to founding documents; importing this room registers all its actions."""

from lianxi.law.actions.drafts import (
    correct_draft,
    drop_seat,
    drop_unit,
    put_rule,
    put_saying,
    put_seat,
    put_unit,
)
from lianxi.law.actions.further import (
    adopt_further,
    approve_further,
    end_further,
    give_limit,
    give_rule,
    take_change,
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
    "adopt_further",
    "adopt_version",
    "approve_further",
    "correct_draft",
    "discard_version",
    "draft_shipped_version",
    "draft_version",
    "drop_seat",
    "drop_unit",
    "end_further",
    "enter_version",
    "give_limit",
    "give_rule",
    "put_rule",
    "put_saying",
    "put_seat",
    "put_unit",
    "record_ruling",
    "take_change",
]
