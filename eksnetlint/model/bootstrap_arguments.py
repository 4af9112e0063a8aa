"""What the calls of the bootstrap script in the user data of a node group pass to it.

Arguments that cannot be seen count as not passed: nothing may be made of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from eksnetlint.aws.bootstrap_script import PARAMETERS
from eksnetlint.model.bootstrap import Bootstrap, Call, Caller
from eksnetlint.model.cluster import Cluster
from eksnetlint.model.node_group import NodeGroup
from eksnetlint.model.service_range import as_range, is_address, lies_in, service_ranges
from eksnetlint.spelling import nearest
from eksnetlint.values import Known, Origin, Reason, Unknown, Value, is_known, lift

_NOT_WINDOWS = Reason("only the user data of Windows nodes is looked into")
_ASKS = Reason(
    "it is not documented whether the bootstrap script learns the range of Service addresses"
    " where it asks EKS about the cluster itself"
)
_NO_CALL = Reason("the call of the bootstrap script cannot be seen")
_NAMES = frozenset(name.lower() for name in PARAMETERS)
_FLAG = re.compile(r"--[A-Za-z]")
_PAIR = {"apiserverendpoint": "-APIServerEndpoint", "base64clusterca": "-Base64ClusterCA"}


def lone_cluster_argument(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The one of -APIServerEndpoint and -Base64ClusterCA that is given without the other."""
    return _first(group, _lone)


def _lone(call: Call) -> Iterator[Value[str]]:
    given = [name for name in _PAIR if name in call.arguments]
    if len(given) == 1 and call.open_because is None:
        yield Known(_PAIR[given[0]], _named_at(call, given[0]))


def _named_at(call: Call, name: str) -> Origin:
    """Where a parameter is named, else where its value is."""
    for parameter in call.parameters:
        if parameter.value.lower() == name:
            return parameter.origin
    return call.arguments[name].origin


