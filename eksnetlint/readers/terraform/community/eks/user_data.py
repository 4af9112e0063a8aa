"""The user data the module gives to the nodes of a group.

What it comes to is told in own words: Windows nodes get the user's text, the call of the EKS
bootstrap script and the user's text after it. Source: modules/_user_data/main.tf and
templates/windows_user_data.tpl of terraform-aws-modules/eks, v18.0.0 to v21.19.0, 2026-11-23.
"""

from __future__ import annotations

from eksnetlint.readers.terraform.community.eks.nodes import NodeModule, System
from eksnetlint.readers.terraform.community.inputs import chosen, constant, equals, otherwise
from eksnetlint.readers.terraform.community.text import composed, is_written
from eksnetlint.readers.terraform.community.windows import bootstrapping
from eksnetlint.readers.terraform.types import TfValue
from eksnetlint.values import (
    Known,
    Reason,
    Unknown,
    Value,
    conjunction,
    disjunction,
    is_known,
    negation,
)

_FLAGS = ("-EKSClusterName ", " -APIServerEndpoint ", " -Base64ClusterCA ")
_CLUSTER = ("cluster_name", "cluster_endpoint", "cluster_auth_base64")
_PIECES = ("pre_bootstrap_user_data", "bootstrap_extra_args", "post_bootstrap_user_data")
_TEMPLATE = Reason("a node group has a user data template of its own, which is not read")
_NO_SYSTEM = Reason("the AMI type or platform of a node group does not tell its system")
_REST = Unknown(Reason("the user data of a Linux node is not composed here"))
_BEGINNINGS = {
    System.LINUX: "#!/bin/bash\n/etc/eks/bootstrap.sh ",
    System.AL2023: "MIME-Version: 1.0\nContent-Type: application/node.eks.aws\n",
    System.BOTTLEROCKET: "[settings.kubernetes]\n",
}


def user_data(nodes: NodeModule) -> TfValue:
    """A group's user data in Base64; null where it has none."""
    none = constant(None, nodes.place.span)
    system = nodes.system
    if isinstance(system, Unknown):
        return Unknown(system.reason, system.origin)
    if system.value is System.OTHER:
        return Unknown(_NO_SYSTEM, system.origin)
    template = nodes.inputs.value("user_data_template_path")
    own = disjunction([equals(template, None, "")])
    rendered = chosen(own, _rendered(nodes, system.value), Unknown(_TEMPLATE, template.origin))
    return chosen(_is_given(nodes, system.value), rendered, none)


def _bootstraps(nodes: NodeModule) -> Value[bool]:
    """Whether the text itself calls the bootstrap script."""
    if not nodes.is_managed:
        return Known(True)
    return nodes.inputs.flag("enable_bootstrap_user_data")


def unused_inputs(nodes: NodeModule) -> dict[str, TfValue]:
    """What is set and left out where EKS itself calls the bootstrap script on Windows nodes.

    What is shared with other groups may be meant for them.
    """
    own_template = nodes.inputs.equals("user_data_template_path", None, "")
    is_left_out = conjunction((negation(_bootstraps(nodes)), own_template))
    if not is_known(nodes.system, System.WINDOWS) or not is_known(is_left_out, True):
        return {}
    names = _PIECES[1:] if nodes.table.bare_user_data else _PIECES
    found = {name: nodes.inputs.own(name) for name in names}
    return {name: value for name, value in found.items() if value is not None and is_written(value)}


def _is_given(nodes: NodeModule, system: System) -> Value[bool]:
    bootstraps = _bootstraps(nodes)
    if system is System.WINDOWS and not nodes.table.bare_user_data:
        return bootstraps
    texts = [nodes.inputs.value(name) for name in _TEXTS[system]]
    return disjunction([bootstraps, *(negation(equals(text, None, "", ())) for text in texts)])


_TEXTS = {
    System.AL2023: ("cloudinit_pre_nodeadm", "user_data_template_path"),
    System.BOTTLEROCKET: ("bootstrap_extra_args", "user_data_template_path"),
    System.LINUX: ("pre_bootstrap_user_data", "user_data_template_path"),
    System.WINDOWS: ("pre_bootstrap_user_data", "user_data_template_path"),
}


def _rendered(nodes: NodeModule, system: System) -> TfValue:
    span = nodes.place.span
    if system is not System.WINDOWS:
        bootstrapped = composed(span, _BEGINNINGS[system], _REST, is_base64=True)
        return chosen(_bootstraps(nodes), bootstrapped, _merged_by_eks(nodes, system))
    before, call, after = (_text(nodes, name) for name in _PIECES)
    names = [_text(nodes, name) for name in _CLUSTER]
    start = [piece for pair in zip(_FLAGS, names, strict=True) for piece in pair]
    return chosen(
        _bootstraps(nodes),
        bootstrapping(span, [before], [*start, " ", call], [after]),
        composed(span, before, is_base64=True),
    )


def _merged_by_eks(nodes: NodeModule, system: System) -> TfValue:
    """What a Linux node gets where EKS adds the bootstrapping by itself."""
    pieces = [_text(nodes, "bootstrap_extra_args")] if system is System.BOTTLEROCKET else [_REST]
    begin = "" if system is System.BOTTLEROCKET else "MIME-Version: 1.0\n"
    return composed(nodes.place.span, begin, *pieces, is_base64=True)


def _text(nodes: NodeModule, name: str) -> TfValue:
    return otherwise(nodes.inputs.value(name), constant("", nodes.place.span))
