"""Stored codes put into words: a function from code and params to a translated sentence."""
