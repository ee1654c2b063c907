"""What comes to a successor: rows that follow the plans, the inbox, the briefing and the letters to customers.

`following.py` keeps the rows in step with plans and moves; `inbox.py` and `briefing.py` are the pages' figures;
`letters.py` fills templates. What people say is in `handover/actions/inheritances.py` and `actions/letters.py`.
"""
