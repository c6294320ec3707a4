"""Clients made from the OpenAPI document by others' generators read every row; at night, for they are fetched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from records.export.tables import tables

from . import NIGHTLY

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(not NIGHTLY, reason="the generators are fetched: make nightly"),
]

PYTHON_GENERATOR, TYPESCRIPT_GENERATOR, TYPESCRIPT = (
    "openapi-python-client==0.29.1",
    "openapi-typescript@7.13.0",
    "typescript@5.9.3",
)
READS_EVERY_ROW = """
import importlib, json, sys
from pathlib import Path
models = importlib.import_module("api.models")
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    read, said = getattr(models, path.stem.partition(".")[0]), json.loads(path.read_text())
    back = json.dumps(read.from_dict(said).to_dict()).replace("+00:00", "Z")  # the same moment, as Python writes it
    assert json.loads(back) == said, path.name
"""
READS_A_ROW = """
import type { paths } from "./api";
type Body<P extends keyof paths> = paths[P] extends
  { get: { responses: { 200: { content: { "application/json": infer B } } } } } ? B : never;
type Agreement = Body<"/api/v1/agreements/">["results"][number];
type Detail = Body<"/api/v1/agreements/{key}/">;
export const row: (detail: Detail) => Agreement = (detail) => detail;  // a detail is a row, too
export const parties: (row: Agreement) => string[] = (row) => row.parties;
"""


def run(*command: Any, here: Path) -> None:
    path = f"{here}/venv/bin:{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=here, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}: {done.stdout[-2_000:]}{done.stderr[-2_000:]}"


@pytest.fixture
def document(seeded: None, tmp_path: Path) -> dict[str, Any]:
    said = Client(headers={"accept-language": "en"}).get("/api/v1/schema/?format=json").content
    (tmp_path / "schema.json").write_bytes(said)
    found: dict[str, Any] = json.loads(said)
    return found


def test_a_generated_python_client_reads_every_row(document: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "rows").mkdir()
    client = Client()
    for name, model in tables().items():
        page = client.get(f"/api/v1/{name}/?page_size=200").json()
        bodies = {f"{model.__name__}Page": page}
        bodies |= {
            f"{model.__name__}Detail.{n}": client.get(row["api_url"]).json() for n, row in enumerate(page["results"])
        }
        for said, body in bodies.items():
            (tmp_path / "rows" / f"{said}.json").write_text(json.dumps(body))
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", PYTHON_GENERATOR, here=tmp_path)
    generator = tmp_path / "venv" / "bin" / "openapi-python-client"
    run(generator, "generate", "--path", "schema.json", "--meta", "none", "--output-path", "api", here=tmp_path)
    run(python, "-c", READS_EVERY_ROW, "rows", here=tmp_path)
    run(sys.executable, "-m", "mypy", "--ignore-missing-imports", "api/models", here=tmp_path)


def test_a_generated_typescript_client_takes_a_detail_for_a_row(document: dict[str, Any], tmp_path: Path) -> None:
    if not shutil.which("npx"):
        pytest.skip("Node is missing, so no TypeScript client was made: apt-get install npm")
    run("npx", "--yes", TYPESCRIPT_GENERATOR, "schema.json", "-o", "api.d.ts", here=tmp_path)
    (tmp_path / "check.ts").write_text(READS_A_ROW)
    run("npx", "--yes", "-p", TYPESCRIPT, "tsc", "--strict", "--noEmit", "check.ts", here=tmp_path)
