"""Official documents as PDF: set by Typst from the same pieces as the DOCX, with open fonts, the same bytes always."""

from lianxi.papers.pdf.compiler import render_pdf, render_png_pages

__all__ = ["render_pdf", "render_png_pages"]
