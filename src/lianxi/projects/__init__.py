"""Construction projects and the three simultaneities (三同时): risk class, gaps, whose they are. Pure rules.

A gap is a question to the health line (“未见…记录”), never the finding of a breach (QZ-1-03, QZ-3-01, QZ-3-06).
"""
