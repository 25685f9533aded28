"""The shapes in which the pages of this wing hand what they show to their templates."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from lianxi.register.rows import AreaRow, EmployerNameRow
from lianxi.web.shared.offers import Offer


class AreasLine(TypedDict):
    """What `_row` of areas gives to the page."""

    row: AreaRow
    kind: str
    origin: object
    switch: object


class EmployersName(TypedDict):
    """What `_name` of employers gives to the page."""

    row: EmployerNameRow
    state: str
    can: dict[str, Offer]


class EmployersStream(TypedDict):
    """What `_stream` of employers gives to the page."""

    label: str
    n: object
    latest: object
    lines: Sequence[Mapping[str, object]]


class IdentitiesLine(TypedDict):
    """What `_row` of identities gives to the page."""

    url: str
    person: str
    purpose: str
    opened: str
    expires: str
    is_open: bool
    reads: int


class IdentitiesPage(TypedDict):
    """What `_page` of identities gives to the page."""

    opening: IdentitiesLine
    pk: int
    may: Offer
    entries: Sequence[Mapping[str, object]]
