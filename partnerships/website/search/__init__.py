"""Search over everything: what is found, kind by kind, and what to say where nothing is."""
