from agreements.management.imports import ImportCommand


class Command(ImportCommand):
    help = "Import a list of what agencies did of their duties under ordinances as drafts, with evidence."
    noun = "duty_records"
