"""Who sees how much at each stage of a path: row, employer, status, count or none (deny by default)."""

from collections.abc import Mapping

UNITS = ("health", "hr", "medical_insurance", "civil_affairs", "market", "union", "justice", "office")
ROW, EMPLOYER, STATUS, COUNT, NONE = "row", "employer", "status", "count", "none"
# Stage → level of each unit in the order of UNITS. Only the two units of a list read its rows.
STAGES: Mapping[str, tuple[str, ...]] = {
    "diagnosis": (ROW, COUNT, NONE, NONE, NONE, NONE, NONE, COUNT),
    "list": (ROW, ROW, NONE, NONE, NONE, NONE, NONE, COUNT),
    "injury": (STATUS, ROW, NONE, NONE, NONE, NONE, NONE, COUNT),
    "recognition": (ROW, ROW, NONE, NONE, EMPLOYER, NONE, NONE, STATUS),
    "medical_aid": (STATUS, STATUS, ROW, STATUS, COUNT, COUNT, COUNT, COUNT),
    "living_aid": (STATUS, STATUS, STATUS, ROW, COUNT, COUNT, COUNT, COUNT),
    "custody": (STATUS, COUNT, COUNT, COUNT, COUNT, COUNT, ROW, COUNT),
    "closed": (COUNT,) * 8,
}
# Conferences in which the justice unit sits; elsewhere it has no sight at all.
WITH_JUSTICE = ("GD",)


def sees(stage: str, instrument: str) -> dict[str, str]:
    """Return who sees how much at a stage; a unit that does not sit in the conference is left out."""
    levels = dict(zip(UNITS, STAGES[stage], strict=True))
    if instrument not in WITH_JUSTICE:
        del levels["justice"]
    return levels
