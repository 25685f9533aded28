"""Reads of the centers of divisions in force."""

from lianxi.surveillance.models import CentroidSet


def centroids_in_force(conference_id: int) -> CentroidSet | None:
    """Return the newest set of centers of a conference, or None where none was supplied."""
    return CentroidSet.objects.filter(conference_id=conference_id).order_by("-pk").first()


def centers_of(conference_id: int) -> dict[str, tuple[float, float]]:
    """Return longitude and latitude by division code; empty where no operator supplied any."""
    held = centroids_in_force(conference_id)
    return {code: (east, north) for code, _name, east, north in held.places} if held else {}


def centroid_hash(conference_id: int) -> dict[str, str]:
    """Return the hash of the centers in force under their name; nothing where there are none."""
    held = centroids_in_force(conference_id)
    return {"centroids": held.sha256} if held else {}


def list_earlier(conference_id: int, most: int) -> list[CentroidSet]:
    """List the sets of centers before the one in force, the latest first."""
    return list(CentroidSet.objects.filter(conference_id=conference_id).order_by("-pk")[1 : most + 1])
