"""The kinds of paper that the ledger issues. What urges a unit has one register for all its rungs."""

from lianxi.core.papers import Form, PaperKind

CIRCULAR = PaperKind("circular", "通报", 50, word="通报", to_members=True)
URGING = PaperKind("urging", "督促单", 80, Form.LETTER, register="督办", is_addressed=True)
REMINDER = PaperKind("reminder", "催办单", 90, Form.LETTER, register="督办", is_addressed=True)
