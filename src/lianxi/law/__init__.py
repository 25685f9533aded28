"""Law owns founding documents: instruments, their versions, clauses and acts with exact spans.

`law.reading` turns a file into a draft, people review and adopt it, adoption founds the conference;
`law.routing` answers which unit a case falls to. A version never changes once adopted.
"""
