"""The JSON Schema of rule documents with the facts there are, for editors to complete."""

from __future__ import annotations

import json
from typing import Any

from eksnetlint.fact_list import fact_entries, subject_meaning
from eksnetlint.model.subjects import SUBJECTS
from eksnetlint.resources import schemas_folder


def editor_schema() -> str:
    """`schemas/rule.schema.json` with the names of subjects and facts, those of packs included."""
    text = (schemas_folder() / "rule.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    subject = schema["properties"]["subject"]
    subject.pop("pattern", None)
    subject.pop("examples", None)
    subject["oneOf"] = [
        *({"const": name, "description": subject_meaning(name)} for name in SUBJECTS),
        {"const": "file", "description": "What the readers find in a file itself."},
    ]
    names = [f"{entry.subject}.{entry.name}" for entry in fact_entries()]
    fact = schema["$defs"]["fact"]
    schema["$defs"]["fact"] = {"anyOf": [{"enum": names}, fact]}
    comparison = schema["$defs"]["predicate"]["items"]["oneOf"][0]
    comparison["examples"] = [f"{name} == " for name in names]
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
