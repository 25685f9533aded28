"""A process forked after the compiler ran is told so at once, instead of waiting for ever."""

import subprocess
import sys

SCRIPT = """
import os, sys
from lianxi.core.rooms import kind_of
from lianxi.papers.layout import OfficialDocument, Paragraph
from lianxi.papers.pdf import render_pdf

document = OfficialDocument(kind=kind_of("plan"), title="方案", body=(Paragraph("内容。"),))
render_pdf(document)
pid = os.fork()
if pid == 0:
    try:
        render_pdf(document)
    except RuntimeError:
        os._exit(7)
    os._exit(0)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""


def test_a_forked_process_is_refused() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], timeout=120, check=False)
    assert done.returncode == 7
