"""Make the package of open data of today, and those of earlier days again that hold what was taken back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.packages.package import make_package
from agreements.packages.shelf import Package, days, package_of


class Command(BaseCommand):
    help = (
        "Write the whole register as one ZIP under DATA_ROOT, for /data/register.zip. Run it every night, "
        "and after a withdrawal or redaction: until then what was made before is not given out."
    )

    def handle(self, **options: Any) -> None:
        today = timezone.localdate()
        try:
            self.tell(make_package(today))
            for day in days():
                package = package_of(day)
                if package is not None and package.is_outdated:
                    self.tell(make_package(day, package.manifest["seq"] and int(package.manifest["seq"])))
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error

    def tell(self, package: Package) -> None:
        manifest = package.manifest
        rows = sum(file["rows"] for file in manifest["files"])
        size = manifest["zip"]["bytes"] / 1e6
        self.stdout.write(f"{package.zip_path}: {len(manifest['files'])} files, {rows} rows, {size:.1f} MB")
