"""Names of Windows images: which are slips, which have ended, and what they say."""

import pytest

from eksnetlint.aws.image_names import (
    FOR_EKS,
    HIDDEN,
    Naming,
    ended_release,
    is_for_any_version,
    minor_in,
    nearest_image,
    purpose_in,
)

EKS = "Windows_Server-2022-English-Core-EKS_Optimized"


@pytest.mark.parametrize(
    ("naming", "name", "nearest"),
    [
        # Slips of letters, with the same numbers.
        (Naming.FAMILY, "WindowServer2022CoreContainer", "WindowsServer2022CoreContainer"),
        (Naming.FAMILY, "WindowsServer2019FulContainer", "WindowsServer2019FullContainer"),
        (Naming.TYPE, "WINDOWS_CORE_2022_X86_64", "WINDOWS_CORE_2022_x86_64"),
        (Naming.TYPE, "windows_full_2025_x86_64", "WINDOWS_FULL_2025_x86_64"),
        (Naming.KARPENTER_ALIAS, "Windows2022", "windows2022"),
        (Naming.KARPENTER_FAMILY, "windows2019", "Windows2019"),
        # Words in another order, left out, or of another tool.
        (Naming.TYPE, "WINDOWS_2022_FULL_x86_64", "WINDOWS_FULL_2022_x86_64"),
        (Naming.TYPE, "WINDOWS_CORE_2022", "WINDOWS_CORE_2022_x86_64"),
        (Naming.TYPE, "WindowsServer2025FullContainer", "WINDOWS_FULL_2025_x86_64"),
        (Naming.FAMILY, "WINDOWS_CORE_2019_x86_64", "WindowsServer2019CoreContainer"),
        (Naming.FAMILY, "Windows2022", "WindowsServer2022CoreContainer"),
        (Naming.KARPENTER_FAMILY, "WindowsServer2022CoreContainer", "Windows2022"),
        # Releases that EKS never had: what is older than the newest one is no news.
        (Naming.TYPE, "WINDOWS_CORE_2016_x86_64", "WINDOWS_CORE_2019_x86_64"),
        (Naming.FAMILY, "WindowsServer2016FullContainer", "WindowsServer2019FullContainer"),
    ],
)
def test_a_name_that_is_none_has_a_nearest(naming: Naming, name: str, nearest: str) -> None:
    assert nearest_image(naming, name) == nearest


@pytest.mark.parametrize(
    ("naming", "name"),
    [
        (Naming.TYPE, "WINDOWS_CORE_2022_x86_64"),
        (Naming.FAMILY, "WINDOWSSERVER2022CORECONTAINER"),
        (Naming.KARPENTER_ALIAS, "windows2025"),
        (Naming.KARPENTER_FAMILY, "Custom"),
        # Releases that have ended are another matter.
        (Naming.FAMILY, "WindowsServer2004CoreContainer"),
        (Naming.FAMILY, "WindowsServer20H2CoreContainer"),
        # What may be newer than the tables.
        (Naming.TYPE, "WINDOWS_CORE_2028_x86_64"),
        (Naming.TYPE, "WINDOWS_CORE_2025_ARM_64"),
        (Naming.TYPE, "WINDOWS_CORE_2022_x86_64_NVIDIA"),
        (Naming.FAMILY, "WindowsServer2025NanoContainer"),
        (Naming.FAMILY, "WindowsServer23H2CoreContainer"),
        (Naming.KARPENTER_ALIAS, "windows2028"),
        # Linux is not looked at, and neither are names of AMIs.
        (Naming.TYPE, "AL2023_X86_64_STANDARD"),
        (Naming.FAMILY, "AmazonLinux2022"),
        (Naming.FAMILY, "Ubuntu2022"),
        (Naming.TYPE, "CUSTOM"),
        (Naming.AMI, "Windows_Server-2022-English-Core-EKS_Optimised-1.34-*"),
        (Naming.PARAMETER, "windows"),
        (Naming.TYPE, ""),
    ],
)
def test_a_name_that_exists_or_may_come_has_none(naming: Naming, name: str) -> None:
    assert nearest_image(naming, name) is None


