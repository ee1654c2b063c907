"""The whole job with CRMs, through the front door: connect, read, hand a book over, and prove that both sides agree."""
