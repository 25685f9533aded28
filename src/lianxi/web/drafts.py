"""Drafts: what somebody is typing is kept as they type, per person and form, until it is submitted.

A draft is a working note, seen by its writer alone; the text becomes part of a record, and of the
journal, only when the form is submitted through the door.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from lianxi.journal.models import Draft
from lianxi.web.middleware import SeatedRequest

MAX_CHARACTERS = 100_000
OWN_FIELDS = ("csrfmiddlewaretoken", "next", "done", "draft")


@login_required
@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """This function will keep the posted fields under the form's key; the latest word replaces the earlier."""
    fields = {name: value for name, value in request.POST.items() if name not in OWN_FIELDS}
    if sum(len(str(value)) for value in fields.values()) > MAX_CHARACTERS:
        return JsonResponse({"message": "内容太长，没有自动保存。请分段提交。"}, status=413)
    Draft.objects.update_or_create(
        person_id=request.user.pk, key=key[:120], defaults={"fields": fields, "at": timezone.now()}
    )
    return JsonResponse({})


def find_draft(request: HttpRequest, key: str) -> dict[str, str]:
    """This function will give the fields the person last typed into a form, or nothing."""
    row = Draft.objects.filter(person_id=request.user.pk or 0, key=key).first()
    return dict(row.fields) if row else {}


def end_draft(request: HttpRequest | SeatedRequest) -> None:
    """This function will forget the draft of a form that was submitted (its key is the field `draft`)."""
    key = request.POST.get("draft", "")
    if key:
        Draft.objects.filter(person_id=request.user.pk or 0, key=key).delete()


urlpatterns = [path("drafts/<path:key>", keep, name="draft")]
