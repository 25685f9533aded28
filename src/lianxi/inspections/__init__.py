"""Joint supervision of a major event, and the units' own checks merged into common visits.

The conference is never the subject of a check and never supervises a government by itself (QZ-1-03, QZ-1-04,
QZ-4-4; 政府督查工作条例; 国办发〔2024〕54号).
"""
