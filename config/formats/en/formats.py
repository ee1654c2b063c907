"""How English pages write dates."""

DATE_FORMAT = "M j, Y"
SHORT_DATE_FORMAT = "M j, Y"
MONTH_DAY_FORMAT = "M j"
DATETIME_FORMAT = "M j, Y, H:i"
SHORT_DATETIME_FORMAT = "M j, H:i"
TIME_FORMAT = "H:i"
