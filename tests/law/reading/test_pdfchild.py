"""A PDF that takes too long or breaks the library costs its child process only."""

import subprocess

import pytest

from lianxi.law.reading import Unreadable, pdfchild


def test_a_pdf_that_takes_too_long_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfchild, "SECONDS", 0.001)
    with pytest.raises(Unreadable, match="十秒"):
        pdfchild.bounded_pdf_text(b"%PDF-1.4")


def test_a_child_that_dies_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    dead = subprocess.CompletedProcess([], -9, b"", b"")
    monkeypatch.setattr(pdfchild.subprocess, "run", lambda *_a, **_k: dead)
    with pytest.raises(Unreadable, match="太复杂"):
        pdfchild.bounded_pdf_text(b"%PDF-1.4")


def test_a_broken_pdf_gets_its_own_sentence() -> None:
    with pytest.raises(Unreadable, match="损坏"):
        pdfchild.bounded_pdf_text(b"%PDF-1.4 and nothing else")
