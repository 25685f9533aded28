"""The ledger owns every commitment, whatever created it: who owes what by when, with what evidence.

Obligations are acknowledged, reported on with files, verified by another seat and closed; lights and
circulars are computed from these records as of a moment. Other rooms use `actions`, `queries` and
`steps`; a decision enters by `actions.enter_obligation.within`.
"""
