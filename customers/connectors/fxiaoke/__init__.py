"""纷享销客 (Fxiaoke): its open API, in the newer way of calling (headers, not body)."""
