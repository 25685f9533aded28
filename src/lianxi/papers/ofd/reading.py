"""The words of an OFD that somebody sent, read in a child with bounded time and memory."""

from lianxi.core.bounded import bounded, too_much
from lianxi.core.refusals import BadInput
from lianxi.law.reading.ofdfile import ofd_pages
from lianxi.law.reading.unreadable import Unreadable


def read_ofd(name: str, content: bytes) -> tuple[tuple[str, ...], ...]:
    """Return the lines of each page; a page of pictures has none.

    Raises BadInput for a file that is broken, locked, could do harm, or cannot be read within the bounds.
    """
    try:
        return bounded(lambda: ofd_pages(content), too_much(name))
    except Unreadable as told:
        what, _stroke, step = str(told).partition("；")
        raise BadInput(
            f"“{name}”没有接收：{what}{'。' if step else ''}",
            rule="接收的 OFD 须能读出，不含有害内容",
            next_step=step or "请改正后再上传。",
        ) from told
