"""Lists between units under tokens: diagnosis → work injury, recognition → aid; nobody lost, nobody named.

The conference holds no identity: a token, an area, an outcome word and dates (QZ-3-07-1, QZ-3-09-3, QZ-3-15-1,
QZ-4-3; 个人信息保护法第六条, 第二十八条). The named file travels between the two units outside; its number of rows and
its SHA-256 are all that is kept of it. No field of this room takes free words: what has to be said is chosen.
"""
