"""The checklist of a departure: made from the leaver's records, given dates and people, and shown.

`gathering.py` reads the records, `grouping.py` has the rules, `drafting.py` makes items; `duedates.py` and
`responsible.py` say until when and by whom; `facts.py`, `item_rows.py`, `item_records.py`, `pace.py` and `estimates.py`
are what pages and the API show.
"""
