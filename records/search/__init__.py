"""Finding records by their words: full-text indexes over the folded columns, kept by the database."""
