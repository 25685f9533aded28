"""How several organs or names are written one after another."""

SEPARATORS = "、", "，"


def joined(entries: tuple[str, ...]) -> str:
    """Join names with 、, or with ， where an entry already holds a 、 of its own."""
    return SEPARATORS[any("、" in entry for entry in entries)].join(entries)
