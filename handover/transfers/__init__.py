"""Between people who stay: which customers, where a transfer begins, how its list shows it. The rest is the plan's."""
