"""Who could best take over what: facts into numbers, numbers into a proposal with its reasons.

`facts` reads the database; every other module here knows numbers only. NumPy and HiGHS are loaded with this package,
so whoever needs a proposal imports it where it is made.
"""
