"""The journal owns the one way to write: an action runs in a transaction that ends with its journal entry.

`action` registers an action, `Act` is the writer handed to it, `Recorded` the base of every table that
only an Act may change. Entries form one hash chain per conference; `verify` re-reads it. Nothing is
stored that the journal does not hold.
"""
