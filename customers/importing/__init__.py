"""Reading what another system exported: files become rows, rows become records or are refused by name."""
