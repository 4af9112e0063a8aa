"""What the reader of Windows user data claims, and what it refuses to claim."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eksnetlint.readers.userdata import (
    HOLE,
    Argument,
    DsrState,
    Place,
    TextKind,
    UserData,
    read_user_data,
)
from eksnetlint.readers.userdata.tokens import Kind, tokens_of

SCRIPT = "C:\\Program Files\\Amazon\\EKS\\Start-EKSBootstrap.ps1"
DEFINE = '[string]$boot = "$env:ProgramFiles\\Amazon\\EKS\\Start-EKSBootstrap.ps1"\n'
CALL = "& $boot -EKSClusterName 'blue'\n"
OLD = "'\"--proxy-mode=kernelspace\",'"
NEW = '\'"--proxy-mode=kernelspace", "--feature-gates WinDSR=true", "--enable-dsr",\''
EDIT = f"(Get-Content $boot).replace({OLD}, {NEW}) | Set-Content $boot\n"
PREDEFINED = {"boot": SCRIPT}


def read(text: str, **how: object) -> UserData:
    return read_user_data(text, **how)  # type: ignore[arg-type]


def state(text: str, **how: object) -> DsrState:
    return read(text, **how).dsr.state


def at(text: str, place: Place | None) -> str:
    assert place is not None
    return text[place.start : place.end]


def spelled(text: str, argument: Argument | None) -> str:
    assert argument is not None
    return at(text, argument.place)


# --- what is run -----------------------------------------------------------------------------


def test_only_the_text_inside_powershell_tags_is_run() -> None:
    text = f"--enable-dsr <powershell>\n{DEFINE}{CALL}</powershell>\n<persist>true</persist>"
    found = read(text)
    assert found.dsr.state is DsrState.NOT_CONFIGURED
    assert len(found.calls) == 1
    assert found.opaque is None


def test_tags_are_case_insensitive() -> None:
    assert len(read(f"<PowerShell>{DEFINE}{CALL}</PowerShell>").calls) == 1


def test_text_without_tags_is_run_as_a_bare_script() -> None:
    assert len(read(DEFINE + CALL).calls) == 1


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("<powershell>\nWrite-Host\n</powershell>", TextKind.POWERSHELL, None),
        ("\n  Write-Host x\nGet-Date", TextKind.UNTAGGED, "Write-Host x"),
        ("Write-Host $x\n", TextKind.UNTAGGED, "Write-Host $x"),
        (f"Write-Host {HOLE}", TextKind.UNTAGGED, f"Write-Host {HOLE}"),
        (f"{HOLE}\nWrite-Host x", TextKind.UNKNOWN, None),
        ("<script>\ntzutil\n</script>", TextKind.OTHER, "<script>"),
        ("version: 1.1 # of the format\n\ntasks:\n- task: x", TextKind.OTHER, None),
        ('{"version": "1.0",\n"tasks": []}', TextKind.OTHER, None),
        ("\n#!/bin/bash -xe\nyum", TextKind.LINUX, "#!/bin/bash -xe"),
        ("MIME-Version: 1.0\n", TextKind.LINUX, "MIME-Version: 1.0"),
        ("# join\n/etc/eks/bootstrap.sh shop", TextKind.LINUX, "/etc/eks/bootstrap.sh shop"),
    ],
)
def test_the_kind_of_a_text_shows_in_it(text: str, kind: TextKind, place: str | None) -> None:
    found = read(text)
    assert found.kind is kind
    assert (at(text, found.kind_place) if found.kind_place else None) == place


def test_a_tool_that_adds_the_tags_makes_any_script_run() -> None:
    assert read("Write-Host", bare_script=True).kind is TextKind.POWERSHELL
    assert read("#!/bin/sh\n", bare_script=True).kind is TextKind.LINUX


@pytest.mark.parametrize(
    ("text", "bare", "tag"),
    [
        (
            "<powershell>\n <PowerShell>\nGet-Date\n</powershell>\n</powershell>",
            False,
            "<PowerShell>",
        ),
        ("Get-Date\n</powershell>", True, "</powershell>"),
        ("<powershell>\n# <powershell>\n</powershell>", False, None),
        ("<powershell>\nGet-Date\n</powershell>\n<powershell>\n</powershell>", False, None),
    ],
)
def test_tags_within_tags_are_told(text: str, bare: bool, tag: str | None) -> None:
    found = read(text, bare_script=bare).inner_tag
    assert (found and found.text) == tag
    assert found is None or spelled(text, found) == tag


def test_a_text_that_is_much_too_long_is_of_no_kind() -> None:
    assert read("x" * 200_000).kind is TextKind.UNKNOWN


def test_a_call_tells_its_parameters_as_they_are_written() -> None:
    text = f"{DEFINE}& $boot -eksClusterName 'blue' -DNS:10.0.0.10 --flag 'x' @more"
    (call,) = read(text).calls
    assert [(one.text, spelled(text, one)) for one in call.parameters] == [
        ("eksClusterName", "-eksClusterName"),
        ("dns", "-DNS:10.0.0.10"),
    ]
    assert [one.text for one in call.strays] == ["--flag", "x"]
    assert [spelled(text, one) for one in call.strays] == ["--flag", "x"]
    assert at(text, call.unseen) == "--flag"


def test_a_call_in_a_branch_is_not_sure_to_run() -> None:
    first, second = read(f"{DEFINE}if ($x) {{ {CALL} }}\n{CALL}").calls
    assert not first.is_sure
    assert second.is_sure


def test_a_block_that_surely_runs_makes_no_difference() -> None:
    (call,) = read(f"{DEFINE}try {{ {CALL} }} finally {{ Get-Date }}").calls
    assert call.is_sure


def test_asking_eks_for_the_cluster_is_told() -> None:
    text = f"$global:EKSCluster = Get-EKSCluster -Name blue\n{DEFINE}{CALL}"
    assert at(text, read(text).asks_for_cluster) == "Get-EKSCluster -Name blue"
    assert read(DEFINE + CALL).asks_for_cluster is None


def test_the_machine_variable_is_told_beside_the_argument() -> None:
    text = f"setx SERVICE_IPV4_CIDR 10.4.0.0/16 /m\n{DEFINE}& $boot -ServiceCIDR 10.5.0.0/16"
    found = read(text)
    assert spelled(text, found.service_cidr) == "10.5.0.0/16"
    assert spelled(text, found.service_cidr_variable) == "10.4.0.0/16"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Register-ScheduledTask -TaskName x", "ScheduledTask"),
        ("C:\\join.exe", ".exe"),
        ("Write-Host 'call Start-EKSBootstrap later'", "EKSBootstrap"),
    ],
)
def test_what_may_join_a_node_unseen_is_told(text: str, place: str) -> None:
    assert at(text, read(text).may_join) == place


def test_plain_commands_join_no_node() -> None:
    found = read("Set-TimeZone UTC\nWrite-Host 'ready'")
    assert found.may_join is None
    assert found.edits_network is None


def test_the_network_configuration_of_a_node_may_be_edited() -> None:
    text = "(Get-Content $dir\\vpc-bridge.conf) -replace 'a', 'b'"
    assert at(text, read(text).edits_network) == "vpc-bridge"


def test_a_configuration_file_of_kube_proxy_may_set_the_gate() -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '--config=C:\\p.yaml --enable-dsr=true'"
    gate = read(text).windsr_gate
    assert gate is not None
    assert gate.text is None


def test_a_second_powershell_section_cannot_be_judged() -> None:
    text = f"<powershell>\n{DEFINE}{CALL}</powershell><powershell>hello</powershell>"
    assert state(text) is DsrState.UNKNOWN


def test_tags_inside_a_script_that_will_be_wrapped_cannot_be_judged() -> None:
    found = read(f"<powershell>\n{DEFINE}{CALL}</powershell>", bare_script=True)
    assert found.dsr.state is DsrState.UNKNOWN
    assert found.opaque is not None


@pytest.mark.parametrize(
    "text",
    [
        "#!/bin/bash\n/etc/eks/bootstrap.sh blue",
        "set -ex\n/etc/eks/bootstrap.sh blue --kubelet-extra-args ''",
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n',
        "#cloud-config\npackages: []",
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\n",
        "[settings.kubernetes]\nmax-pods = 5",
        "<script>echo hello</script>",
    ],
)
def test_linux_and_batch_texts_are_not_powershell(text: str) -> None:
    found = read(text)
    assert not found.is_powershell
    assert found.dsr.state is DsrState.UNKNOWN


def test_batch_may_call_the_bootstrap_script() -> None:
    text = "<script>echo hello</script>"
    found = read(text)
    assert found.may_join is not None
    assert at(text, found.may_join) == "<script>"


def test_empty_text_is_powershell_that_configures_nothing() -> None:
    found = read("")
    assert found.is_powershell
    assert found.dsr.state is DsrState.NOT_CONFIGURED


def test_a_comment_about_linux_does_not_make_a_script_linux() -> None:
    assert read(f"# unlike /etc/eks/bootstrap.sh\n{DEFINE}{CALL}").is_powershell


# --- calls -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "call",
    [
        "& $boot -EKSClusterName blue 3>&1 4>&1 5>&1 6>&1",
        "& ${boot} -EKSClusterName 'blue'",
        ". $boot -EKSClusterName blue",
        f'& "{SCRIPT}" -EKSClusterName "blue"',
        "powershell -File $boot -EKSClusterName blue",
        "powershell.exe -ExecutionPolicy Bypass -NoProfile -File $boot -EKSClusterName blue",
        "Invoke-Expression \"& '$boot' -EKSClusterName blue\"",
        'iex ("& \'" + $boot + "\' -EKSClusterName blue")',
        "$all = @{ EKSClusterName = 'blue' }\n& $boot @all",
        "$all = @{}\n$all['EKSClusterName'] = 'blue'\n& $boot @all",
        "$all = @{}; $all.Add('EKSClusterName', 'blue'); & $boot @all",
        "& $boot `\n  -EKSClusterName `\n  blue",
        "& $boot -EKSC blue",
        "& $boot -eksclustername:blue",
        "try { & $boot -EKSClusterName blue } catch { throw $_ }",
        "if ($x) { exit 1 } else {\n& $boot -EKSClusterName blue\n}",
        "& (Join-Path $env:ProgramFiles 'Amazon\\EKS\\Start-EKSBootstrap.ps1') -EKSCl blue",
        "$d = 'C:\\x'; $n = 'Start-EKSBootstrap.ps1'; & \"$d\\$n\" -EKSClusterName blue",
        "$last = & $boot -EKSClusterName blue",
        "& $boot -EKSClusterName blue | Out-Null; if ($?) { 0 } else { 1 }",
    ],
)
def test_a_call_is_recognised_with_its_arguments(call: str) -> None:
    text = DEFINE + call
    (found,) = read(text).calls
    assert found.arguments["eksclustername"].text == "blue"
    assert spelled(text, found.arguments["eksclustername"]) == "blue"
    assert set(found.arguments) == {"eksclustername"}


def test_a_call_in_a_comment_is_no_call() -> None:
    assert read(f"{DEFINE}# {CALL}<#\n{CALL}#>").calls == ()


def test_a_call_in_a_string_is_no_call() -> None:
    assert read(f"{DEFINE}Write-Host @'\n{CALL}'@").calls == ()


def test_a_value_with_a_hole_is_written_but_not_seen() -> None:
    text = f"{DEFINE}& $boot -EKSClusterName {HOLE} -ServiceCIDR '{HOLE}/16' -DNSClusterIP $dns"
    found = read(text)
    assert found.calls[0].arguments["eksclustername"].text is None
    assert found.service_cidr == Argument(
        None, Place(text.index(HOLE + "/"), text.index("/16") + 3)
    )
    assert found.dns_cluster_ip is not None
    assert found.dns_cluster_ip.text is None
    assert found.dsr.state is DsrState.NOT_CONFIGURED


def test_an_argument_kept_in_a_variable_points_at_its_spelling() -> None:
    text = DEFINE + "$cidr = '10.9.0.0/16'\n& $boot -ServiceCIDR $cidr -DNSClusterIP \"10.9.0.10\""
    found = read(text)
    assert found.service_cidr is not None
    assert found.service_cidr.text == "10.9.0.0/16"
    assert spelled(text, found.service_cidr) == "10.9.0.0/16"
    assert spelled(text, found.dns_cluster_ip) == "10.9.0.10"


def test_predefined_variables_are_known() -> None:
    found = read(
        "& $EKSBootstrapScriptFile -ServiceCIDR $ServiceCIDR",
        predefined={"eksbootstrapscriptfile": SCRIPT, "servicecidr": "10.1.0.0/16"},
    )
    assert found.service_cidr is not None
    assert found.service_cidr.text == "10.1.0.0/16"


@pytest.mark.parametrize(
    "setting",
    [
        "[Environment]::SetEnvironmentVariable('SERVICE_IPV4_CIDR', '10.4.0.0/16', 'Machine')",
        '[System.Environment]::SetEnvironmentVariable("SERVICE_IPV4_CIDR", "10.4.0.0/16", '
        "[System.EnvironmentVariableTarget]::Machine)",
        "setx SERVICE_IPV4_CIDR 10.4.0.0/16 /m",
    ],
)
def test_the_machine_environment_sets_the_service_cidr(setting: str) -> None:
    text = f"{setting}\n{DEFINE}{CALL}"
    found = read(text)
    assert found.service_cidr is not None
    assert found.service_cidr.text == "10.4.0.0/16"
    assert spelled(text, found.service_cidr) == "10.4.0.0/16"


def test_a_process_variable_may_or_may_not_set_the_service_cidr() -> None:
    found = read(f"$env:SERVICE_IPV4_CIDR = '10.4.0.0/16'\n{DEFINE}{CALL}")
    assert found.service_cidr is not None
    assert found.service_cidr.text is None


def test_excluded_snat_cidrs_are_read() -> None:
    text = f"{DEFINE}& $boot -ExcludedSnatCIDRs '10.0.0.0/8,192.168.0.0/16'"
    assert spelled(text, read(text).excluded_snat_cidrs) == "10.0.0.0/8,192.168.0.0/16"


def test_a_splat_that_cannot_be_seen_hides_the_arguments() -> None:
    found = read(f"{DEFINE}$all = Get-Args\n& $boot @all")
    assert found.dsr.state is DsrState.UNKNOWN
    assert found.service_cidr is not None
    assert found.service_cidr.text is None


def test_a_hole_among_the_arguments_hides_what_else_is_passed() -> None:
    found = read(f"{DEFINE}& $boot -EKSClusterName blue {HOLE} 3>&1")
    assert found.dsr.state is DsrState.UNKNOWN
    assert found.max_pods is not None
    assert found.max_pods.text is None


# --- kubelet flags ---------------------------------------------------------------------------


@pytest.mark.parametrize("flag", ["--max-pods=42", "--max-pods 42", '--max-pods="42"'])
def test_max_pods_is_read_from_the_kubelet_arguments(flag: str) -> None:
    text = f"{DEFINE}& $boot -KubeletExtraArgs '--v=2 {flag} --root-dir=d:/'"
    found = read(text).max_pods
    assert found is not None
    assert found.text == "42"
    assert spelled(text, found) == "42"


def test_max_pods_is_read_through_a_variable() -> None:
    text = f'{DEFINE}$k = "--max-pods=42"\n& $boot -KubeletExtraArgs "$k"'
    assert spelled(text, read(text).max_pods) == "42"


def test_taints_and_labels_are_read() -> None:
    text = DEFINE + '& $boot -KubeletExtraArgs "--node-labels=a=b,c=d --register-with-taints="'
    found = read(text)
    assert spelled(text, found.node_labels) == "a=b,c=d"
    assert found.taints is not None
    assert found.taints.text == ""


def test_kubelet_arguments_that_cannot_be_seen_may_hold_any_flag() -> None:
    found = read(f"{DEFINE}& $boot -KubeletExtraArgs '--v=2 {HOLE}'")
    assert found.max_pods is not None
    assert found.max_pods.text is None


def test_a_hole_in_the_value_of_one_flag_does_not_hide_another() -> None:
    found = read(f"{DEFINE}& $boot -KubeletExtraArgs '--node-labels={HOLE}'")
    assert found.max_pods is None
    assert found.node_labels is not None
    assert found.node_labels.text is None


# --- DSR by argument -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "flag",
    [
        "--enable-dsr",
        "--enable-dsr=true",
        "--enable-dsr=1",
        "--enable-dsr=T",
        "--enable-dsr=TRUE",
        '--enable-dsr="true"',
        "--enable_dsr=true",
    ],
)
def test_the_flag_in_kube_proxy_extra_args_enables(flag: str) -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '--v=2 {flag}'"
    found = read(text).dsr
    assert found.state is DsrState.ENABLED
    assert at(text, found.place) == flag


def test_a_bare_flag_followed_by_true_enables() -> None:
    assert state(f"{DEFINE}& $boot -KubeProxyExtraArgs '--enable-dsr true'") is DsrState.ENABLED


@pytest.mark.parametrize(
    "argument",
    [
        "-KubeProxyExtraArgs --enable-dsr=true",
        "-kubeproxy '--enable-dsr=true'",
        "-KubeProxyExtraArgs:'--enable-dsr=true'",
        '-KubeProxyExtraArgs "--feature-gates=""WinDSR=true"" --enable-dsr=true"',
        "-KubeProxyExtraArgs ('--v=2 ' + '--enable-dsr=true')",
        "-KubeProxyExtraArgs @'\n--enable-dsr=true\n'@",
        "-KubeProxyExtraArgs (@('--v=2', '--enable-dsr=true') -join ' ')",
        "-KubeProxyExtraArgs ([string]::Join(' ', @('--v=2', '--enable-dsr=true')))",
        "-KubeProxyExtraArgs \u201c--enable-dsr=true\u201d",
    ],
)
def test_the_flag_enables_however_the_argument_is_written(argument: str) -> None:
    text = f"{DEFINE}& $boot {argument}"
    found = read(text).dsr
    assert found.state is DsrState.ENABLED
    assert at(text, found.place) == "--enable-dsr=true"


def test_a_visible_splat_enables() -> None:
    text = (
        DEFINE + "$a = @{\n KubeProxyExtraArgs='--enable-dsr=true'; DNSClusterIP = '10.9.0.10'\n}"
    )
    text += "\n& $boot @a"
    found = read(text)
    assert at(text, found.dsr.place) == "--enable-dsr=true"
    assert spelled(text, found.dns_cluster_ip) == "10.9.0.10"


def test_the_position_survives_invoke_expression() -> None:
    text = f"{DEFINE}iex \"& '$boot' -KubeProxyExtraArgs '--enable-dsr=true'\""
    found = read(text).dsr
    assert found.state is DsrState.ENABLED
    assert at(text, found.place) == "--enable-dsr=true"


@pytest.mark.parametrize("value", ["false", "0", "F"])
def test_a_false_flag_disables(value: str) -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '--enable-dsr={value}'"
    found = read(text).dsr
    assert found.state is DsrState.DISABLED
    assert at(text, found.place) == f"--enable-dsr={value}"


def test_the_last_of_two_flags_counts() -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '--enable-dsr=false --enable-dsr'"
    assert state(text) is DsrState.ENABLED


def test_a_gate_switched_off_disables() -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '--feature-gates=WinDSR=false --enable-dsr'"
    found = read(text)
    assert found.dsr.state is DsrState.DISABLED
    assert found.windsr_gate is not None
    assert found.windsr_gate.text == "false"


@pytest.mark.parametrize(
    "gates",
    [
        "--feature-gates=WinDSR=true",
        "--feature-gates WinDSR=true",
        "--feature-gates=WinOverlay=true,WinDSR=true",
    ],
)
def test_the_gate_is_read_where_it_takes_effect(gates: str) -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '{gates} --enable-dsr=true'"
    found = read(text)
    assert found.windsr_gate is not None
    assert found.windsr_gate.text == "true"
    start = text.index("WinDSR=") + len("WinDSR=")
    assert found.windsr_gate.place == Place(start, start + 4)


def test_the_gate_alone_does_not_configure_dsr() -> None:
    found = read(f"{DEFINE}& $boot -KubeProxyExtraArgs '--feature-gates=WinDSR=true'")
    assert found.dsr.state is DsrState.NOT_CONFIGURED
    assert found.windsr_gate is not None


@pytest.mark.parametrize(
    "arguments",
    [
        f"'--enable-dsr={HOLE}'",
        f"'{HOLE}'",
        "$unknown",
        '"--v=2 $unknown"',
        '"$(Get-Flags)"',
        "'--Enable-DSR=true'",
        "'--enable-dsr=yes'",
        "'--enable-dsr false'",
        f"'--enable-dsr=false {HOLE}'",
    ],
)
def test_an_argument_that_cannot_be_told_is_unknown(arguments: str) -> None:
    assert state(f"{DEFINE}& $boot -KubeProxyExtraArgs {arguments}") is DsrState.UNKNOWN


def test_calls_that_do_not_agree_are_unknown() -> None:
    text = DEFINE + "if ($a) { & $boot -KubeProxyExtraArgs '--enable-dsr' } else { & $boot }"
    assert state(text) is DsrState.UNKNOWN


def test_calls_that_agree_need_no_condition() -> None:
    enabling = "& $boot -KubeProxyExtraArgs '--enable-dsr'"
    text = f"{DEFINE}if ($a) {{ {enabling} }} else {{ {enabling} }}"
    assert state(text) is DsrState.ENABLED


def test_an_explicit_call_besides_the_one_of_the_tool_is_unknown() -> None:
    text = f"{DEFINE}& $boot -KubeProxyExtraArgs '--enable-dsr'"
    assert state(text, called_after=True) is DsrState.UNKNOWN


def test_a_variable_set_in_a_branch_is_unknown_after_it() -> None:
    text = DEFINE + "$p = ''\nif ($a) { $p = '--enable-dsr' }\n& $boot -KubeProxyExtraArgs $p"
    assert state(text) is DsrState.UNKNOWN


def test_a_function_reads_a_variable_as_it_is_when_called() -> None:
    text = (
        DEFINE
        + "$p = ''\nfunction Join { & $boot -KubeProxyExtraArgs $p }\n$p = '--enable-dsr'\nJoin"
    )
    assert state(text) is DsrState.UNKNOWN


def test_a_call_in_a_function_that_nothing_calls_is_unknown() -> None:
    text = DEFINE + "function Join { & $boot -KubeProxyExtraArgs '--enable-dsr' }\n"
    assert state(text) is DsrState.UNKNOWN
    assert state(text + "Join\n") is DsrState.ENABLED


# --- DSR by edit -----------------------------------------------------------------------------

EDITS = [
    EDIT,
    f"(gc $boot) -replace {OLD}, {NEW} | sc $boot\n",
    f"(Get-Content -Path $boot -Raw) -creplace {OLD}, {NEW} | Set-Content -Path $boot -Force\n",
    f"(Get-Content $boot).Replace({OLD},\n  {NEW}) |\n  Out-File -FilePath $boot -Encoding utf8\n",
    f"(Get-Content $boot).Replace({OLD}, {NEW}) > $boot\n",
    f"$c = Get-Content $boot\n$c = $c.Replace({OLD}, {NEW})\nSet-Content -Path $boot -Value $c\n",
    f"$c = gc $boot; $d = $c -replace {OLD}, {NEW}; $d | Set-Content $boot\n",
    f"$c = [System.IO.File]::ReadAllText($boot).Replace({OLD}, {NEW})\n"
    "[System.IO.File]::WriteAllText($boot, $c)\n",
    f"[IO.File]::WriteAllText($boot, ([IO.File]::ReadAllText($boot) -replace {OLD}, {NEW}))\n",
    f"(Get-Content $boot) | ForEach-Object {{ $_ -replace {OLD}, {NEW} }} | Set-Content $boot\n",
    f"(gc $boot) | % {{ $_.Replace({OLD}, {NEW}) }} | sc $boot\n",
    f"$old = {OLD}\n$new = {NEW}\n(Get-Content $boot).Replace($old, $new) | Set-Content $boot\n",
    f"Set-Content -Path $boot -Value (Get-Content -Path $boot).replace({OLD}, {NEW})\n",
    f"try {{ {EDIT} }} catch {{ Write-Host 'no' }}\n",
    f"$c = Get-Content $boot -Raw\n$c.Replace({OLD}, {NEW}) | Set-Content -NoNewline $boot\n",
]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_before_the_call_enables(edit: str) -> None:
    text = DEFINE + edit + CALL
    found = read(text)
    assert found.dsr.state is DsrState.ENABLED
    assert at(text, found.dsr.place) == "--enable-dsr"
    assert found.windsr_gate is not None
    assert found.windsr_gate.text == "true"


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_before_the_call_of_a_tool_enables(edit: str) -> None:
    assert state(edit, predefined=PREDEFINED, called_after=True) is DsrState.ENABLED
    assert state(DEFINE + edit, called_after=True) is DsrState.ENABLED


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_after_the_last_call_has_no_effect(edit: str) -> None:
    text = DEFINE + CALL + edit
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert found.why == "the edit stands after the bootstrap call"
    assert at(text, found.place) == "--enable-dsr"


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_in_a_branch_is_unknown(edit: str) -> None:
    assert state(f"{DEFINE}if ($v -gt 3) {{\n{edit}}}\n{CALL}") is DsrState.UNKNOWN


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_without_a_call_is_unknown(edit: str) -> None:
    assert state(DEFINE + edit) is DsrState.UNKNOWN


def test_an_edit_and_a_call_in_the_same_branch_enable() -> None:
    assert state(f"{DEFINE}if ($v) {{\n{EDIT}{CALL}}}\n") is DsrState.ENABLED


def test_an_edit_of_an_undefined_file_has_no_effect() -> None:
    text = EDIT + DEFINE + CALL
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert found.why == "$boot is not defined where it is used"
    assert state(EDIT, called_after=True) is DsrState.INEFFECTIVE


def test_a_variable_that_a_command_may_set_is_not_called_undefined() -> None:
    text = f"Get-Item C:\\x -OutVariable boot\n{EDIT}"
    assert state(text, called_after=True) is DsrState.UNKNOWN


def test_a_variable_set_before_a_function_is_called_is_not_called_undefined() -> None:
    text = f"function Fix {{\n{EDIT}}}\n{DEFINE}Fix\n{CALL}"
    assert state(text) is DsrState.UNKNOWN


def test_an_edit_of_a_file_something_unseen_may_define_is_unknown() -> None:
    assert state(f"{HOLE}\n{EDIT}", called_after=True) is DsrState.UNKNOWN


def test_an_edit_that_is_never_written_has_no_effect() -> None:
    text = f"{DEFINE}(Get-Content $boot).replace({OLD}, {NEW})\n{CALL}"
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert found.why == "the changed text is never written back to the script"
    assert at(text, found.place) == "--enable-dsr"


def test_a_changed_string_that_is_not_kept_has_no_effect() -> None:
    text = f"{DEFINE}$c = gc $boot\n$c.Replace({OLD}, {NEW})\nSet-Content $boot $c\n{CALL}"
    assert state(text) is DsrState.INEFFECTIVE


def test_an_edit_kept_in_a_variable_that_nothing_reads_has_no_effect() -> None:
    text = f"{DEFINE}$c = (gc $boot).Replace({OLD}, {NEW})\n{CALL}"
    assert state(text) is DsrState.INEFFECTIVE


def test_an_edit_written_to_another_file_has_no_effect() -> None:
    text = f"{DEFINE}(gc $boot).Replace({OLD}, {NEW}) | Set-Content C:\\temp\\copy.ps1\n{CALL}"
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert found.why == "the changed script is written to another file"


def test_an_edited_copy_that_is_called_instead_enables() -> None:
    text = f"{DEFINE}(gc $boot).Replace({OLD}, {NEW}) | Set-Content C:\\temp\\copy.ps1\n"
    found = read(text + "& C:\\temp\\copy.ps1 -EKSClusterName blue")
    assert found.dsr.state is DsrState.ENABLED
    assert len(found.calls) == 1


def test_a_copy_moved_over_the_script_is_unknown() -> None:
    text = f"{DEFINE}(gc $boot).Replace({OLD}, {NEW}) | Set-Content C:\\temp\\copy.ps1\n"
    assert state(f"{text}Copy-Item C:\\temp\\copy.ps1 $boot -Force\n{CALL}") is DsrState.UNKNOWN


@pytest.mark.parametrize(
    "edit",
    [
        f"(gc $boot).Replace({OLD}, '{HOLE}') | sc $boot",
        f"(gc $boot).Replace({OLD}, $new) | sc $boot",
        f"(gc $boot).Replace('$kubeProxyArgs', {NEW}) | sc $boot",
        f"gc $boot | % {{ $_ -replace {OLD}, {NEW} }} | sc $boot",
        f"Add-Content $boot {NEW}",
        f"Add-Content $boot '{HOLE}'",
        "Invoke-WebRequest https://example.com/new.ps1 -OutFile $boot",
        f"$t = (gc $boot).Replace({OLD}, {NEW}); $t | Set-Content {HOLE}",
        f"$t = (gc $boot).Replace({OLD}, {NEW}); Save-It $t",
        "sc.exe config kube-proxy binPath= 'kube-proxy.exe --enable-dsr=true'",
        "nssm set kube-proxy AppParameters --enable-dsr=true",
        "Set-ItemProperty HKLM:\\SYSTEM\\kube-proxy -Name ImagePath -Value '--enable-dsr=true'",
        "sc.exe config kube-proxy binPath= $path",
        "iex $text",
        ". C:\\scripts\\setup.ps1",
        "iwr https://example.com/x.ps1 | iex",
        "powershell -EncodedCommand AAAA",
        HOLE,
    ],
)
def test_what_cannot_be_followed_is_unknown(edit: str) -> None:
    assert state(f"{DEFINE}{edit}\n{CALL}") is DsrState.UNKNOWN


def test_an_edit_that_disables_disables() -> None:
    new = '\'"--proxy-mode=kernelspace", "--enable-dsr=false",\''
    text = f"{DEFINE}(gc $boot).Replace({OLD}, {new}) | sc $boot\n{CALL}"
    found = read(text).dsr
    assert found.state is DsrState.DISABLED
    assert at(text, found.place) == "--enable-dsr=false"


def test_an_edit_and_an_argument_that_do_not_agree_are_unknown() -> None:
    text = f"{DEFINE}{EDIT}& $boot -KubeProxyExtraArgs '--enable-dsr=false'"
    assert state(text) is DsrState.UNKNOWN


def test_an_edit_about_something_else_says_nothing_of_dsr() -> None:
    text = f"{DEFINE}(gc $boot).Replace('--v=1', '--v=4') | sc $boot\n{CALL}"
    assert state(text) is DsrState.NOT_CONFIGURED


# --- flags without effect --------------------------------------------------------------------


@pytest.mark.parametrize(
    "comment", ["# use --enable-dsr=true\n", "<# old:\n --enable-dsr=true #>\n"]
)
def test_a_flag_in_a_comment_has_no_effect(comment: str) -> None:
    text = comment + DEFINE + CALL
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert at(text, found.place) == "--enable-dsr=true"


@pytest.mark.parametrize("comment", ["# DSR is good\n", "# --enable-dsr=false\n", "# enable-dsr\n"])
def test_a_comment_without_an_enabling_flag_is_nothing(comment: str) -> None:
    assert state(comment + DEFINE + CALL) is DsrState.NOT_CONFIGURED


def test_a_comment_does_not_spoil_working_code() -> None:
    assert state(f"# --enable-dsr=false\n{DEFINE}{EDIT}{CALL}") is DsrState.ENABLED


def test_a_flag_for_the_kubelet_has_no_effect() -> None:
    text = f"{DEFINE}& $boot -KubeletExtraArgs '--max-pods=4 --enable-dsr=true'"
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert at(text, found.place) == "--enable-dsr=true"


def test_a_variable_that_no_call_uses_has_no_effect() -> None:
    text = f"{DEFINE}$KubeProxyExtraArgs = '--enable-dsr=true'\n{CALL}"
    found = read(text).dsr
    assert found.state is DsrState.INEFFECTIVE
    assert found.why == "nothing uses $kubeproxyextraargs"
    assert at(text, found.place) == "--enable-dsr=true"


def test_a_variable_some_other_command_uses_is_unknown() -> None:
    text = f"{DEFINE}$p = '--enable-dsr=true'\nSet-Proxy $p\n{CALL}"
    assert state(text) is DsrState.UNKNOWN


def test_a_message_about_the_flag_is_nothing() -> None:
    text = f"{DEFINE}Write-Host 'no --enable-dsr here'\n{CALL}"
    assert state(text) is DsrState.NOT_CONFIGURED


def test_a_flag_without_effect_next_to_something_unseen_is_unknown() -> None:
    assert state(f"{HOLE}\n# --enable-dsr\n{DEFINE}{CALL}") is DsrState.UNKNOWN


@pytest.mark.parametrize(
    "statement",
    [
        "Set-Item env:FOO '--enable-dsr'",
        "'--enable-dsr' | Set-Content C:\\other.txt",
        "$env:FLAGS = '--enable-dsr'",
        "$global:KubeProxyExtraArgs = '--enable-dsr'",
        'Start-Process powershell -ArgumentList "-File $boot -KubeProxyExtraArgs --enable-dsr"',
        "$action = New-ScheduledTaskAction -Argument '--enable-dsr'",
        "foreach ($line in gc $boot) { $all += $line + '--enable-dsr' }",
    ],
)
def test_a_flag_whose_effect_is_not_followed_is_unknown(statement: str) -> None:
    assert state(f"{DEFINE}{statement}\n{CALL}") is DsrState.UNKNOWN


@pytest.mark.parametrize("leaving", ["exit 0", "return", "throw 'no'"])
def test_what_stands_after_the_end_of_the_script_is_not_claimed(leaving: str) -> None:
    assert state(f"{DEFINE}{leaving}\n{EDIT}{CALL}") is DsrState.UNKNOWN
    assert state(f"{DEFINE}{EDIT}{leaving}\n", called_after=True) is DsrState.UNKNOWN
    assert state(f"{DEFINE}{EDIT}{CALL}{leaving}\n") is DsrState.ENABLED


# --- what cannot be seen ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "piece",
    [
        HOLE,
        "& $unknown",
        "iex $unknown",
        ". .\\other.ps1",
        "C:\\setup.ps1 -Force",
        "if ($a {",
        "'never closed",
    ],
)
def test_a_piece_that_cannot_be_seen_is_marked(piece: str) -> None:
    text = f"{DEFINE}{piece}\n"
    found = read(text)
    assert found.opaque is not None
    assert found.opaque.start >= len(DEFINE)
    assert found.dsr.state is DsrState.UNKNOWN


@pytest.mark.parametrize(
    "piece",
    [
        "& 'C:\\Program Files\\Amazon\\cfn-bootstrap\\cfn-signal.exe' --exit-code=0",
        "& C:\\ProgramData\\Amazon\\EC2-Windows\\Launch\\Scripts\\InitializeInstance.ps1 -Schedule",
        "Get-Disk | Where-Object PartitionStyle -eq RAW | Initialize-Disk",
        "if ($disks -ne $null) { foreach ($d in $disks) { New-Partition -DiskNumber $d.Number } }",
        "$x = @{ 'a' = 1; b = @(1, 2) }",
        "Restart-Service kube-proxy",
        "[int64] $n = 2199023255552",
        "$t = (curl -UseBasicParsing -H @{ 'X-a' = '1' } | % { Echo $_.Content })",
    ],
)
def test_ordinary_code_is_not_opaque(piece: str) -> None:
    found = read(f"{DEFINE}{piece}\n{CALL}")
    assert found.opaque is None
    assert found.dsr.state is DsrState.NOT_CONFIGURED


def test_an_enabling_call_next_to_something_unseen_still_enables() -> None:
    text = f"{HOLE}\n{DEFINE}& $boot -KubeProxyExtraArgs '--enable-dsr=true'"
    assert state(text) is DsrState.ENABLED


# --- robustness ------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "'",
        '"',
        "(",
        ")",
        "{",
        "}",
        "@{",
        "@(",
        "$(",
        "[",
        "]",
        "|",
        ";",
        "\n",
        " ",
        ",",
        "=",
        "&",
        ".",
        "`",
        "#",
        "<#",
        "#>",
        "@'\n",
        "\n'@",
        '@"\n',
        '\n"@',
        HOLE,
        "$boot",
        "$x",
        "${y}",
        "@x",
        "-KubeProxyExtraArgs ",
        "--enable-dsr",
        "=false",
        "WinDSR=true",
        "--feature-gates=",
        "iex ",
        "Get-Content ",
        "Set-Content ",
        ".replace(",
        "-replace ",
        "if",
        "function f",
        "foreach",
        "+",
        "+=",
        ">",
        "3>&1",
        "[string]",
        "::Join(",
        "<powershell>",
        "</powershell>",
        DEFINE,
        EDIT,
        CALL,
        "%",
        "$_",
        "kernelspace",
        "powershell -File ",
        "return ",
        "-join ",
        "++",
        "\u201c",
        "\r\n",
    ]
)


def places_in(found: UserData) -> list[Place]:
    arguments = [
        found.windsr_gate,
        found.service_cidr,
        found.dns_cluster_ip,
        found.max_pods,
        found.excluded_snat_cidrs,
        found.taints,
        found.node_labels,
    ]
    arguments += [argument for call in found.calls for argument in call.arguments.values()]
    arguments += [one for call in found.calls for one in (*call.parameters, *call.strays)]
    arguments.append(found.service_cidr_variable)
    places = [argument.place for argument in arguments if argument]
    places += [call.place for call in found.calls]
    others = [found.dsr.place, found.opaque, found.kind_place, found.asks_for_cluster]
    others += [found.may_join, found.edits_network, *(call.unseen for call in found.calls)]
    return places + [place for place in others if place]


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.booleans(), st.booleans())
def test_any_text_is_read_and_places_lie_within_it(text: str, called: bool, bare: bool) -> None:
    found = read_user_data(text, called_after=called, bare_script=bare, predefined=PREDEFINED)
    for place in places_in(found):
        assert 0 <= place.start <= place.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_arbitrary_characters_are_read(text: str) -> None:
    for place in places_in(read_user_data(text)):
        assert 0 <= place.start <= place.end <= len(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_tokens_stand_in_order_without_overlap(text: str) -> None:
    end = 0
    for token in (token for token in tokens_of(text) if token.kind is not Kind.BROKEN):
        assert end <= token.start <= token.end <= len(text)
        end = token.end


HOSTILE = {
    "parentheses": "(" * 200_000,
    "braces": "{\n" * 200_000,
    "braces on one line": "a" + " {}" * 100_000,
    "subexpressions": '"$(' * 100_000,
    "here-strings": "@'\n" * 200_000,
    "braced variables": '"' + "${" * 200_000,
    "attributes": "[a" * 200_000,
    "quotes": "'\"" * 100_000,
    "comments": "<#" * 200_000,
    "backticks": "`" * 200_000,
    "doubling": "$a = 'x'\n" + '$a = "$a$a"\n' * 100_000,
    "growing": "$a = ''\n" + "$a += 'x'\n" * 100_000,
    "sums": "$a = 'a'" + " + 'a'" * 100_000,
    "replaces": "$c = (gc $boot)" + " -replace 'kernelspace', '--enable-dsr'" * 50_000,
    "methods": "$c = (gc $boot)" + ".Replace('kernelspace', '--enable-dsr')" * 50_000,
    "edits": DEFINE + EDIT * 5_000 + CALL * 5_000,
    "flags": f"{DEFINE}& $boot -KubeProxyExtraArgs '" + "--enable-dsr " * 100_000 + "'",
    "quoted flags": f"{DEFINE}& $boot -KubeProxyExtraArgs '" + '--a="' * 100_000 + "'",
    "assignments": "{ $a = 1\n" * 50_000,
    "members": "$t = @{}\n" + "".join(f"$t.k{i} = 1\n" for i in range(50_000)),
    "evaluations": "iex '" + "iex 1\n" * 100_000 + "'",
    "lines": "Write-Host 'hello'\n" * 200_000,
    "tags": "<powershell>" * 50_000,
    "spaces": ("$a" + " " * 50) * 20_000,
    "hole": HOLE * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_bounded_time(name: str) -> None:
    start = time.monotonic()
    read_user_data(HOSTILE[name][:130_000], predefined=PREDEFINED)
    assert time.monotonic() - start < 30


def test_text_far_longer_than_ec2_takes_is_not_judged() -> None:
    text = f"{DEFINE}{CALL}" + "Write-Host 'hello'\n" * 200_000
    found = read(text)
    assert found.dsr.state is DsrState.UNKNOWN
    assert found.opaque == Place(0, len(text))


@pytest.mark.parametrize("line", ["(\"$( 'x' )\"\n", "@{ a = 'b' }\n", "$a | % { $_ }\n"])
def test_twice_the_text_has_at_most_twice_the_tokens(line: str) -> None:
    once = sum(1 for _ in tokens_of(line * 100))
    assert sum(1 for _ in tokens_of(line * 200)) <= 2 * once
