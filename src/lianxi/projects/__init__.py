"""Construction projects under the three simultaneities (三同时): register, lists that come in, gaps and whose they are.

A gap is a question to the health line (“未见…记录”), never the finding of a breach (QZ-1-03, QZ-3-01, QZ-3-06).
"""
