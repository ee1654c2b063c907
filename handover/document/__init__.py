"""The handover document: what it says (`tree.py`, built from the database) apart from how it is written (writers)."""
