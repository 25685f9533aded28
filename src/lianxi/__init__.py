"""Lianxi (联席) runs an inter-departmental joint conference from the document that founds it.

The rooms, from the ground up: core, journal, bodies, law, papers, ledger, meetings, and the doors
web and cli; config ties them together. docs/design.md draws the house, docs/tour.md walks through it.
"""

from lianxi.core.sqlite import take_fixed_library

# Before anything else: every process of ours, also the bounded children, runs the same SQLite.
take_fixed_library()

__version__ = "0.1.0"
