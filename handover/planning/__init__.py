"""What goes to whom and who can carry it: what a plan is about, its lines, its page, its comparison of strategies."""
