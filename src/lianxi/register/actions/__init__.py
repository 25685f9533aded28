"""Writes of the register, one function for one thing that happens."""

from lianxi.register.actions.areas import add_area, propose_area_list, switch_off_area, switch_on_area
from lianxi.register.actions.employers import accept_name, meet_employers, meet_institutions, reject_name
from lianxi.register.actions.identities import look_at_identity, open_identity

__all__ = [
    "accept_name",
    "add_area",
    "look_at_identity",
    "meet_employers",
    "meet_institutions",
    "open_identity",
    "propose_area_list",
    "reject_name",
    "switch_off_area",
    "switch_on_area",
]
