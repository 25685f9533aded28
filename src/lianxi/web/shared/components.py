"""The pieces every page is made of, one look each."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def text(content: SafeString) -> SafeString:
    """Name a sentence for the parts below it: `{% text as ask %}…{% endtext %}`."""
    return content
