"""What is asked for under a key happens once, however often it is sent; the answer is kept for a day (ADR 18).

`answers.py` does it; `forms.py` is how pages ask (a hidden `form_key`), `config/idempotency.py` how programs ask
(`Idempotency-Key`).
"""
