"""What the clauses ask of the units, as data: so far the proposal of how each act of a document is carried out."""
