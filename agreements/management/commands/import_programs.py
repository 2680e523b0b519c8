from agreements.management.imports import ImportCommand


class Command(ImportCommand):
    help = "Import a list of programs as drafts: everything or nothing, through the same acts as staff use."
    noun = "programs"
