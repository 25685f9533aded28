"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from lianxi.bodies.rows import InvitationRow, MemberChangeRow, SeatRow, UnitRow
from lianxi.law.queries import Banner, Head
from lianxi.law.rows import InstrumentVersionRow
from lianxi.web.shared.offers import Offer
from lianxi.web.shared.shapes import PagesWordsView


class AccountsSignIns(TypedDict):
    """What `_sign_ins` of accounts gives to the page."""

    row: object
    at: str
    here: bool
    short: object


class AccountsStandIn(TypedDict):
    """What `_stand_in` of accounts gives to the page."""

    pk: NotRequired[int]
    by: NotRequired[str]
    first: NotRequired[object]
    last: NotRequired[object]
    peers: NotRequired[Sequence[SeatRow]]
    today: NotRequired[str]


class AccountsSeatLine(TypedDict):
    """What `_seat_row` of accounts gives to the page."""

    seat: SeatRow
    label: str
    conference: str
    title: str
    since: str
    until: str
    here: bool
    clause: PagesWordsView | None


class ConferenceDocument(TypedDict):
    """What `_document` of conference gives to the page."""

    version: InstrumentVersionRow | None
    head: NotRequired[Head]
    issued: NotRequired[str]
    open: NotRequired[Sequence[str]]
    banners: NotRequired[Sequence[Banner]]


class ConferenceSeatLine(TypedDict):
    """What `seat_row` of conference gives to the page."""

    id: int
    unit_id: int
    unit: str
    kind: str
    label: str
    is_deputy: bool
    vacant: bool
    name: str
    title: str
    since: str
    may_invite: bool
    clause: PagesWordsView | None


class ConferenceUnitRows(TypedDict):
    """What `_unit_rows` of conference gives to the page."""

    ordinal: int
    unit: UnitRow
    aliases: str
    members: Sequence[object]
    contacts: Sequence[object]
    duties: object


class ConferenceRuleLine(TypedDict):
    """What `_rule_row` of conference gives to the page."""

    label: str
    said: str
    detail: str
    documented: bool
    since: str
    clause: PagesWordsView | None


class ConferenceDefaults(TypedDict):
    """What `_defaults` of conference gives to the page."""

    label: str
    said: str
    detail: str
    documented: bool


class ConferenceChangeLine(TypedDict):
    """What `_line` of changes gives to the page."""

    change: MemberChangeRow
    at: str
    by: str
    state: str
    effective: str
    holder: str
    letter: str
    may_confirm: bool
    reason: str
    needs_account: bool
    is_begun: bool


class ConferenceChanges(TypedDict):
    """What `_changes` of conference gives to the page."""

    proposed: int
    propose: Offer


class ChangesNotice(TypedDict):
    """What `_notice` of changes gives to the page."""

    offer: Offer
    first: str
    last: str
    untold: int


class ChangesSeat(TypedDict):
    """What `_seat` of changes gives to the form for several."""

    seat: SeatRow
    holder: str
    refusal: str


class HeadsText(TypedDict):
    """What `_text` of heads gives to the page."""

    name: str
    label: object
    type: str
    most: int
    free: bool


class HeadsOf(TypedDict):
    """What `heads_of` of heads gives to the page."""

    heads: Sequence[dict[str, object]]
    ends: str


class ReleasesSlip(TypedDict):
    """What `_slip` of releases gives to the page."""

    row: InvitationRow
    code: str
    url: object
    until: object
    qr: str


class InvitingLine(TypedDict):
    """What `_line` of inviting gives to the page."""

    id: int
    seat: str
    holder: str
    post: str
    name: str
    title: str
    email: str
    state: str
    until: str
    has_account: bool
    waits: bool
    is_chosen: bool


class SettingsSetting(TypedDict):
    """What `_setting` of settings gives to the page."""

    code: str
    label: str
    help: str
    value: str
    said: str
    since: str
    is_days: bool
    is_switch: bool
    choices: Sequence[object]
    set: Offer
