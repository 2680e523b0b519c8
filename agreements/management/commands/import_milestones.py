from agreements.management.imports import ImportCommand


class Command(ImportCommand):
    help = "Import a list of milestones of programs as drafts: everything or nothing, as staff enter them."
    noun = "milestones"
