from agreements.management.imports import ImportCommand


class Command(ImportCommand):
    help = "Import a table of what became of promises as drafts: reports, and searches that found nothing."
    noun = "reports"
