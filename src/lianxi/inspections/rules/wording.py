"""Words to a lower government: nothing that orders, only 函、通报、情况告知 and 商请."""

ORDERING = ("责令", "限期", "必须", "考核", "报送落实情况")


def ordering_words(target: str, text: str) -> list[str]:
    """Name the ordering words in a text that goes to a county government; none for other addressees."""
    return [word for word in ORDERING if word in text] if target == "county_government" else []
