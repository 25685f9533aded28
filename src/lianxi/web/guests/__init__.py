"""The wing of the guests: tasks of a seat, and the one page that a link opens."""
