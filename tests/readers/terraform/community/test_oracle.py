"""The stand-ins against the module's own sources, where these are at hand.

EKSNETLINT_EKS_REPOSITORY names a clone of github.com/terraform-aws-modules/terraform-aws-eks with
its tags. Its sources are evaluated like any module on disk, with the same inputs.
"""

import os
from pathlib import Path

import pytest

from tests.readers.terraform.community.faithfulness import contradictions, examples, unpacked

REPOSITORY = os.environ.get("EKSNETLINT_EKS_REPOSITORY")
CASES = Path(__file__).parent / "cases"
TAGS = {
    "v17.24.0": "workers.tf",
    "v18.31.2": "platforms.tf",
    "v19.21.0": "platforms.tf",
    "v20.8.5": "platforms.tf",
    "v20.37.2": "ami_types.tf",
    "v21.19.0": "strict_types.tf",
}

pytestmark = pytest.mark.skipif(
    REPOSITORY is None,
    reason="EKSNETLINT_EKS_REPOSITORY names no clone of terraform-aws-eks to compare with",
)


@pytest.fixture(scope="module", params=TAGS)
def module(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tag = str(request.param)
    folder = tmp_path_factory.mktemp("modules") / tag
    folder.mkdir()
    unpacked(Path(REPOSITORY or ""), tag, folder)
    return folder


def test_a_stand_in_never_contradicts_the_module(module: Path):
    text = (CASES / TAGS[module.name]).read_text()
    assert contradictions(text, module, module.name) == []


def test_a_stand_in_never_contradicts_the_modules_own_examples(module: Path):
    found = {
        name: different
        for name, text in examples(module)
        if (different := contradictions(text, module, module.name))
    }
    assert found == {}
