"""OFD (GB/T 33190-2016) of a paper, made from its PDF: the same glyphs at the same places, the same bytes always."""


def render_ofd(pdf: bytes) -> bytes:
    """Give the OFD of a PDF that this program set. Raises ValueError where a page holds what OFD is not given here.

    Text stays text under the official names of its fonts, which are not embedded; rules stay rules, colours theirs.
    """
    # Loaded when a paper is set: the tables of the PDF library take a tenth of a second.
    from lianxi.papers.ofd.drawn import drawn_pages
    from lianxi.papers.ofd.package import ofd_package

    return ofd_package(drawn_pages(pdf))
