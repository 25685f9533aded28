"""What can happen to bodies; importing this room registers all its actions."""

from lianxi.bodies.actions.accounts import (
    accept_invitation,
    change_password,
)
from lianxi.bodies.actions.changes import (
    confirm_member_change,
    decline_member_change,
    enter_member_change,
    propose_member_change,
    withdraw_member_change,
)
from lianxi.bodies.actions.clock import (
    confirm_clock_repair,
    propose_clock_repair,
    vouch_for_clock,
    withdraw_clock_repair,
)
from lianxi.bodies.actions.disclosing import (
    end_disclosure,
    propose_disclosure,
    refuse_disclosure,
    release_disclosure,
)
from lianxi.bodies.actions.factors import add_app, add_key, end_factor
from lianxi.bodies.actions.feeds import open_feed, revoke_feed
from lianxi.bodies.actions.founding import found_conference, mark_simulated
from lianxi.bodies.actions.heads import (
    end_conference,
    keep_conference,
    rename_conference,
    set_convener,
    set_host,
)
from lianxi.bodies.actions.invitations import (
    invite_holder,
    invite_holders,
    release_invitations,
    revoke_invitation,
)
from lianxi.bodies.actions.operating import (
    add_operator_seat,
    end_operator_seat,
    fail_backup,
    order_backup,
    record_backup,
    review_operators,
)
from lianxi.bodies.actions.rules import confirm_founding, set_rule
from lianxi.bodies.actions.seats import (
    add_staff_seat,
    end_tenure,
    set_duty,
)
from lianxi.bodies.actions.stand_ins import end_stand_in, name_stand_in
from lianxi.bodies.actions.successions import carry_out_succession, record_succession
from lianxi.bodies.actions.tree import place_conference
from lianxi.bodies.actions.units import admit_unit, release_unit

__all__ = [
    "accept_invitation",
    "add_app",
    "add_key",
    "add_operator_seat",
    "add_staff_seat",
    "admit_unit",
    "carry_out_succession",
    "change_password",
    "confirm_clock_repair",
    "confirm_founding",
    "confirm_member_change",
    "decline_member_change",
    "end_conference",
    "end_disclosure",
    "end_factor",
    "end_operator_seat",
    "end_stand_in",
    "end_tenure",
    "enter_member_change",
    "fail_backup",
    "found_conference",
    "invite_holder",
    "invite_holders",
    "keep_conference",
    "mark_simulated",
    "name_stand_in",
    "open_feed",
    "order_backup",
    "place_conference",
    "propose_clock_repair",
    "propose_disclosure",
    "propose_member_change",
    "record_backup",
    "record_succession",
    "refuse_disclosure",
    "release_disclosure",
    "release_invitations",
    "release_unit",
    "rename_conference",
    "review_operators",
    "revoke_feed",
    "revoke_invitation",
    "set_convener",
    "set_duty",
    "set_host",
    "set_rule",
    "vouch_for_clock",
    "withdraw_clock_repair",
    "withdraw_member_change",
]
