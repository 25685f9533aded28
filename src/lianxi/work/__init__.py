"""What the clauses ask of the units, as data: how each act is carried out, rows, returns, and figures from them.

An act of a clause becomes an arrangement: proposed from a shipped pack or from the act's words, reviewed, switched on,
dated, ended and replaced, never edited. Promised: a row keeps every version; a figure counts by the period it is about,
not by the day it was typed; a nil return is one record; silence past the due day is an obligation on the ledger.
"""
