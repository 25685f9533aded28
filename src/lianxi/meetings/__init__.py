"""Meetings own the way from a topic to an issued minute: opinions, agenda, attendance, consent, decisions.

A minute leaves only when every attending unit agreed to that very text (QZ 四: 经与会单位同意后印发).
"""
