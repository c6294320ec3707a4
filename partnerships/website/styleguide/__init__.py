"""Every part of the public templates with sample values, for whoever designs; served only while developing."""
