"""Drafts: what somebody is typing is kept as they type, per person and form, until it is submitted.

A draft is a working note, seen by its writer alone; the text becomes part of a record, and of the
journal, only when the form is submitted through the door.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from lianxi.journal import drafts
from lianxi.journal.payloads import is_unreadable
from lianxi.web.shared.middleware import SeatedRequest

MAX_CHARACTERS = 100_000
OWN_FIELDS = ("csrfmiddlewaretoken", "next", "said", "draft")


@login_required
@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the posted fields under the form's key; the latest word replaces the earlier."""
    if not keep_draft(request, key):
        return JsonResponse(
            {"message": "内容太长，或有不能保存的控制字符，没有自动保存。请分段提交，或粘贴为纯文本。"},
            status=413,
        )
    return JsonResponse({})


def keep_draft(request: HttpRequest, key: str) -> bool:
    """Keep the posted fields, several values of one field too; False when it cannot.

    Nothing is kept for somebody who is not signed in, nor what is too long or holds control characters.
    """
    if not request.user.is_authenticated:
        return False
    posted = {name: values for name, values in request.POST.lists() if name not in OWN_FIELDS}
    words = [key, *posted, *(str(value) for values in posted.values() for value in values)]
    if sum(len(word) for word in words) > MAX_CHARACTERS or any(is_unreadable(word) for word in words):
        return False
    fields = {name: values if len(values) > 1 else values[0] for name, values in posted.items() if values}
    drafts.keep_draft(request.user.pk, key, fields, timezone.now())
    return True


def find_draft(request: HttpRequest, key: str) -> drafts.Fields:
    """Return the fields the person last typed into a form, or nothing."""
    return drafts.find_draft(request.user.pk or 0, key)


def end_draft(request: HttpRequest | SeatedRequest) -> None:
    """Forget the draft of a form that was submitted (its key is the field `draft`)."""
    key = request.POST.get("draft", "")
    if key:
        drafts.end_draft(request.user.pk or 0, key)


urlpatterns = [path("drafts/<path:key>", keep, name="draft")]
