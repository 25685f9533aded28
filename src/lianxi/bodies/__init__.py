"""Bodies own who takes part: units, conferences, seats and the people who hold them, from day to day.

A right belongs to a seat on a day (`may_act_from`, `list_seats_of`); conferences, units, seats and rules
come from the founding document with the clause they rest on, people come and go through tenures.
"""
