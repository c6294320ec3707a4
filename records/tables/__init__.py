"""Tables in and out: what a column, a cell and a file of rows are."""
