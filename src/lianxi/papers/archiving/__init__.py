"""The archive package of a year's papers: a ZIP that says of itself what it holds, and can be verified anywhere.

`manifest` and `verifying` know no database; `making` gathers the rows and writes the file.
"""
