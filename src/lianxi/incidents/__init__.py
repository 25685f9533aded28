"""A group occupational hazard accident: what was told, how many, which grades, who must report by when.

The conference never investigates and no report of law waits for it: this room says what the law asks of
whom, and notes what was told (QZ-0-1, QZ-1-05, QZ-4-3, QZ-4-4).
"""
