//! Whether phones find the hub: the address in the codes, the port, a firewall between.

use super::{Line, running, tool};
use crate::net::{self, Reach};
use std::net::{IpAddr, SocketAddr, TcpListener};

pub(super) fn address(listen: IpAddr, wanted: Option<IpAddr>) -> Line {
    let chosen = net::choose(listen, &net::addresses(), wanted);
    let others: Vec<_> =
        chosen.others.iter().map(|other| format!("{} ({})", other.ip, other.interface)).collect();
    let also = if others.is_empty() {
        String::new()
    } else {
        format!(" Less likely: {}; choose with --address.", others.join(", "))
    };
    let says = format!("{chosen}{also}");
    match chosen.reach {
        Reach::Network => Line::ok("address", says),
        Reach::Doubtful | Reach::Elsewhere => {
            Line::look("address", says, "Open the page on one phone before people come.")
        }
        Reach::NoNetwork => Line::broken("address", says, "Join the set's Wi-Fi, or plug the cable in."),
        Reach::LoopbackOnly => Line::broken("address", says, "Leave --listen out, or name 0.0.0.0."),
    }
}

pub(super) fn port(at: SocketAddr, hub: &running::Asked) -> Line {
    let port = at.port();
    if let running::Asked::Runs(_) = hub {
        return Line::ok("port", format!("Port {port} is this folder's running hub's."));
    }
    match TcpListener::bind(at) {
        Ok(_) => Line::ok("port", format!("Port {port} is free.")),
        Err(why) if why.kind() == std::io::ErrorKind::AddrInUse => {
            let who = holder(port).map_or_else(
                || "another program; this one can't see which".to_owned(),
                |who| format!("\"{who}\""),
            );
            let to_do =
                format!("Close it, or start beside it: quiethold serve --listen {}", port.saturating_add(1));
            Line::broken("port", format!("Port {port} is taken by {who}."), to_do)
        }
        Err(why) => {
            let says = format!("Port {port} can't be opened ({why}).");
            Line::broken("port", says, "Take a port above 1023 and an address that this laptop has.")
        }
    }
}

/// The program that listens there, where the system tells.
#[cfg(target_os = "linux")]
fn holder(port: u16) -> Option<String> {
    use std::fs;
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .find_map(|table| listener(&table, port))?;
    let socket = format!("socket:[{inode}]");
    let holds = |process: &std::path::Path| {
        let files = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        files
            .map(|file| file.path())
            .any(|file| fs::read_link(file).is_ok_and(|to| to.as_os_str() == &*socket))
    };
    let processes = fs::read_dir("/proc").ok()?.flatten().map(|entry| entry.path());
    let process = processes.into_iter().find(|process| holds(process))?;
    Some(fs::read_to_string(process.join("comm")).ok()?.trim().to_owned())
}

/// The inode of the socket that listens on a port, from `/proc/net/tcp`.
#[cfg(target_os = "linux")]
fn listener(table: &str, port: u16) -> Option<String> {
    const LISTENS: &str = "0A";
    table.lines().skip(1).find_map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        let (_, its_port) = fields.get(1)?.rsplit_once(':')?;
        let here = u16::from_str_radix(its_port, 16).ok()? == port && *fields.get(3)? == LISTENS;
        here.then(|| fields.get(9).map(ToString::to_string)).flatten()
    })
}

#[cfg(target_os = "macos")]
fn holder(port: u16) -> Option<String> {
    let said = tool("lsof", &["-nP", &format!("-iTCP:{port}"), "-sTCP:LISTEN", "-Fc"])?;
    said.lines().find_map(|line| line.strip_prefix('c')).map(str::to_owned)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn holder(_port: u16) -> Option<String> {
    None
}

/// A firewall shows only to who may look, so this is a hint.
pub(super) fn firewall(port: u16) -> Line {
    let found = if cfg!(target_os = "macos") {
        tool("/usr/libexec/ApplicationFirewall/socketfilterfw", &["--getglobalstate"]).map(|said| {
            (said.contains("enabled"), "When the Mac asks whether quiethold may accept connections: Allow.")
        })
    } else if cfg!(windows) {
        tool("netsh", &["advfirewall", "show", "currentprofile", "state"]).map(|said| {
            let on = said.lines().any(|line| line.trim_start().starts_with("State") && line.contains("ON"));
            (on, "When Windows asks: allow it in private networks, and set this Wi-Fi to private.")
        })
    } else {
        linux_firewall()
    };
    match found {
        Some((true, to_do)) => {
            let says = format!("A firewall is on. It may keep phones from port {port}.");
            Line::look("firewall", says, to_do.replace("PORT", &port.to_string()))
        }
        Some((false, _)) => {
            Line::ok("firewall", "No firewall of this laptop's is in the way, as far as it can be seen.")
        }
        None => Line::look(
            "firewall",
            "Whether a firewall is on can't be seen from here.",
            "Open the page on one phone before people come.",
        ),
    }
}

fn linux_firewall() -> Option<(bool, &'static str)> {
    let ufw = std::fs::read_to_string("/etc/ufw/ufw.conf").ok();
    if ufw.is_some_and(|text| text.lines().any(|line| line.trim() == "ENABLED=yes")) {
        return Some((true, "sudo ufw allow PORT"));
    }
    if tool("firewall-cmd", &["--state"]).is_some_and(|said| said.trim() == "running") {
        return Some((true, "sudo firewall-cmd --add-port=PORT/tcp --add-port=PORT/udp"));
    }
    // Only root sees the tables themselves.
    let rules = tool("nft", &["list", "ruleset"])?;
    Some((
        rules.contains("drop") || rules.contains("reject"),
        "Allow port PORT, TCP and UDP, in from the set's network.",
    ))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn who_has_a_port_is_found_by_its_name() {
        let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = taken.local_addr().expect("it is open");
        let who = holder(at.port()).expect("this program's own");
        let line = port(at, &running::Asked::Nobody);
        assert_eq!(line.found, super::super::Found::Broken);
        assert!(line.says.contains(&who) && line.to_do.contains("--listen"), "{line:?}");
        drop(taken);
        assert_eq!(port(at, &running::Asked::Nobody).found, super::super::Found::Ok);
    }

    #[test]
    fn a_garbled_table_names_nobody() {
        for table in
            ["", "\n", "head\n 0: x", "head\n 0: 0100007F:1F90 00000000:0000 0A", "head\n: : : : : : : : : :"]
        {
            assert_eq!(listener(table, 8080), None);
        }
    }
}
