"""Other references to a leaver: whatever still names them somewhere, beside the records they own.

`kinds.py` says what a kind is; `people.py`, `handovers.py` and `book.py` hold the kinds of each room; `history.py` the
foreign keys that stay, with the reason; `sweep.py` finds and counts; `page.py` puts it together for a reader. What is
done about them is in `handover/actions/references.py`.
"""
