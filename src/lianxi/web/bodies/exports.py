"""The seats of today with their holders as a file."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxi.bodies.queries import list_seats
from lianxi.core.words import day_of
from lianxi.web.shared.lights import acting
from lianxi.web.shared.pages import seated
from lianxi.web.shared.tables import Column, named, table_response

SEATS = (
    Column("单位", 20),
    Column("席位", 16),
    Column("姓名", 12),
    Column("职务", 28),
    Column("自", 12, is_day=True),
)


@require_safe
@seated
def seats(request: HttpRequest) -> HttpResponse:
    """Send the seats of today with their holders; a vacant seat has no name."""
    conference, _actor = acting(request)
    rows = (
        (
            held.seat.unit.name,
            held.seat.get_kind_display(),
            held.tenure.person.name if held.tenure else "",
            held.tenure.title if held.tenure else "",
            held.tenure.starts_on if held.tenure else None,
        )
        for held in list_seats(conference, day_of(timezone.now()))
    )
    return table_response(request, named("席位"), SEATS, rows)


urlpatterns: list[URLPattern] = [
    path("conference/export", seats, name="seats_export"),
]
