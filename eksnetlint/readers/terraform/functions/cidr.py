"""Functions on network addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

from eksnetlint.readers.terraform.functions.function import TEXT, Function, integer, strings
from eksnetlint.readers.terraform.types import Refused, TfValue, Unsupported

Network = IPv4Network | IPv6Network

# Terraform still reads 10.01.0.0/16 as it did before Go refused leading zeros.
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_PREFIX = re.compile(r"[0-9A-Fa-f.:]+/[0-9]{1,3}\Z")
_MOST_BITS = 32


def _network(text: str) -> Network:
    """The network of an address with a prefix length; bits of the host are dropped."""
    address, _, length = text.partition("/")
    if "." in address:
        address = _LEADING_ZEROS.sub("", address) if ":" not in address else address
    try:
        if not _PREFIX.match(text):
            raise ValueError(text)
        return ip_network(f"{address}/{length}", strict=False)
    except ValueError as error:
        raise Refused("invalid CIDR expression") from error


def _written(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        raise Unsupported("IPv4 addresses written as IPv6 are not evaluated")
    return str(address)


def _cidrhost(prefix: str, number: int) -> str:
    network = _network(prefix)
    if not -network.num_addresses <= number < network.num_addresses:
        raise Refused("the prefix does not accommodate a host of that number")
    return _written(network[number])


def _cidrnetmask(prefix: str) -> str:
    network = _network(prefix)
    if isinstance(network, IPv6Network):
        raise Refused("IPv6 addresses cannot have a netmask")
    return str(network.netmask)


def _cidrsubnet(prefix: str, bits: int, number: int) -> str:
    network = _network(prefix)
    if bits < 0 or number < 0:
        raise Unsupported("negative numbers are not evaluated")
    if network.prefixlen + bits > network.max_prefixlen:
        raise Refused("insufficient address space to extend the prefix")
    if number >= 2**bits:
        raise Refused("the prefix extension does not accommodate a subnet of that number")
    size = 2 ** (network.max_prefixlen - network.prefixlen - bits)
    return _extended(network, int(network.network_address) + number * size, bits)


def _extended(network: Network, start: int, bits: int) -> str:
    """A subnet as text, given its first address and how much longer its prefix is."""
    address = type(network.network_address)(start)
    return f"{_written(address)}/{network.prefixlen + bits}"


def _cidrsubnets(prefix: str, *extensions: int) -> tuple[TfValue, ...]:
    network = _network(prefix)
    start = int(network.network_address)
    end = int(network.broadcast_address) + 1
    if start == 0 and extensions:
        # Terraform looks for the subnet before the first one, and there is none.
        raise Refused("not enough remaining address space")
    subnets: list[str] = []
    for bits in extensions:
        if not 1 <= bits <= _MOST_BITS:
            raise Refused(f"a prefix can be extended by 1 to {_MOST_BITS} bits")
        if network.prefixlen + bits > network.max_prefixlen:
            raise Refused("the prefix would be too long for the address")
        size = 2 ** (network.max_prefixlen - network.prefixlen - bits)
        start += -start % size
        if start + size > end:
            raise Refused("not enough remaining address space")
        subnets.append(_extended(network, start, bits))
        start += size
    return strings(subnets)


FUNCTIONS: Mapping[str, Function] = {
    "cidrhost": Function(_cidrhost, (TEXT, integer)),
    "cidrnetmask": Function(_cidrnetmask, (TEXT,)),
    "cidrsubnet": Function(_cidrsubnet, (TEXT, integer, integer)),
    "cidrsubnets": Function(_cidrsubnets, (TEXT,), integer),
}
