"""Schemathesis over the whole document, against the real program: no answer is a fault of the service, and none has a
status, a media type, a header or a shape that the document does not state."""

import json
import os
import pathlib
import subprocess
import sys

import pytest

from service import running

HERE = pathlib.Path(__file__).parent
DOCUMENT = HERE.parent.parent / "openapi" / "tenure.v1.json"
# The same requests each time; another one is tried by hand.
SEED = "20261126"
# Of the phases that would go on for ever.
SECONDS = "90"


@pytest.fixture(scope="module")
def service():
    with running() as one:
        yield one


# What every request must hold first, then requests made at random, then sequences of them.
@pytest.mark.parametrize("phases", ["examples,coverage", "fuzzing,stateful"])
def test_no_answer_is_other_than_the_document_says(service, phases, tmp_path):
    command = [
        sys.executable, "-m", "schemathesis.cli",
        "--config-file", str(HERE / "schemathesis.toml"),
        "run", str(DOCUMENT), "--url", service.url,
        "--phases", phases, "--seed", SEED, "--continue-on-failure",
        "--max-examples", "20", "--request-timeout", "20", "--workers", "2",
    ]
    if "fuzzing" in phases:
        command += ["--max-time", SECONDS]
    done = subprocess.run(
        command,
        # It keeps what it found where it runs, and would begin the next run with that.
        cwd=tmp_path,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(HERE),
            "SCHEMATHESIS_HOOKS": "hooks",
            "TENURE_TOKENS": json.dumps(service.tokens),
            "TENURE_SPARED": json.dumps(service.own_ids()),
        },
    )
    assert done.returncode == 0, "see what Schemathesis printed above"
    # Nobody was locked out on the way.
    for role, token in service.tokens.items():
        assert token and service.get("/session"), role
