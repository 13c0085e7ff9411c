//! How likely it is that the phones on set are in the same network as an address.

use super::Address;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Points for an address; above zero means that phones may well get there. `None`: never in a code.
///
/// Only the order matters. The address outweighs the interface's name among ordinary networks, and a tunnel or
/// a virtual machine's network loses to anything ordinary.
pub fn score(address: &Address) -> Option<i32> {
    let by_address = match address.ip {
        IpAddr::V4(ip) => of_ipv4(ip)?,
        IpAddr::V6(ip) => of_ipv6(ip)?,
    };
    let by_interface = if address.point_to_point { TUNNEL } else { of_interface(&address.interface) };
    let if_down = if address.up { 0 } else { -300 };
    let by_way_out = if address.way_out { 5 } else { 0 };
    Some(by_address + by_interface + if_down + by_way_out)
}

fn of_ipv4(ip: Ipv4Addr) -> Option<i32> {
    if ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast() {
        return None;
    }
    Some(if ip.is_link_local() {
        -150 // no router gave it
    } else if ip.is_private() {
        100
    } else if ip.octets()[0] == 100 && (64..128).contains(&ip.octets()[1]) {
        -150 // carriers and Tailscale
    } else {
        60
    })
}

/// IPv4 first: every router on a set has it, and people can read it to each other.
fn of_ipv6(ip: Ipv6Addr) -> Option<i32> {
    let no_code_can_carry_it = ip.is_unicast_link_local(); // it would need the phone's own zone
    if ip.is_loopback() || ip.is_unspecified() || ip.is_multicast() || no_code_can_carry_it {
        return None;
    }
    Some(if ip.is_unique_local() { 20 } else { 10 })
}

const TUNNEL: i32 = -200;
const VIRTUAL: i32 = -200;

fn of_interface(name: &str) -> i32 {
    let name = name.to_ascii_lowercase();
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if starts(&["tun", "tap", "utun", "wg", "ppp", "zt", "ipsec", "gif", "stf", "awdl", "llw", "nordlynx"])
        || has(&["tailscale", "wireguard", "openvpn", "zerotier", "vpn"])
    {
        TUNNEL
    } else if starts(&[
        "docker",
        "br-",
        "bridge",
        "veth",
        "virbr",
        "vmnet",
        "vboxnet",
        "vnet",
        "lxc",
        "lxd",
        "incus",
        "cni",
        "podman",
        "flannel",
        "dummy",
        "vethernet",
    ]) || has(&["virtualbox", "vmware", "hyper-v"])
    {
        VIRTUAL
    } else if starts(&["wl", "wi-fi", "wifi"]) || name == "en0" {
        30 // en0 is the Wi-Fi of Apple's laptops
    } else if starts(&["en", "eth", "usb"]) {
        20
    } else {
        0
    }
}
