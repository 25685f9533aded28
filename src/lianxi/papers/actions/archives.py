"""The making of an archive package: the act is journalled with the file's hashes."""

import tempfile
from pathlib import Path
from typing import Annotated

from lianxi.bodies.models import Conference
from lianxi.core.actors import OFFICE
from lianxi.core.fields import Number
from lianxi.core.refusals import BadInput
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.papers.archiving.making import write_package
from lianxi.papers.files import keep_file
from lianxi.papers.models import ArchivePackage
from lianxi.papers.queries import years_to_archive


@action("papers.archive.make", "制作归档包", who=OFFICE)
def make_archive(act: Act, *, year: Annotated[int, Number("年度")]) -> ArchivePackage:
    """Pack a year's papers with files, receipts and journal entries, and its records of every room; keep the package.

    Raises BadInput for a year to come or without papers, and where a stored file is damaged.
    """
    if year > day_of(act.at).year:
        raise BadInput(f"{year}年还没有到。", next_step="请选择有公文的年份。")
    if year not in years_to_archive(act.actor.conference_id or 0):
        raise BadInput(f"{year}年没有印发的公文，也没有办理记录。", next_step="请选择办过事的年份。")
    conference = Conference.objects.get(pk=act.actor.conference_id or 0)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.zip"
        papers = write_package(act.actor, conference, year, path)
        name = f"{conference.short_name}公文归档-{year}.zip"
        file = keep_file(act, conference.pk, path, name, "application/zip")
    row = ArchivePackage(conference=conference, year=year, papers=papers, file=file)
    row.made_at, row.made_by = act.at, act.actor.label
    return act.create(row)
