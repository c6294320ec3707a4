# Django's Vietnamese locale names no input formats, so 05/06/2025 would be read as 6 May.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
# Newspapers drop the zero: 1/7/2025.
DATE_FORMAT = SHORT_DATE_FORMAT = "j/n/Y"
YEAR_MONTH_FORMAT = r"\t\h\á\n\g n/Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "H:i j/n/Y"
# Used where a template asks for it (5.000), never in forms, addresses or exports.
NUMBER_GROUPING = 3
