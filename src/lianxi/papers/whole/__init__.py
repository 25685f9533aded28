"""What an edited DOCX prints or hides besides the paragraphs that are compared: nothing may go out unread.

Only what is understood passes; everything else is refused with a sentence, since a file goes out whole while
only its paragraphs are compared. What lies on the page by geometry alone (a paragraph pushed off its page)
is not judged here.
"""

from lianxi.papers.whole.own_pdf import require_same_text, require_same_words
from lianxi.papers.whole.reading import Incoming, read_docx, require_whole, take_in

__all__ = ["Incoming", "read_docx", "require_same_text", "require_same_words", "require_whole", "take_in"]
