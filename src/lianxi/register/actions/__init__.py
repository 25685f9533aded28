"""Writes of the register, one function for one thing that happens."""

from lianxi.register.actions.employers import accept_name, meet_employers, meet_institutions, reject_name
from lianxi.register.actions.identities import look_at_identity, open_identity

__all__ = [
    "accept_name",
    "look_at_identity",
    "meet_employers",
    "meet_institutions",
    "open_identity",
    "reject_name",
]