@pytest.mark.parametrize(
    ("naming", "name", "release"),
    [
        (Naming.FAMILY, "WindowsServer1909CoreContainer", "1909"),
        (Naming.FAMILY, "windowsserver20h2corecontainer", "20H2"),
        (Naming.AMI, "Windows_Server-2004-English-Core-EKS_Optimized-1.21-*", "2004"),
        (
            Naming.PARAMETER,
            "resolve:ssm:/aws/service/x/Windows_Server-20H2-English-Core-"
            "EKS_Optimized-1.22/image_id",
            "20H2",
        ),
        (Naming.FAMILY, "WindowsServer2019CoreContainer", None),
        (Naming.AMI, "Windows_Server-20H2-English-Core-ContainersLatest-*", None),
        (Naming.TYPE, "WINDOWS_CORE_2004_x86_64", None),
    ],
)
def test_a_release_that_has_ended_is_in_the_name(
    naming: Naming, name: str, release: str | None
) -> None:
    assert ended_release(naming, name) == release


@pytest.mark.parametrize(
    ("name", "minor"),
    [
        (f"{EKS}-1.33-*", 33),
        (f"/aws/service/ami-windows-latest/{EKS}-1.34/image_id", 34),
        (f"{EKS}-1.33", 33),
        (f"{EKS}-1.3*", None),
        (f"{EKS}-1.33*", None),
        (f"{EKS}-1.3?-*", None),
        (f"{EKS}-{HIDDEN}-*", None),
        (f"{EKS}-1.{HIDDEN}-*", None),
        (f"{EKS}-*", None),
        ("Windows_Server-2022-English-Core-Base", None),
    ],
)
def test_the_version_of_kubernetes_is_the_one_behind_the_purpose(
    name: str, minor: int | None
) -> None:
    assert minor_in(name) == minor


@pytest.mark.parametrize(
    ("name", "is_any"),
    [
        (f"{EKS}-*", True),
        (f"{EKS}*", True),
        ("Windows_Server-*-English-Core-EKS_Optimized-*", True),
        (f"{EKS}-1.33-*", False),
        (f"{EKS}-1.*", False),
        (f"{EKS}-{HIDDEN}", False),
        (f"{EKS}-{HIDDEN}-*", False),
        ("Windows_Server-2022-English-Core-*", False),
    ],
)
def test_a_pattern_for_any_version_has_nothing_but_an_asterisk_there(
    name: str, is_any: bool
) -> None:
    assert is_for_any_version(name) is is_any


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        (f"{EKS}-1.33-*", FOR_EKS),
        ("Windows_Server-2022-English-Core-eks_optimized-*", FOR_EKS),
        ("Windows_Server-2019-English-Full-Base-2026.10.14", "Base"),
        ("Windows_Server-2022-English-Full-ContainersLatest-*", "ContainersLatest"),
        ("Windows_Server-2022-English-Core-ECS_Optimized-*", "ECS_Optimized"),
        ("Windows_Server-2022-English-Full-SQL_2022_Standard-*", "SQL"),
        ("/aws/service/ami-windows-latest/Windows_Server-2022-Japanese-Full-Base", "Base"),
        # The name may yet go on as one of EKS's.
        ("Windows_Server-2022-English-Core-*", None),
        ("Windows_Server-2022-English-Core-EKS*", None),
        ("Windows_Server-2022-English-Core-E*", None),
        ("Windows_Server-2022-English-Core-B*", None),
        (f"Windows_Server-2022-English-Core-{HIDDEN}", None),
        (f"Windows_Server-2022-English-Core-Base{HIDDEN}", None),
        ("my-windows-image-*", None),
    ],
)
def test_the_purpose_of_an_image_stands_behind_its_edition(name: str, purpose: str | None) -> None:
    assert purpose_in(name) == purpose
