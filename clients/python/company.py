"""Two versions of a model, with results of ours."""

import json
import urllib.request


class Company:
    """A model with two versions."""

    def __init__(self, service):
        self.service = service
        model = self.post("/models", {"name": "triage"})["id"]
        source = {"kind": "hosted", "platform": "openai"}
        self.base, self.candidate = (
            self.post(f"/models/{model}/versions", {"source": {**source, "native_id": name}})["id"]
            for name in ("gpt-4o-2024-08-06", "gpt-4o-mini-2024-07-18")
        )

    def send(self, path, body, media):
        token = self.service.tokens["admin"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": media}
        request = urllib.request.Request(
            f"{self.service.url}/api/v1{path}", data=body, headers=headers
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def post(self, path, body):
        return self.send(path, json.dumps(body).encode(), "application/json")

    def measured(self, version, task, items, unit, metric=None):
        """Imports one result in the documented JSON format."""
        scores = [item["score"] for item in items]
        value = {"value": sum(scores) / len(scores), "n": len(scores)} if items else {}
        metrics = [{"name": "score", "unit": unit, "direction": "higher", **value, **(metric or {})}]
        evaluation = {"task": task, "dataset_digest": "tickets-7", "metrics": metrics}
        if items:
            evaluation |= {"n": len(items), "items_metric": "score", "items": items}
        document = {
            "tenure_evaluation": 1,
            "tool": {"name": "bench", "version": "1"},
            "run_at": "2026-11-01T10:00:00Z",
            "evaluations": [evaluation],
        }
        path = f"/evaluations/import?version_id={version}&file_name={task}.json"
        return self.send(path, json.dumps(document).encode(), "application/octet-stream")

    def compared(self, task):
        found = self.service.get(f"/comparisons?base={self.base}&with={self.candidate}")
        (row,) = [row for row in found["items"][0]["rows"] if row["task"] == task]
        return row
