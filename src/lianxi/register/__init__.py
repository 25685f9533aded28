"""The register owns who is spoken of: employers, institutions, pseudonymous persons and the sealed identity vault."""
