"""The kinds of paper that a meeting issues beside its notice: minutes, their extracts, their corrections."""

from lianxi.core.papers import Form, PaperKind

MINUTES = PaperKind("minutes", "纪要", 30, Form.MINUTES, word="纪要", register="纪要", to_members=True)
EXTRACT = PaperKind("minutes_extract", "纪要摘要", 40, Form.EXTRACT, to_members=True)
CORRIGENDUM = PaperKind("corrigendum", "更正", 130, word="更正", to_members=True, corrects=True)
