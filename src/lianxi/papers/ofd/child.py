"""The OFD of a PDF that a unit made of its own text, made in a child process: what the file does to the library ends there.

It takes the PDF on stdin and answers the OFD on stdout, or nothing where the PDF holds what is not understood.
"""

import subprocess
import sys

from lianxi.papers.pdfchild import SECONDS, bound


def ofd_of(pdf: bytes) -> bytes | None:
    """Give the OFD of a PDF within ten seconds and 512 MiB; None where it cannot be made of it as it stands."""
    command = [sys.executable, "-m", "lianxi.papers.ofd.child"]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None


def main() -> None:
    """Make the OFD of the PDF on stdin under the limits."""
    bound()
    from lianxi.papers.ofd import render_ofd

    sys.stdout.buffer.write(render_ofd(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
