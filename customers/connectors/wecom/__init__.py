"""企业微信 (WeCom): the customers its members have added, and how they are handed on. It is a request, not a write."""
