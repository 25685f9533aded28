"""The command-line door `lianxi`: every action, the reading of documents, the demonstration, the checks."""
