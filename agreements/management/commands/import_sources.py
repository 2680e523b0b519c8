from agreements.management.imports import ImportCommand


class Command(ImportCommand):
    help = "Import a list of sources: what is recorded already, by address or title, stays as it is."
    noun = "sources"
