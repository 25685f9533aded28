"""The pieces every page is made of, one look each: sentence, table, fact, lamp. Those of forms stand in `forms`."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def text(content: SafeString) -> SafeString:
    """Name a sentence for the parts below it: `{% text as ask %}…{% endtext %}`."""
    return content


@register.simple_block_tag
def crumbs(content: SafeString) -> SafeString:
    """Set apart what stands behind the last link of a path, so that a sign stands between two steps alone."""
    links, closed, here = content.strip().rpartition("</a>")
    last = (
        format_html("<span>{}</span>", SafeString(here.strip()))
        if closed and here.strip()
        else SafeString(here)
    )
    return SafeString(f"{links}{closed}{last}")


@register.simple_block_tag
def sheet(content: SafeString, heads: str, *, stack: bool = True, listed: object = "") -> SafeString:
    """Wrap the rows of a table under its headings: `{% sheet "时间|#人数|~操作" %}…{% endsheet %}`.

    A heading with `#` stands over numbers, one with `~` is only read aloud. On a phone the cells of a row stand one
    under another unless `stack` is false. A `listed` table is gone through by the keyboard.
    """
    shown = format_html_join("", "{}", ((_head(words),) for words in heads.split("|")))
    return format_html(
        '<table class="sheet{}"{}><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        *(" stack" if stack else "", SafeString(" data-list") if listed else "", shown, content),
    )


def _head(words: str) -> SafeString:
    if words.startswith("#"):
        return format_html('<th scope="col" class="n">{}</th>', words[1:])
    if words.startswith("~"):
        return format_html('<th scope="col"><span class="visually-hidden">{}</span></th>', words[1:])
    return format_html('<th scope="col">{}</th>', words)


@register.simple_block_tag
def fact(content: SafeString, label: str) -> SafeString:
    """Show one fact of a record within `<dl class="sum">`; what a view lists goes to parts/summary_list.html."""
    return format_html("<dt>{}</dt><dd>{}</dd>", label, content)


@register.inclusion_tag("parts/lamp.html")
def lamp(light: str, words: str = "", mark: str = "") -> dict[str, str]:
    """Show a light, always with words: "normal", "near", "late", "grave" or "done"; `mark` where it is another sign."""
    return {"light": light, "words": words, "mark": mark}
