"""The wing of projects: the register, one project as a line of dates, lists, areas, likenesses, rulings."""
