"""Chalice's record of what it deployed, kept with the stage so that any machine can deploy it."""

import json
from pathlib import Path
from typing import Any

from deploy.adoption import FINDABLE, find_deployed
from deploy.bucket import DeploymentsBucket

Resource = dict[str, Any]


class Records:
    """The record of one stage. `file` is where Chalice reads and writes it on this machine."""

    def __init__(self, bucket: DeploymentsBucket, stage: str, file: Path) -> None:
        self._bucket = bucket
        self._key = f"{stage}/chalice.json"
        self._stage = stage
        self._file = file

    def restore(self, videos_bucket: str) -> None:
        """Writes the file from what exists, and from the kept record for what the application no
        longer has. A deployment that failed half way, or whose record was lost, left resources that
        no record names. Raises DeploymentError."""
        kept = self._bucket.read(self._key)
        recorded: list[Resource] = json.loads(kept.content)["resources"] if kept else []
        obsolete = [resource for resource in recorded if resource["name"] not in FINDABLE]
        found = find_deployed(self._stage, videos_bucket)
        content = {"resources": [*obsolete, *found], "schema_version": "2.0", "backend": "api"}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.write_text(json.dumps(content, indent=2))

    def keep(self) -> None:
        """Keeps the file that Chalice has written."""
        self._bucket.write(self._key, self._file.read_bytes())

    def resources(self) -> list[Resource]:
        """What the file names; nothing if there is none."""
        if not self._file.exists():
            return []
        resources: list[Resource] = json.loads(self._file.read_text())["resources"]
        return resources
