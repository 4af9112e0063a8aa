"""AMI families and AMI types: which Windows a name stands for, and who still takes it."""

import datetime

import pytest

from eksnetlint.aws.ami_families import (
    AMI_FAMILIES_AS_OF,
    AMI_TYPES_AS_OF,
    AmiFamily,
    Edition,
    Support,
    ami_family,
    ami_type,
)

BUILDS = {2019: 17763, 2022: 20348, 2025: 26100}
FIRST_MINORS = {2019: None, 2022: 23, 2025: 35}
EVERY_WINDOWS = [(year, edition) for year in BUILDS for edition in Edition]


def family(name: str) -> AmiFamily:
    found = ami_family(name)
    assert found is not None, name
    return found


@pytest.mark.parametrize(("year", "edition"), EVERY_WINDOWS)
def test_a_windows_family_names_its_build_and_edition(year: int, edition: Edition) -> None:
    found = family(f"WindowsServer{year}{edition.value.title()}Container")
    assert found.is_windows
    assert found.support is Support.SUPPORTED
    assert (found.windows_version, found.windows_build) == (year, BUILDS[year])
    assert found.edition is edition
    assert (found.first_minor, found.last_minor) == (FIRST_MINORS[year], None)


@pytest.mark.parametrize(("year", "edition"), EVERY_WINDOWS)
def test_a_windows_type_is_the_same_windows_as_its_family(year: int, edition: Edition) -> None:
    found = ami_type(f"WINDOWS_{edition.name}_{year}_x86_64")
    assert found is not None
    twin = family(f"WindowsServer{year}{edition.value.title()}Container")
    assert found.name == f"WINDOWS_{edition.name}_{year}_x86_64"
    assert (found.is_windows, found.windows_version, found.windows_build, found.edition) == (
        twin.is_windows,
        twin.windows_version,
        twin.windows_build,
        twin.edition,
    )
    assert found.first_minor == twin.first_minor


@pytest.mark.parametrize(
    ("name", "build", "support"),
    [
        ("WindowsServer1909CoreContainer", 18363, Support.REMOVED),
        ("WindowsServer2004CoreContainer", 19041, Support.DEPRECATED),
        ("WindowsServer20H2CoreContainer", 19042, Support.DEPRECATED),
    ],
)
def test_semi_annual_windows_has_a_build_and_no_year(
    name: str, build: int, support: Support
) -> None:
    found = family(name)
    assert found.is_windows
    assert found.windows_version is None
    assert (found.windows_build, found.support) == (build, support)
    assert found.edition is Edition.CORE


@pytest.mark.parametrize(
    "name", ["windowsserver2022fullcontainer", "WINDOWSSERVER2022FULLCONTAINER"]
)
def test_the_case_of_a_family_does_not_count(name: str) -> None:
    assert family(name).name == "WindowsServer2022FullContainer"


@pytest.mark.parametrize(
    "name",
    [
        "AmazonLinux2023", "AmazonLinux2", "Bottlerocket", "BottlerocketFips",
        "Ubuntu2604", "UbuntuPro2604", "Ubuntu2404", "UbuntuPro2404",
        "Ubuntu2204", "UbuntuPro2204", "Ubuntu2004", "UbuntuPro2004", "Ubuntu1804",
    ],
)  # fmt: skip
def test_a_linux_family_has_no_windows(name: str) -> None:
    found = family(name)
    assert not found.is_windows
    assert (found.windows_version, found.windows_build, found.edition) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "minors"),
    [
        ("AmazonLinux2", (None, 32)),
        ("AmazonLinux2023", (None, None)),
        ("Ubuntu2004", (21, 29)),
        ("Ubuntu2404", (31, None)),
    ],
)
def test_a_linux_family_knows_its_versions(
    name: str, minors: tuple[int | None, int | None]
) -> None:
    found = family(name)
    assert (found.first_minor, found.last_minor) == minors


@pytest.mark.parametrize(
    "name",
    [
        "AL2_x86_64", "AL2_x86_64_GPU", "AL2_ARM_64",
        "AL2023_x86_64_STANDARD", "AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA",
        "AL2023_ARM_64_STANDARD", "AL2023_ARM_64_NVIDIA",
        "BOTTLEROCKET_x86_64", "BOTTLEROCKET_x86_64_FIPS", "BOTTLEROCKET_x86_64_NVIDIA",
        "BOTTLEROCKET_x86_64_NVIDIA_FIPS", "BOTTLEROCKET_ARM_64", "BOTTLEROCKET_ARM_64_FIPS",
        "BOTTLEROCKET_ARM_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA_FIPS",
    ],
)  # fmt: skip
def test_a_linux_type_has_no_windows(name: str) -> None:
    found = ami_type(name)
    assert found is not None
    assert not found.is_windows
    assert found.windows_build is None


@pytest.mark.parametrize("name", ["", "WindowsServer2028CoreContainer", "Windows2022", "CUSTOM"])
def test_an_unknown_family_is_none(name: str) -> None:
    assert ami_family(name) is None


# The CDK's enum names are upper-case, the API's values are not: the common mistake.
@pytest.mark.parametrize(
    "name",
    [
        "",
        "CUSTOM",
        "WINDOWS_CORE_2022_X86_64",
        "windows_core_2022_x86_64",
        "WINDOWS_CORE_2016_x86_64",
    ],
)
def test_a_custom_or_unknown_type_is_none(name: str) -> None:
    assert ami_type(name) is None


def test_every_family_says_when_it_was_so() -> None:
    assert family("WindowsServer2019CoreContainer").as_of == AMI_FAMILIES_AS_OF
    assert family("WindowsServer20H2CoreContainer").as_of == datetime.date(2022, 8, 19)
    found = ami_type("WINDOWS_FULL_2025_x86_64")
    assert found is not None
    assert found.as_of == AMI_TYPES_AS_OF
