"""Drafts: what somebody is typing is kept as they type, per person and form, until it is submitted.

A draft is a working note, seen by its writer alone; the text becomes part of a record, and of the
journal, only when the form is submitted through the door. A field that shows personal data is not kept: what no record
may hold must not lie in the database, and in its backups, as a note.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from lianxi.core.personal import find_personal
from lianxi.core.words import day_of
from lianxi.journal import drafts
from lianxi.journal.payloads import is_unreadable
from lianxi.web.shared.middleware import SeatedRequest

MAX_CHARACTERS, LONGEST_KEY = 100_000, 120
# Fields of the door itself: no payload may have them.
OWN_FIELDS = ("csrfmiddlewaretoken", "next", "said", "draft")


TOO_LONG = "内容太长，或有不能保存的控制字符，没有自动保存。请分段提交，或粘贴为纯文本。"
NO_FORM = "表单名称太长，或者里面有个人信息，没有自动保存。请从页面重新打开后填写。"


@login_required
@require_POST
def keep(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the posted fields under the form's key; the latest word replaces the earlier."""
    if told := keep_draft(request, key):
        return JsonResponse({"message": told}, status=413 if told == TOO_LONG else 422)
    return JsonResponse({})


def keep_draft(request: HttpRequest, key: str) -> str:
    """Keep the posted fields, several values of one field too; returns why something was not kept, "" where all was.

    Nothing is kept for somebody who is not signed in, nor of what is too long or holds control characters; fields
    that show personal data are left out.
    """
    if not request.user.is_authenticated:
        return TOO_LONG
    posted = {name: values for name, values in request.POST.lists() if name not in OWN_FIELDS}
    words = [key, *posted, *(str(value) for values in posted.values() for value in values)]
    if sum(len(word) for word in words) > MAX_CHARACTERS or any(is_unreadable(word) for word in words):
        return TOO_LONG
    now = timezone.now()
    today = day_of(now)
    # The address is stored with the fields; one that no page made is as free a text as they are, or too long to be found.
    if len(key) > LONGEST_KEY or any(find_personal(key, today)):
        return NO_FORM
    kinds = _personal(posted, today)
    fields = {
        name: values if len(values) > 1 else values[0]
        for name, values in posted.items()
        if values and name not in kinds
    }
    drafts.keep_draft(request.user.pk, key, fields, now)
    return f"有{'、'.join(sorted(set(kinds.values())))}的栏没有自动保存，其余各栏已保存。" if kinds else ""


def _personal(posted: Mapping[str, Sequence[object]], today: date) -> dict[str, str]:
    """Name the fields that show personal data, each with its kind.

    Nobody but a page's own form names fields as the page does: names are looked at too, and several values of one field
    also as the one text that they are when they are read one after the other.
    """
    found = {}
    for name, values in posted.items():
        texts = (name, *map(str, values), "".join(map(str, values)))
        first = next((one for text in texts for one in find_personal(text, today)), None)
        if first is not None:
            found[name] = first.kind
    return found


def find_draft(request: HttpRequest, key: str) -> drafts.Fields:
    """Return the fields the person last typed into a form, or nothing."""
    return drafts.find_draft(request.user.pk or 0, key)


def end_draft(request: HttpRequest | SeatedRequest) -> None:
    """Forget the draft of a form that was submitted (its key is the field `draft`)."""
    key = request.POST.get("draft", "")
    if key:
        drafts.end_draft(request.user.pk or 0, key)


urlpatterns = [path("drafts/<path:key>", keep, name="draft")]
