"""Keeping the book and another CRM at one: reading its records, writing owners, comparing both."""
