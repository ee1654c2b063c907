"""Verification: who may say what about a customer when, and its rows as a reader sees them."""
