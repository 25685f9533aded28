"""The invitations as one table: who holds a seat, who has an account, which link waits or is out, many asked at once."""

from collections.abc import Mapping
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxi.bodies.actions import invite_holders
from lianxi.bodies.queries import HeldSeat, list_seats
from lianxi.bodies.queries.links import list_open_invitations
from lianxi.bodies.rows import InvitationRow
from lianxi.core.actors import CONVENERS, SeatKind
from lianxi.core.refusals import BadInput, Refusal
from lianxi.core.words import moment_text
from lianxi.papers.files import MAX_BYTES
from lianxi.tables.sheets import read_sheet
from lianxi.web.bodies.conference import View
from lianxi.web.bodies.releases import slip_of
from lianxi.web.bodies.shapes import InvitingLine
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, named, offered, table_response

SHEET = (
    Column("编号", 8),
    Column("席位", 28),
    Column("姓名", 12),
    Column("职务", 24),
    Column("邮箱", 26),
    Column("状态", 12),
    Column("有效至", 20),
)
KNOWN = {
    "key": ("编号",),
    "name": ("姓名", "就任人"),
    "title": ("职务",),
    "email": ("邮箱", "电子邮箱"),
}
SEATS_MOST = 500
Typed = Mapping[str, Mapping[str, str]]


@seated
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Show the table, fill it from a spreadsheet, or ask the chosen; codes are shown only where nobody else releases."""
    view = View(request)
    if request.method != "POST":
        return _page(request, view)
    try:
        table = request.FILES.get("table")
        if isinstance(table, UploadedFile):
            return _page(request, view, _read(table))
        made = invite_holders(view.actor, timezone.now(), rows=_cells(request))
    except Refusal as refusal:
        return _page(request, view, _typed(request), refusal)
    slips = [slip_of(request, row, code) for row, code in made if code]
    context = {
        "view": view,
        "made": [row for row, code in made if not code],
        "slips": slips,
        "door": request.build_absolute_uri(reverse("invited-code")),
    }
    return render(request, "conference/invited_many.html", context)


def _cells(request: HttpRequest) -> list[str]:
    given = ((name.removeprefix("rows/"), values) for name, values in request.POST.lists() if "/" in name)
    return [f"{place}={values[-1]}" for place, values in given]


def _typed(request: HttpRequest) -> Typed:
    found: dict[str, dict[str, str]] = {}
    for cell in _cells(request):
        place, _, value = cell.partition("=")
        row, _, column = place.partition("/")
        found.setdefault(row, {})[column] = value
    return found


def _read(file: UploadedFile[bytes]) -> Typed:
    """Read names, titles and addresses from a spreadsheet, by the number of the seat. Raises BadInput."""
    if (file.size or 0) > MAX_BYTES:
        raise BadInput("表格太大。", next_step="请用本页下载的表格填写。")
    sheet = read_sheet(file.name or "", file.read(MAX_BYTES + 1), KNOWN, ("key",), most=SEATS_MOST)
    return {
        row.text("key"): {
            **{column: row.text(column) for column in ("name", "title", "email")},
            "chosen": "on",
        }
        for row in sheet.rows
    }


def _page(
    request: HttpRequest, view: View, typed: Typed | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    lines = _lines(view, timezone.now(), typed or {})
    unknown = sorted({*(typed or {})} - {str(line["id"]) for line in lines})
    context = {
        "view": view,
        "rows": lines,
        "without": sum(not line["has_account"] for line in lines),
        "waiting": sum(line["waits"] for line in lines),
        "unknown": unknown,
        "is_filled": typed is not None and refusal is None,
        "invite": view.offer(invite_holders),
        "files": offered(request, "/settings/invitations/export"),
        "refusal": refusal,
    }
    return render(request, "conference/inviting.html", context, status=422 if refusal else 200)


def _lines(view: View, now: datetime, typed: Typed) -> list[InvitingLine]:
    # The seat's latest link stands: an earlier one ends when a new one is made.
    links = {one.seat_id: one for one in list_open_invitations(view.actor) if one.expires_at > now}
    seats = [held for held in list_seats(view.conference, view.today) if held.seat.kind != SeatKind.OPERATOR]
    if not (view.actor.is_office or view.actor.kind in CONVENERS or view.actor.kind is SeatKind.OPERATOR):
        # Who was asked, and to which address, is the office's and the unit's own matter.
        seats = [held for held in seats if held.seat.unit_id == view.actor.unit_id]
    return [_line(held, links.get(held.seat.pk), typed.get(str(held.seat.pk), {})) for held in seats]


def _line(held: HeldSeat, link: InvitationRow | None, given: Mapping[str, str]) -> InvitingLine:
    tenure = held.tenure
    has_account = tenure is not None and bool(tenure.person.login)
    if link is not None:
        state = "待放行" if link.state == "waiting" else "邀请已发"
    else:
        state = "空缺" if tenure is None else "已开通" if has_account else "未开通账号"
    return {
        "id": held.seat.pk,
        "seat": held.seat.label,
        "holder": tenure.person.name if tenure else "",
        "post": tenure.title if tenure else "",
        "name": given.get("name") or (link.name if link and not tenure else ""),
        "title": given.get("title") or (link.title if link and not tenure else ""),
        "email": given.get("email") or (link.email if link else ""),
        "state": state,
        "until": moment_text(link.expires_at) if link else "",
        "has_account": has_account,
        "waits": link is not None and link.state == "waiting",
        "is_chosen": bool(given.get("chosen")) and not has_account,
    }


@require_safe
@seated
@never_cache
def sheet(request: HttpRequest) -> HttpResponse:
    """Send the table as a file to be filled in; it holds no code."""
    rows = (
        (
            line["id"],
            line["seat"],
            line["holder"] or line["name"],
            line["post"] or line["title"],
            line["email"],
            line["state"],
            line["until"],
        )
        for line in _lines(View(request), timezone.now(), {})
    )
    return table_response(request, named("邀请"), SHEET, rows)


urlpatterns: list[URLPattern] = [
    path("settings/invitations", invitations, name="inviting"),
    path("settings/invitations/export", sheet, name="inviting-export"),
]
