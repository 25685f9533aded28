"""Tables of incidents."""

from lianxi.incidents.models.incidents import HandSignal, Incident, IncidentCount, IncidentStep, OfIncident
from lianxi.incidents.models.responding import (
    DutyPhone,
    DutyPrint,
    FollowUp,
    GroupUnit,
    Measure,
    ResponseGroup,
    Telling,
    UnionLetter,
)

__all__ = [
    "DutyPhone",
    "DutyPrint",
    "FollowUp",
    "GroupUnit",
    "HandSignal",
    "Incident",
    "IncidentCount",
    "IncidentStep",
    "Measure",
    "OfIncident",
    "ResponseGroup",
    "Telling",
    "UnionLetter",
]
