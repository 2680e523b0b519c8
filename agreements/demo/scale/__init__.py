"""A register of any size to measure with: made up, whole, and the same for the same size and seed.

A few dozen agreements are drawn (``moulds.py``) and settled with the product's own code: public facts, ledger
entries, states at every sequence, search texts (``settling.py``).  Their rows become texts with holes
(``templates.py``): keys, days, sequences, references, the number of the city.  A plan says how often each is
copied, how many months later and under which sequences (``plan.py``); the copies are written in bulk
(``stamping.py``, ``bulk_tables.py``).  So the rules run once for each mould, and nothing of what they say is
written a second time.
"""
