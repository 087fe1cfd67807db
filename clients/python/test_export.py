"""An evaluation as an Every Eval Ever record, against that project's own schema."""

import json
import os
import pathlib

import jsonschema_rs
import pytest

from company import Company
from service import running

SCHEMA = "evals/every-eval-ever/schema/eval.schema.json"


def test_an_exported_evaluation_is_what_every_eval_ever_takes():
    corpus = os.environ.get("TENURE_CORPUS")
    if not corpus:
        pytest.skip("TENURE_CORPUS is not set: the schema of Every Eval Ever lies there")
    schema = json.loads((pathlib.Path(corpus) / SCHEMA).read_text(encoding="utf-8"))
    validator = jsonschema_rs.validator_for(schema)
    with running() as service:
        company = Company(service)
        metric = {"name": "acc", "value": 0.91, "n": 200, "stderr": 0.02}
        stored = company.measured(company.candidate, "share", [], "fraction", metric)
        (evaluation,) = stored["evaluations"]
        record = service.get(f"/evaluations/{evaluation['id']}/every-eval-ever")
    wrong = [f"{list(error.instance_path)}: {error.message}" for error in validator.iter_errors(record)]
    assert not wrong, json.dumps(record, indent=1)
