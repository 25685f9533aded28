"""Who may put files to topics, opinions and meetings: whose words they are, and the office, while they go on."""

from lianxi.core.attaching import NOBODY, Writers


def of_topic(state: str, unit_id: int | None) -> Writers:
    """Let the unit that raised a topic add to it, and the office; not once it was declined or withdrawn."""
    if state in ("declined", "withdrawn"):
        return NOBODY
    return Writers(frozenset({unit_id} if unit_id else ()))


def of_opinion(unit_id: int) -> Writers:
    """Let the asked unit add to its opinion."""
    return Writers(frozenset({unit_id}), by_office=False)


def of_meeting(state: str) -> Writers:
    """Let the office add the papers of a meeting; not of one that was cancelled."""
    return NOBODY if state == "cancelled" else Writers(frozenset())
