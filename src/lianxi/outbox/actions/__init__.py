"""What happens in the outbox; importing this room registers all its actions."""

from lianxi.outbox.actions.contacts import enter_contact, set_own_contact
from lianxi.outbox.actions.digests import (
    add_channel,
    begin_delivery,
    build_digest,
    confirm_delivery,
    doubt_delivery,
    end_channel,
    fail_delivery,
    give_up_delivery,
    put_off_delivery,
    retry_delivery,
    set_own_address,
    set_preference,
)
from lianxi.outbox.actions.todos import (
    begin_todo,
    confirm_todo,
    drop_todo,
    fail_todo,
    give_up_todo,
    raise_todo,
    retry_todo,
    settle_todo,
    withdraw_todo,
)

__all__ = [
    "add_channel",
    "begin_delivery",
    "begin_todo",
    "build_digest",
    "confirm_delivery",
    "confirm_todo",
    "doubt_delivery",
    "drop_todo",
    "end_channel",
    "enter_contact",
    "fail_delivery",
    "fail_todo",
    "give_up_delivery",
    "give_up_todo",
    "put_off_delivery",
    "raise_todo",
    "retry_delivery",
    "retry_todo",
    "set_own_address",
    "set_own_contact",
    "set_preference",
    "settle_todo",
    "withdraw_todo",
]
