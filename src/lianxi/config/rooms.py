"""The rooms of the house by their packages, the lowest first: the one list that a new room adds its line to."""

ROOMS = (
    "lianxi.journal",
    "lianxi.bodies",
    "lianxi.clocks",
    "lianxi.outbox",
    "lianxi.register",
    "lianxi.law",
    "lianxi.papers",
    "lianxi.ledger",
    "lianxi.guests",
    "lianxi.exchange",
    "lianxi.work",
    "lianxi.publishing",
    "lianxi.meetings",
    "lianxi.incidents",
    "lianxi.inspections",
    "lianxi.projects",
    "lianxi.protection",
    "lianxi.surveillance",
)
