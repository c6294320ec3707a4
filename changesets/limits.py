"""How large a file that comes in may be; whoever reads one asks these."""

MAX_BYTES = 64 * 1024 * 1024
MAX_JSON_BYTES = 16 * 1024 * 1024  # the text is in memory as a whole; larger tables are CSV
MAX_ROWS = 100_000
MAX_SHEET_ROWS = 10_000  # of a sheet of people's own shape: each becomes several; all of them are in memory
MAX_EMPTY = 1_048_576  # rows that hold nothing: as many as a spreadsheet has
MAX_COLUMNS = 100
MAX_CELL = 100_000  # characters; Excel keeps 32,767, our longest text has 4,000

# A row of the register has some thousand characters, an open quotation mark swallows the rest of a file.
MAX_RECORD = 1024 * 1024
MAX_OBJECT = 4 * 1024 * 1024  # characters of JSON

# Of archives, and of workbooks, which are some.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 1000
MAX_LISTED = 1024 * 1024  # bytes of the list of contents
# 100,000 rows of 20 cells with a value each, or of 14 with a text as we write it: no table has more columns.
MAX_ELEMENTS = 4_400_000
MAX_STYLES = 65_536  # a little more than Excel keeps
MAX_STRINGS = 128 * 1024 * 1024  # bytes of text
