"""The library that reads PDF is not for two threads at once: who reads one in this process holds `READING`."""

import threading

READING = threading.Lock()


def count_pages(pdf: bytes) -> int:
    """Count the pages of a PDF of this program."""
    # Loaded when a PDF is looked at: the library takes a tenth of a second.
    import pypdfium2

    with READING, pypdfium2.PdfDocument(pdf) as document:
        return len(document)
