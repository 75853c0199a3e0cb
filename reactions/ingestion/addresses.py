"""Which network addresses may be fetched from: public ones alone.

The check is of the address that the connection then goes to, so that a name that resolves
differently a moment later (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from collections.abc import Iterable, Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Special ranges that Python's `is_global` lets pass, from the IANA special-purpose registries
# (RFC 6890 and its successors) and RFC 3879: protocol assignments, 6to4 relays, and everything in
# IPv6 outside global unicast or wrapped round an IPv4 address. The last one of IPv4 is a public
# address by which Azure's virtual machines reach their host's metadata.
_REFUSED_IPV4 = tuple(
    map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"))
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_REFUSED_IPV6 = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)


class RefusedAddressError(Exception):
    """An address that must not be fetched from."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet and to nothing special in it."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _REFUSED_IPV4)
    return address in _GLOBAL_UNICAST and not any(address in net for net in _REFUSED_IPV6)


def resolve(host: str, port: int, *, allowed: Iterable[Network] = ()) -> Sequence[str]:
    """The addresses of `host` to connect to, in the resolver's order.

    Raises RefusedAddressError if any of them is not public and not in an `allowed` network: a
    name that leads to a private address as well is not to be trusted with the public one either.
    Raises OSError where the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not is_public(address) and not any(address in network for network in allowed):
            raise RefusedAddressError(f"{host} leads to {text}, which is not a public address.")
    return addresses
