"""`python -m deploy.chalice` is the command `chalice`, but finishes the packages that it makes."""

import sys
from pathlib import Path

from chalice.cli import main
from chalice.deploy.packager import LambdaDeploymentPackager

from deploy.packages import finish_zip


def finish_packages() -> None:
    """Chalice has no hook between making a package and uploading it."""
    upstream = LambdaDeploymentPackager.create_deployment_package

    def create(self: LambdaDeploymentPackager, project_dir: str, python_version: str) -> str:
        archive = upstream(self, project_dir, python_version)
        finish_zip(Path(archive))
        return archive

    LambdaDeploymentPackager.create_deployment_package = create  # type: ignore[method-assign]


if __name__ == "__main__":
    finish_packages()
    sys.exit(main())
