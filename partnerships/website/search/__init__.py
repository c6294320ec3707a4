"""Search over everything: what is found, told kind by kind, and what to say where nothing is."""
