"""The real program on a directory of its own, with a token for each role."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.request

ROLES = ("admin", "operator", "reviewer")


class Service:
    """A running service: where it is, and who may ask."""

    def __init__(self, url, tokens):
        self.url = url
        self.tokens = tokens

    def get(self, path):
        """What the administrator reads."""
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            headers={"Authorization": f"Bearer {self.tokens['admin']}"},
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def own_ids(self):
        """Members, their roles, and tokens: all there are before anybody else came."""
        members = self.get("/members?limit=200")["items"]
        grants = [grant for member in members for grant in member["grants"]]
        tokens = self.get("/tokens?limit=200")["items"]
        return [one["id"] for one in [*members, *grants, *tokens]]


@contextlib.contextmanager
def running():
    """Starts `tenure up`; stops it and removes its directory at the end."""
    program = os.environ.get("TENURE_BIN")
    assert program, "set TENURE_BIN to the built program: target/debug/tenure"
    home = pathlib.Path(tempfile.mkdtemp(prefix="tenure-clients-"))
    # PostgreSQL does not run as root; its user has to pass through.
    home.chmod(0o755)
    data = ["--data-dir", str(home / "data")]
    environment = {**os.environ, "TENURE_LOG": "error"}
    environment.pop("TENURE_DATABASE_URL", None)
    with open(home / "log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            [program, "up", "--listen", "127.0.0.1:0", *data],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment,
        )
    try:
        first = process.stdout.readline()
        found = re.match(r"Tenure listens on (\S+)", first)
        assert found, (first, (home / "log").read_text())
        tokens = {
            role: subprocess.check_output(
                [program, "token", role, "--role", role, *data], text=True, env=environment
            ).strip()
            for role in ROLES
        }
        yield Service(found.group(1), tokens)
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(home)
