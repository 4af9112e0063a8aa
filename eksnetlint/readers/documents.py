"""From a file's bytes to the objects it declares: which format, which documents matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from eksnetlint.readers.kustomize import NAMES, Kustomization, kustomization_of
from eksnetlint.readers.reading import Flaw
from eksnetlint.readers.terraform.relevance import TELLING, is_plan, is_terraform_path
from eksnetlint.source.text import Source
from eksnetlint.source.tree import Document, Mapping, Node, Scalar, Sequence
from eksnetlint.source.yaml import documents

# 8 MB of JSON on one line take some seconds; nothing people write by hand comes near.
LARGEST = 16 * 1024 * 1024

# A document that matters has one of these words. Dashboards, CRDs and alert rules, the bulk of
# most repositories, are not even parsed.
_TELLING = re.compile(
    r"""eksctl\.io/|containers|kind"?[ ]*:[ ]*["']?Pod\b|NetworkPolicy
    |SecurityGroupPolicy|amazon-vpc-cni|enable-windows-|mapRoles|kubernetes-services-endpoint
    |chart["']?[ ]*:[ ]*["']?(?:aws-vpc-cni|tigera-operator|karpenter)\b
    |(?:kind["']?[ ]*:[ ]*["']?(?:Namespace|Service|ServiceAccount|Installation|NodePool|Provisioner
    |RuntimeClass|EC2NodeClass|AWSNodeTemplate|[A-Za-z]*List)\b)""",
    re.VERBOSE,
)
# A broken file is worth a finding only where it is plainly about what is checked here.
_RELEVANT = re.compile(
    r"""(?:^[ ]*(?:-[ ]+)?|[{,][ ]*)["']?
    (?:apiVersion["']?[ ]*:[ ]*["']?(?:eksctl\.io/|vpcresources\.k8s\.aws/)
    |kind["']?[ ]*:[ ]*["']?(?:ClusterConfig|Pod|Deployment|StatefulSet|DaemonSet|ReplicaSet|Job
    |CronJob|NetworkPolicy|SecurityGroupPolicy)\b
    |name["']?[ ]*:[ ]*["']?amazon-vpc-cni\b)""",
    re.VERBOSE | re.MULTILINE,
)


class Format(Enum):
    """How a file is read."""

    YAML = "YAML or JSON"
    TERRAFORM = "Terraform"
    PLAN = "a Terraform plan or state as JSON"


class Skip(Enum):
    """Why a file was not read."""

    IRRELEVANT = "not about EKS or Kubernetes"
    TEMPLATE = "templates that are not YAML before they are rendered"
    CHART = "Helm chart templates"
    BINARY = "binary"
    ENCODING = "not UTF-8 or UTF-16"
    LARGE = f"larger than {LARGEST // 1024 // 1024} MiB"
    UNREADABLE = "unreadable"
    BROKEN = "broken, and not plainly about EKS or Kubernetes"


@dataclass(slots=True)
class FileContents:
    """What a file holds: documents worth reading, or why there are none.

    Terraform's files and plans are read all at once, hence not here.
    """

    source: Source
    format: Format = Format.YAML
    documents: list[Document] = field(default_factory=list)
    kustomization: Kustomization | None = None
    flaws: list[Flaw] = field(default_factory=list)
    skip: Skip | None = None


def decode(path: str, content: bytes) -> Source | Skip:
    """Bytes as text: UTF-8, or UTF-16 with a byte order mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in content[:8192]:
        return Skip.BINARY
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return Skip.ENCODING
    is_plain = encoding == "utf-8-sig" and not content.startswith(b"\xef\xbb\xbf")
    return Source(path, text, None if is_plain else content)


def contents_of(path: str, content: bytes, *, is_terraform: bool = False) -> FileContents:
    """Take a file apart, as Terraform's also where its name does not say so.

    Never raises for what is in it.
    """
    if len(content) > LARGEST:
        return FileContents(Source(path, ""), skip=Skip.LARGE)
    source = decode(path, content)
    if isinstance(source, Skip):
        return _undecoded(path, content, source)
    if is_terraform or is_terraform_path(path):
        return FileContents(source, Format.TERRAFORM)
    if is_plan(source.text):
        skip = None if TELLING.search(source.text) else Skip.IRRELEVANT
        return FileContents(source, Format.PLAN, skip=skip)
    contents = FileContents(source)
    if path.rpartition("/")[2] in NAMES:
        first = next(documents(source), None)
        contents.kustomization = kustomization_of(path, first.root if first else None)
        if first and first.problem:
            message = f"this kustomization cannot be read: {first.problem.message}"
            contents.flaws.append(Flaw("unparsable-file", message, first.problem.span))
        return contents
    if "apiVersion" not in source.text:
        contents.skip = Skip.IRRELEVANT
        return contents
    _read(contents)
    return contents


def _undecoded(path: str, content: bytes, skip: Skip) -> FileContents:
    text = content.decode("utf-8", errors="replace")
    contents = FileContents(Source(path, text, content), skip=skip)
    relevant = TELLING if is_terraform_path(path) else _RELEVANT
    if skip is Skip.ENCODING and relevant.search(text):
        place = contents.source.place(*_first_bad(text))
        message = "the file is not UTF-8, so it was not read"
        contents.flaws.append(Flaw("unparsable-file", message, place))
    return contents


def _first_bad(text: str) -> tuple[int, int]:
    start = text.find("\ufffd")
    return start, start + 1


def _read(contents: FileContents) -> None:
    skips: list[Skip] = []
    for document in documents(contents.source, lambda text: bool(_TELLING.search(text))):
        if document.is_template:
            skips.append(Skip.TEMPLATE)
        elif document.problem:
            if _RELEVANT.search(document.text):
                message = f"this document cannot be read: {document.problem.message}"
                contents.flaws.append(Flaw("unparsable-file", message, document.problem.span))
            skips.append(Skip.BROKEN)
        else:
            contents.documents.append(document)
    if not contents.documents:
        contents.skip = skips[0] if skips else Skip.IRRELEVANT


def duplicate_keys(root: Node | None) -> Iterator[Flaw]:
    """The keys of a document that stand twice in one mapping."""
    todo: list[Node] = [root] if root is not None else []
    seen: set[int] = set()
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Sequence):
            todo += [item for item in node.items if not isinstance(item, Scalar)]
        elif isinstance(node, Mapping):
            todo += [entry.value for entry in node.entries if not isinstance(entry.value, Scalar)]
            for earlier in node.duplicates:
                last = node.fields[earlier.key.text]
                line = earlier.key.span.first.line
                message = f"'{last.key.text}' is already in line {line}; the value there is lost"
                yield Flaw("duplicate-key", message, last.key.span)
