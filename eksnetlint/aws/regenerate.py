"""Makes the table of instance limits anew: ``python -m eksnetlint.aws.regenerate LIMITS.GO``.

The file is pkg/aws/vpc/limits.go of aws/amazon-vpc-resource-controller-k8s. It says nothing of
architectures, which follow from the family: those of the present table stay, and new families are
named with ``--arm``, ``--x86`` or ``--mac``.
"""

from __future__ import annotations

import argparse
import datetime
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from eksnetlint.aws.instances import (
    TABLE,
    Architecture,
    Hypervisor,
    InstanceLimits,
    instance_limits,
    instance_types,
    limits_in,
)

_GENERATED = re.compile(r"^// This file was generated at (\d{4}-\d\d-\d\d)T", re.MULTILINE)
_ROW = re.compile(r'^\t"([^"]+)": \{\n(.*?)^\t\},\n', re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r'^\t\t(\w+):\s+"?([\w.-]*)"?,$', re.MULTILINE)
_HEADER = """\
# Network limits of EC2 instance types: interfaces, and IPv4 addresses on each with its primary.
# Source: aws/amazon-vpc-resource-controller-k8s pkg/aws/vpc/limits.go,
# as of {as_of}, {count} types.
# Sizes of one family with the same limits share a line. Hypervisor "none" is bare metal.
# The source has no architecture: it follows from the family, {arm} of which are Arm.
# family	architecture	hypervisor	max_enis	ipv4_per_eni	sizes
"""


class Unreadable(Exception):
    """The source is not the file it should be, or has families nobody has looked at."""


def read_limits(
    source: str, architectures: Mapping[str, Architecture]
) -> tuple[datetime.date, list[InstanceLimits]]:
    """The date of the source and its types, sorted. Raises Unreadable.

    ``architectures`` are those of the families.
    """
    date = _GENERATED.search(source)
    rows = _ROW.findall(source)
    if date is None or not rows:
        raise Unreadable("this is no limits.go of the VPC resource controller")
    families = {name.partition(".")[0] for name, _ in rows}
    new = sorted(families - architectures.keys())
    if new:
        raise Unreadable(f"say which architecture these families have: {' '.join(new)}")
    found = [_limits(name, dict(_FIELD.findall(body)), architectures) for name, body in rows]
    ordered = sorted(found, key=lambda item: item.instance_type)
    return datetime.date.fromisoformat(date[1]), ordered


def _limits(
    name: str, fields: Mapping[str, str], architectures: Mapping[str, Architecture]
) -> InstanceLimits:
    try:
        is_bare_metal = fields["IsBareMetal"] == "true"
        return InstanceLimits(
            instance_type=name,
            max_enis=int(fields["Interface"]),
            ipv4_per_eni=int(fields["IPv4PerInterface"]),
            hypervisor=Hypervisor("none" if is_bare_metal else fields["Hypervisor"]),
            architecture=architectures[name.partition(".")[0]],
        )
    except (KeyError, ValueError) as error:
        raise Unreadable(f"the limits of {name} are not written as they were") from error


def table(as_of: datetime.date, types: Sequence[InstanceLimits]) -> str:
    """The text of the table."""
    lines: dict[tuple[str, str, int, int], list[InstanceLimits]] = defaultdict(list)
    for item in types:
        key = (item.family, item.hypervisor.value, item.max_enis, item.ipv4_per_eni)
        lines[key].append(item)
    arm = {item.family for item in types if item.architecture is Architecture.ARM64}
    body = (_line(items) for _, items in sorted(lines.items()))
    header = _HEADER.format(as_of=as_of, count=len(types), arm=len(arm))
    return header + "".join(body)


def _line(items: Sequence[InstanceLimits]) -> str:
    first = items[0]
    sizes = " ".join(item.instance_type.partition(".")[2] for item in items)
    fields = (first.architecture.value, first.hypervisor.value, first.max_enis, first.ipv4_per_eni)
    return "\t".join([first.family, *map(str, fields), sizes]) + "\n"


def changes(old: Mapping[str, InstanceLimits], new: Mapping[str, InstanceLimits]) -> list[str]:
    """What is different, a sentence for each kind of difference."""
    both = old.keys() & new.keys()
    kinds = {
        "new": new.keys() - old.keys(),
        "gone": old.keys() - new.keys(),
        "changed": {name for name in both if old[name] != new[name]},
    }
    return [f"{kind}: {' '.join(sorted(names))}" for kind, names in kinds.items() if names]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the table, or say why not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("source", type=Path, metavar="LIMITS.GO")
    parser.add_argument("--output", type=Path, default=TABLE, help="the table (%(default)s)")
    for name, what in (("arm", "Arm"), ("x86", "x86"), ("mac", "a Mac")):
        parser.add_argument(
            f"--{name}", action="append", default=[], metavar="FAMILY", help=f"is {what}"
        )
    chosen = parser.parse_args(arguments)
    old = {name: item for name in instance_types() if (item := instance_limits(name))}
    architectures = {item.family: item.architecture for item in old.values()}
    architectures |= dict.fromkeys(chosen.arm, Architecture.ARM64)
    architectures |= dict.fromkeys(chosen.x86, Architecture.X86_64)
    architectures |= dict.fromkeys(chosen.mac, Architecture.MAC)
    try:
        as_of, types = read_limits(chosen.source.read_text(encoding="utf-8"), architectures)
    except (OSError, UnicodeDecodeError, Unreadable) as error:
        parser.exit(1, f"{chosen.source}: {error}\n")
    text = table(as_of, types)
    chosen.output.write_text(text, encoding="ascii", newline="\n")
    print(f"{len(types)} types as of {as_of}")
    print("\n".join(changes(old, limits_in(text)) or ["nothing is different"]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
