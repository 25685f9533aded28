"""All addresses of the pages: the door's own, then each room's wing, as its face names it."""

from importlib import import_module

from django.urls import URLPattern, URLResolver

from lianxi.core.rooms import Refused, rooms
from lianxi.web.desk import urls as desk
from lianxi.web.shared import urls as shared

_WINGS = [room.wing for room in rooms() if not isinstance(room.wing, Refused)]

urlpatterns: list[URLPattern | URLResolver] = [
    *shared.urlpatterns,
    *desk.urlpatterns,
    *(address for wing in _WINGS for address in import_module(f"{wing}.urls").urlpatterns),
]
