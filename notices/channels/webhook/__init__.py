"""Other systems, in the Standard Webhooks scheme: an event, signed, and what its receiver answers."""
