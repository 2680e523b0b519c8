"""/api/v1/: the lists of the site for programs, from the same declarations as its pages and files.

What there is: ``resources.py``.  How an address is answered: ``answers.py``.  What is said of it to programs
(OpenAPI) and how they are led to it (django-ninja): ``operations.py``.
"""
