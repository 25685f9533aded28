"""The house with the toy room in it: what lianxi/config/rooms.py would hold with one line more."""

from lianxi.config.rooms import ROOMS as HOUSE

ROOMS = (*HOUSE, "toy")
