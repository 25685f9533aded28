"""A temporary file that an answer sends and then closes: in memory while it is small, closed at once where writing fails."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast


@contextmanager
def written(in_memory: int) -> Iterator[IO[bytes]]:
    """Give a file to write into; afterwards it stands at its start, open for whoever sends it.

    `in_memory` is in bytes: what is larger goes to disk. Where writing raises, nothing of the file stays.
    """
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(max_size=in_memory))  # noqa: SIM115 - who sends it closes it
    try:
        yield file
    except BaseException:
        file.close()
        raise
    file.seek(0)
