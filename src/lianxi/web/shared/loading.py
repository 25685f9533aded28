"""How templates are read: a line break in the source says nothing, so that Chinese text may be laid out freely.

A browser shows a break between two characters as a blank, and Chinese has none. A blank that is meant stands
inside a line; inside an HTML tag or a template tag a break separates words, as everywhere.
"""

import re

from django.template import Origin
from django.template.loaders import filesystem

# Comments and tags of the template language, as one piece each; they may run over lines.
PIECE = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
TWICE = re.compile(r" (\{% if [^%]*%\} )")
BREAK = re.compile(r"[ \t]*\n\s*")


class Loader(filesystem.Loader):
    """Reads the templates of the wings."""

    def get_contents(self, origin: Origin) -> str:
        """Return a template's source without its line breaks."""
        return join_lines(super().get_contents(origin))


def join_lines(source: str) -> str:
    """Drop the line breaks of a template, with the blanks around them; within a tag they become one blank."""
    # A last break ends the file; a template's text must not begin or end with what nobody sees.
    out, at, tag = [], 0, _Tag()
    source = source.strip("\n")
    for piece in PIECE.finditer(source):
        out.append(tag.read(source[at : piece.start()]))
        out.append(piece[0] if piece[0].startswith("{% comment") else BREAK.sub(" ", piece[0]))
        at = piece.end()
    out.append(tag.read(source[at:]))
    # One blank before an attribute that may be left out, not one before and one within its condition.
    return TWICE.sub(r"\1", "".join(out))


class _Tag:
    """Where the source stands: in an HTML tag (perhaps in a quoted value of it) or in text."""

    def __init__(self) -> None:
        self.inside = False
        self.quote = ""

    def read(self, text: str) -> str:
        out, start = [], 0
        for at, letter in enumerate(text):
            ends = self.inside and not self.quote and letter == ">"
            begins = (
                not self.inside
                and letter == "<"
                and (text[at + 1 : at + 2].isalpha() or text[at + 1 : at + 2] in ("/", "!"))
            )
            if begins:
                out.append(BREAK.sub("", text[start:at]))
                start, self.inside = at, True
            elif ends:
                out.append(BREAK.sub(" ", text[start:at]))
                start, self.inside = at, False
            elif self.inside and letter in "\"'":
                self.quote = "" if self.quote == letter else self.quote or letter
        out.append(BREAK.sub(" " if self.inside else "", text[start:]))
        return "".join(out)
