"""The table of instance limits: spot values, and that nothing of its source is lost."""

import datetime
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from eksnetlint.aws import instances
from eksnetlint.aws.instances import (
    LIMITS_AS_OF,
    Architecture,
    Hypervisor,
    InstanceLimits,
    instance_limits,
    instance_types,
)

# Counted in the source itself, not with the code under test.
ROWS = 1164
IPV4_PER_ENI = {
    50: 337, 30: 322, 15: 218, 10: 99, 64: 85, 4: 44, 20: 22, 40: 13, 2: 9, 6: 7, 12: 4, 5: 2, 3: 2,
}  # fmt: skip
MAX_ENIS = {
    8: 302, 4: 259, 15: 256, 3: 122, 16: 56, 24: 56, 2: 54, 10: 22, 12: 20, 60: 3, 40: 3, 64: 3,
    20: 2, 7: 1, 6: 1, 11: 1, 32: 1, 68: 1, 80: 1,
}  # fmt: skip
# SHA-256 over "type,max_enis,ipv4_per_eni,hypervisor,bare_metal,architecture\n" for each type,
# sorted, made from the source before it was folded into one line for each family and limit.
SOURCE_DIGEST = "4cd0a461b6d1dce5418e1b9022413739a08113ec49928f64d62eda39164e8afc"


def known(instance_type: str) -> InstanceLimits:
    limits = instance_limits(instance_type)
    assert limits is not None, instance_type
    return limits


def every() -> list[InstanceLimits]:
    return [known(instance_type) for instance_type in instance_types()]


@pytest.mark.parametrize(
    ("instance_type", "max_enis", "ipv4_per_eni"),
    [
        ("t3.micro", 2, 2),
        ("t3.medium", 3, 6),
        ("t3.large", 3, 12),
        ("t3.xlarge", 4, 15),
        ("m5.large", 3, 10),
        ("m5.24xlarge", 15, 50),
        ("d3.xlarge", 4, 3),
    ],
)
def test_a_type_has_the_limits_of_the_source(
    instance_type: str, max_enis: int, ipv4_per_eni: int
) -> None:
    limits = known(instance_type)
    assert (limits.max_enis, limits.ipv4_per_eni) == (max_enis, ipv4_per_eni)
    assert limits.instance_type == instance_type


def test_the_primary_address_is_counted() -> None:
    # The well-known 11 pods of a Windows t3.large are its 12 addresses less the primary one.
    assert known("t3.large").ipv4_per_eni - 1 == 11


def test_xen_types_have_no_prefix_delegation() -> None:
    limits = known("m4.large")
    assert limits.hypervisor is Hypervisor.XEN
    assert not limits.supports_prefix_delegation


def test_nitro_types_have_prefix_delegation() -> None:
    limits = known("m5.large")
    assert limits.hypervisor is Hypervisor.NITRO
    assert limits.supports_prefix_delegation
    assert not limits.is_bare_metal


def test_bare_metal_has_prefix_delegation_without_a_hypervisor() -> None:
    # i3 is xen, yet its metal size is not: the controller counts bare metal as Nitro.
    assert known("i3.large").hypervisor is Hypervisor.XEN
    limits = known("i3.metal")
    assert limits.is_bare_metal
    assert limits.supports_prefix_delegation


@pytest.mark.parametrize(
    ("instance_type", "architecture"),
    [
        ("t4g.medium", Architecture.ARM64),
        ("a1.large", Architecture.ARM64),
        ("g5g.xlarge", Architecture.ARM64),
        ("g4dn.xlarge", Architecture.X86_64),  # a "g" that means GPU
        ("g6.xlarge", Architecture.X86_64),
        ("m7i-flex.large", Architecture.X86_64),
        ("mac2.metal", Architecture.MAC),
    ],
)
def test_architecture_follows_the_family(instance_type: str, architecture: Architecture) -> None:
    assert known(instance_type).architecture is architecture


@pytest.mark.parametrize("name", ["", "t3", "T3.large", "t3.large ", "m99.large", "mixed", "#"])
def test_an_unknown_type_is_none(name: str) -> None:
    assert instance_limits(name) is None


def test_the_table_loses_no_row() -> None:
    table = every()
    assert len(table) == ROWS
    assert Counter(limits.ipv4_per_eni for limits in table) == IPV4_PER_ENI
    assert Counter(limits.max_enis for limits in table) == MAX_ENIS
    assert Counter(limits.hypervisor.value for limits in table) == {
        "nitro": 968,
        "xen": 80,
        "none": 116,
    }
    assert Counter(limits.architecture.value for limits in table) == {
        "x86_64": 819, "arm64": 337, "mac": 8,
    }  # fmt: skip
    assert sum(limits.is_bare_metal for limits in table) == 116


def test_every_row_is_the_row_of_the_source() -> None:
    text = "".join(
        f"{limits.instance_type},{limits.max_enis},{limits.ipv4_per_eni},{limits.hypervisor.value},"
        f"{str(limits.is_bare_metal).lower()},{limits.architecture.value}\n"
        for limits in every()
    )
    assert hashlib.sha256(text.encode()).hexdigest() == SOURCE_DIGEST


def test_no_type_is_listed_twice() -> None:
    table = Path(instances.__file__).with_name("instance_limits.tsv").read_text(encoding="ascii")
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    names = [f"{family}.{size}" for family, *_, sizes in lines for size in sizes.split(" ")]
    assert len(names) == len(set(names)) == ROWS


def test_the_table_says_its_date() -> None:
    header = Path(instances.__file__).with_name("instance_limits.tsv").read_text(encoding="ascii")
    assert f"as of {LIMITS_AS_OF}" in header
    assert datetime.date(2026, 3, 20) == LIMITS_AS_OF
