"""Core owns what every room needs and no framework knows: actors, bases, refusals, transition tables, days.

Nothing here touches a database, a clock or the network; a moment is always an argument.
"""
