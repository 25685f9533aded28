"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import TypedDict


class ChannelsChannel(TypedDict):
    """What `_channel` of channels gives to the page."""

    pk: int
    who: str
    kind: str
    shown: str
    note: str
    since: str


class ChannelsPreferencesCells(TypedDict):
    """A part of what the page shows."""

    channel: str
    label: object
    on: bool


class ChannelsPreferences(TypedDict):
    """What `_preferences` of channels gives to the page."""

    event: str
    role: str
    label: str
    cells: Sequence[ChannelsPreferencesCells]


class ChannelsDelivery(TypedDict):
    """What `_delivery` of channels gives to the page."""

    pk: int
    who: str
    day: str
    shown: str
    state: str
    error: str
    attempts: int
    next: str
    may_retry: bool


class ChannelsTodo(TypedDict):
    """What `_todo` of channels gives to the page."""

    pk: int
    who: str
    state: str
    error: str
    attempts: int
    next: str
    may_retry: bool
