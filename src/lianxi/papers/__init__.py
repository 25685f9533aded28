"""Papers own official documents: numbers from the register, issue, dispatch, receipts, stored files.

`papers.layout` holds the document model and its DOCX form; an issued paper never changes, only a
numbered corrigendum corrects it.
"""
