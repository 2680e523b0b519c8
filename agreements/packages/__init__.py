"""The whole register as one ZIP: every file as CSV with a description that programs read.

Made every night by ``manage.py publish_data`` and kept in ``settings.DATA_ROOT``, each beside its manifest.
The description is a Data Package (https://specs.frictionlessdata.io/), made from the declared columns.
"""