def stray_argument(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The first argument of a bootstrap call that looks like a flag and has no parameter."""
    return _first(group, _strays)


def _strays(call: Call) -> Iterator[Value[str]]:
    for stray in call.strays:
        if isinstance(stray, Known) and _FLAG.match(stray.value):
            yield Known(stray.value.partition("=")[0], stray.origin)


def repeated_parameter(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The first parameter that a bootstrap call names a second time."""
    return _first(group, _repeated)


def _repeated(call: Call) -> Iterator[Value[str]]:
    seen: set[str] = set()
    for name in call.parameters:
        lower = name.value.lower()
        # PowerShell takes the beginning of a name for the whole.
        meant = [known for known in PARAMETERS if known.lower().startswith(lower)]
        if len(meant) == 1 and meant[0] in seen:
            yield Known(meant[0], name.origin)
        seen.update(meant if len(meant) == 1 else ())


def misspelt_parameter(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The first parameter of a bootstrap call that is nearly, but not quite, one there is."""
    return _first(group, _misspelt)


def _misspelt(call: Call) -> Iterator[Value[str]]:
    for name in call.parameters:
        lower = name.value.lower()
        if not any(known.startswith(lower) for known in _NAMES) and nearest(lower, _NAMES):
            yield Known(name.value, name.origin)


def meant_parameter(group: NodeGroup, cluster: Cluster) -> Value[str | None]:
    """The parameter that was meant where one is misspelt; null where none is."""
    found = misspelt_parameter(group, cluster)
    if isinstance(found, Unknown) or found.value is None:
        return found
    return Known(nearest(found.value, PARAMETERS), found.origin)


def container_runtime(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The container runtime that a bootstrap call names, in lower case."""

    def runtimes(call: Call) -> Iterator[Value[str]]:
        value = call.arguments.get("containerruntime")
        if isinstance(value, Known):
            yield Known(value.value.lower(), value.origin)

    return _first(group, runtimes)


def dns_cluster_ip(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The address of the cluster's DNS that the bootstrap script is given."""
    return _first(group, _addresses)


def _addresses(call: Call) -> Iterator[Value[str]]:
    # What is no address stands for one that somebody fills in.
    for value in _given(call, "dnsclusterip"):
        if isinstance(value, Unknown) or is_address(value.value):
            yield value


def given_service_range(group: NodeGroup, _: Cluster) -> Value[str | None]:
    """The range of Service addresses that the bootstrap script is given."""

    def ranges(call: Call) -> Iterator[Value[str]]:
        for value in _given(call, "servicecidr"):
            found = as_range(value.value) if isinstance(value, Known) else None
            if isinstance(value, Unknown):
                yield value
            elif found is not None:
                yield Known(found, value.origin)

    found = _first(group, ranges)
    if group.bootstrap is None or not is_known(found, None):
        return found
    return group.bootstrap.service_cidr


def covers_service_range(group: NodeGroup, cluster: Cluster) -> Value[bool]:
    """Whether the range the bootstrap script is given holds one that the cluster may have.

    A wider one leaves no Service out. True where it is given none.
    """

    def covers(given: str | None, ranges: tuple[str, ...]) -> bool:
        found = as_range(given) if given is not None else None
        return found is None or any(lies_in(item, found) for item in ranges)

    return lift(covers, given_service_range(group, cluster), service_ranges(cluster))


def is_told_service_range(group: NodeGroup, _: Cluster) -> Value[bool]:
    """Whether the bootstrap script is told the range of Service addresses, or learns it.

    Told where the API server is and its certificate, it does not ask EKS about the cluster and
    takes a default range (EKS user guide, "Bootstrap script configuration parameters";
    awslabs/amazon-eks-ami issue 805).
    """
    bootstrap = group.bootstrap
    if bootstrap is None:
        return Unknown(_NOT_WINDOWS, group.os.origin)
    variable = bootstrap.service_cidr
    if bootstrap.asks_for_cluster or not is_known(variable, None):
        return variable if isinstance(variable, Unknown) else Known(True, variable.origin)
    # Where the user data calls the script, a call behind it finds the node set up.
    is_first = any(call.is_sure for call in bootstrap.calls.items)
    calls = bootstrap.calls.items if is_first else _all_calls(bootstrap)
    answers = [_is_told(call, bootstrap) for call in calls]
    for answer in answers:
        if is_known(answer, False):
            return answer
    hidden = next((answer for answer in answers if isinstance(answer, Unknown)), None)
    if hidden or answers:
        return hidden or answers[0]
    if isinstance(bootstrap.caller, Known) and bootstrap.caller.value is not Caller.USER_DATA:
        return Known(True, bootstrap.caller.origin, is_set=False)
    return Unknown(_NO_CALL, bootstrap.script.origin)


def _is_told(call: Call, bootstrap: Bootstrap) -> Value[bool]:
    if "servicecidr" in call.arguments:
        return Known(True, call.origin)
    hidden = call.open_because or bootstrap.calls.open_because or bootstrap.edits_network
    if hidden is not None:
        return Unknown(hidden, call.origin)
    if call.arguments.keys() >= _PAIR.keys():
        return Known(False, call.origin)
    return Unknown(_ASKS, call.origin)


def _given(call: Call, name: str) -> Iterator[Value[str]]:
    value = call.arguments.get(name)
    if value is not None:
        yield value


def _first(group: NodeGroup, found: Callable[[Call], Iterable[Value[str]]]) -> Value[str | None]:
    """What a call says first; null where none that can be seen says anything."""
    if group.bootstrap is None:
        return Unknown(_NOT_WINDOWS, group.os.origin)
    for call in _all_calls(group.bootstrap):
        for value in found(call):
            return value
    return Known(None, group.bootstrap.script.origin)


def _all_calls(bootstrap: Bootstrap) -> tuple[Call, ...]:
    return (*bootstrap.calls.items, *([bootstrap.added] if bootstrap.added else []))
