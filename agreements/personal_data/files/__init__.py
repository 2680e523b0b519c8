"""The text of uploaded files, for the personal-data guard.  Pure: bytes in, findings out, no database.

Files are read in a process of their own (``child.py``), which has no secrets, little memory and little time.
"""
