"""The place for a licensed seal product: an adapter takes the PDF of an issued paper and gives it back sealed.

Nothing here draws a seal. The signature leaves its place free (7.3.5.1); which adapter is used is the option
`LIANXI_SEALER`, a dotted path to a class or function, by default none.
"""

from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from lianxi.core.refusals import BadInput


class Sealer(Protocol):
    """What a seal product's adapter is: called with the bytes of a PDF it gives the bytes of the sealed one."""

    def __call__(self, pdf: bytes, /) -> bytes: ...


def sealed(pdf: bytes) -> bytes:
    """This function will give the PDF as the configured adapter seals it; unchanged where none is configured.

    Raises BadInput when the adapter fails or gives no PDF: nothing is issued then.
    """
    if not settings.SEALER:
        return pdf
    try:
        made = cast("Sealer", import_string(settings.SEALER))(pdf)
    except Exception as error:
        raise _failed(f"签章程序没有完成：{str(error)[:200]}") from error
    if not made.startswith(b"%PDF-"):
        raise _failed("签章程序交回的不是 PDF。")
    return made


def _failed(message: str) -> BadInput:
    return BadInput(
        message,
        rule="按设置 LIANXI_SEALER 签章",
        next_step="没有编号、没有印发。请管理员检查签章程序后再试。",
    )
