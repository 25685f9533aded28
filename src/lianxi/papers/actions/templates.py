"""The conference's own templates: one in force for a kind, ended and started anew, never edited."""

from typing import Annotated

from django.db.models import Q

from lianxi.core.actors import OFFICE
from lianxi.core.bounded import bounded, too_much
from lianxi.core.fields import Choice, File, One
from lianxi.core.papers import PaperKind
from lianxi.core.refusals import BadInput
from lianxi.core.rooms import paper_kinds
from lianxi.core.words import day_of
from lianxi.journal.acting import Act, action
from lianxi.journal.guards import on
from lianxi.papers import rules
from lianxi.papers.files import Upload, store_file
from lianxi.papers.models import PaperTemplate


@action("papers.template.set", "启用公文模板", who=OFFICE)
def set_template(
    act: Act, *, kind: Annotated[str, Choice("文种")], file: Annotated[Upload, File("DOCX")]
) -> PaperTemplate:
    """Check a DOCX template and use it for a kind from now on; the one before ends.

    Raises BadInput for what `check_template` refuses.
    """
    if kind not in paper_kinds():
        raise BadInput("请选择文种。")
    act.read(_check, file, paper_kinds()[kind])
    own = act.actor.conference_id or 0
    for row in PaperTemplate.objects.filter(Q(ended_at__isnull=True), conference_id=own, kind=kind):
        act.change(row, ended_at=act.at)
    made = PaperTemplate(
        conference_id=own, kind=kind, file=store_file(act, own, file), starts_on=day_of(act.at)
    )
    made.uploaded_by = act.actor.label
    return act.create(made)


def _check(file: Upload, kind: PaperKind) -> None:
    # Loaded before the child is forked, and not before somebody brings a template.
    from lianxi.papers.templating import check_template

    bounded(lambda: check_template(file, kind), too_much(file.name))


@action(
    "papers.template.end",
    "停用公文模板",
    who=OFFICE,
    deciding=on(PaperTemplate, "template_id", rules.end_template),
)
def end_template(act: Act, *, template_id: Annotated[int, One("公文模板")]) -> PaperTemplate:
    """Stop using a template; its kind is drawn by this program again."""
    row = act.lock(PaperTemplate, template_id)
    return act.change(row, ended_at=act.at)
