"""Which addresses are public. A mistake here opens the network behind the server."""

from ipaddress import ip_address, ip_network

import pytest

from reactions.ingestion.addresses import RefusedAddressError, is_public, resolve


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "8.8.8.8", "172.15.255.255", "172.32.0.1", "2606:4700::1111", "2a00::1"],
)
def test_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 (it is refused, not listened on)
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:93.184.216.34",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "4000::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ],
)
def test_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "::1", "localhost", "0"],
)
def test_every_way_to_write_this_machine_is_refused(host):
    with pytest.raises(RefusedAddressError, match="not a public address"):
        resolve(host, 80)


def test_an_allowed_network_does_not_allow_its_disguise_in_ipv6():
    allowed = [ip_network("127.0.0.0/8")]
    assert resolve("127.0.0.1", 80, allowed=allowed) == ["127.0.0.1"]
    with pytest.raises(RefusedAddressError):
        resolve("::ffff:127.0.0.1", 80, allowed=allowed)
