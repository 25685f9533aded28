"""The register owns who is spoken of: employers, institutions, pseudonymous persons and the sealed identity vault.

An employer is its unified social credit code; every name it was met under is kept with its first day. A person is
a pseudonym: a keyed hash of the identity number, made at the door (`pseudonyms`). Names and identity numbers lie
encrypted in the vault (`vault`) and nowhere else; opening one is an act with a purpose and an end.
"""
