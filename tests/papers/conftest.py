"""The specimens as both writers print them: our own PDF, and the DOCX read by LibreOffice."""

from collections.abc import Callable
from functools import cache

import pytest

from lianxi.papers.layout import render_docx
from lianxi.papers.pdf import render_pdf
from papers.layout.specimens import EVERY
from papers.measured import Measured
from papers.office import converted

Opener = Callable[[str], Measured]


@cache
def by_typst(name: str) -> Measured:
    return Measured(render_pdf(EVERY[name]))


@cache
def by_office() -> dict[str, Measured]:
    files = converted({name: render_docx(document) for name, document in EVERY.items()})
    return {name: Measured(content) for name, content in files.items()}


@pytest.fixture(params=["pdf", pytest.param("office", marks=pytest.mark.office)])
def printed(request: pytest.FixtureRequest) -> Opener:
    """Opens a specimen by name. Its `lead` says how far its tool sets characters under the top of their line."""
    return by_typst if request.param == "pdf" else lambda name: by_office()[name]


@pytest.fixture
def lead(request: pytest.FixtureRequest) -> float:
    """How many millimetres the tool puts above the characters of an exact line: ours none, LibreOffice 3.3."""
    return 0 if "pdf" in request.node.callspec.id.split("-") else 3.3
