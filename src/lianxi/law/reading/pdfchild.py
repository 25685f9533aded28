"""PDF files are read in a child process: whatever a file makes the PDF library do ends with the child.

The child has ten seconds and 512 MiB. It takes the file's bytes on stdin and answers one JSON object on
stdout: `text`, or `unreadable` with the sentence for the person.
"""

from __future__ import annotations

import json
import subprocess
import sys

from lianxi.law.reading.unreadable import Unreadable

SECONDS = 10
MEMORY = 512 * 1024 * 1024
_TOO_MUCH = "这个 PDF 太复杂，十秒内读不完，请用 Word 或 WPS 另存为 .docx，或只保留有关的几页后再试。"


def bounded_pdf_text(data: bytes) -> str:
    """Give the text layer of a PDF as `pdf_text` does, within ten seconds and 512 MiB.

    Raises Unreadable also where the file exceeds the bounds or breaks the library.
    """
    command = [sys.executable, "-m", "lianxi.law.reading.pdfchild"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Unreadable(_TOO_MUCH) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Unreadable(_TOO_MUCH) from None
    if "text" not in answer:
        raise Unreadable(str(answer["unreadable"]))
    return str(answer["text"])


def _bound() -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the time limit still holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Read a PDF from stdin under the limits and answer on stdout."""
    # Only this child needs the library.
    from lianxi.law.reading.pdffile import pdf_text

    _bound()
    try:
        answer = {"text": pdf_text(sys.stdin.buffer.read())}
    except Unreadable as unreadable:
        answer = {"unreadable": str(unreadable)}
    except MemoryError:
        answer = {"unreadable": _TOO_MUCH}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
