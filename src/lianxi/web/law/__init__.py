"""The wing of law: founding documents, their review and comparison, who answers for a case."""
