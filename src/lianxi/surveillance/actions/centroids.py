"""Centers of divisions: put in force from a file that an operator supplies; the set before stays as it was."""

from typing import Annotated

from lianxi.core.actors import OFFICE
from lianxi.core.canonical import canonical, digest
from lianxi.core.entries import filled
from lianxi.core.fields import File, Words
from lianxi.core.refusals import BadInput
from lianxi.journal.acting import Act, action
from lianxi.papers.files import Upload
from lianxi.surveillance.models import CentroidSet
from lianxi.surveillance.queries.centroids import centroids_in_force
from lianxi.surveillance.rules.centroids import division_faults, read_places, require_sound


@action("surveillance.centroids.set", "设定地区中心点", who=OFFICE, rule="地区中心点由办公室提供")
def set_centroids(
    act: Act, *, file: Annotated[Upload, File("文件")], source_text: Annotated[str, Words("出处", 200)]
) -> CentroidSet:
    """Put a file of centers in force for the space-time scan, from the next run on.

    `file` is a CSV of division code, name, longitude, latitude; `source_text` says where it comes from. Raises
    BadInput with a sentence for every line that is wrong; then nothing is stored.
    """
    places = read_places(file.content)
    require_sound(division_faults(places))
    rows = [[one.code, one.name, one.longitude, one.latitude] for one in sorted(places, key=lambda p: p.code)]
    sha256 = digest(canonical(rows))
    held = centroids_in_force(act.chain)
    if held is not None and held.sha256 == sha256:
        raise BadInput("与现行的中心点相同，没有可以设定的。", next_step="请核对文件。")
    return act.create(
        CentroidSet(
            conference_id=act.chain,
            places=rows,
            source_text=filled(source_text, "出处", 200),
            sha256=sha256,
            set_at=act.at,
            set_by=act.actor.label,
        )
    )
