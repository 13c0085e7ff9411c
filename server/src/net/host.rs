//! Which names a browser may call this hub by. A page elsewhere that gets its own name to point here
//! (DNS rebinding) is turned away by this, and so is one that connects from another origin.

use super::{addresses, answers};
use std::net::IpAddr;

/// What this hub is called now. Made anew for each connection, since a laptop changes networks.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    /// The addresses where it answers.
    pub addresses: Vec<IpAddr>,
    /// The laptop's own names.
    pub names: Vec<String>,
}

impl Hosts {
    /// What a hub that listens on `listen` is called now; `wanted` is the address that a person put in the codes.
    pub fn now(listen: IpAddr, wanted: Option<IpAddr>) -> Self {
        let own = addresses().into_iter().map(|address| address.ip).filter(|ip| answers(listen, *ip));
        Self {
            addresses: own.chain(wanted).collect(),
            names: names(&gethostname::gethostname().to_string_lossy()),
        }
    }
}

/// `stage4.local` answers to `stage4` too, and the other way round.
fn names(hostname: &str) -> Vec<String> {
    let full = hostname.to_ascii_lowercase();
    let short = full.split('.').next().unwrap_or_default().to_owned();
    let mut names = if short.is_empty() { Vec::new() } else { vec![format!("{short}.local"), short, full] };
    names.dedup();
    names
}

/// How a page was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// In the clear.
    Http,
    /// Over TLS.
    Https,
}

impl Scheme {
    /// As it stands before `://`.
    pub fn name(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }

    /// A browser leaves it out.
    fn usual_port(self) -> u16 {
        match self {
            Scheme::Http => 80,
            Scheme::Https => 443,
        }
    }
}

/// Whether a `Host` header names this hub, port and all.
pub fn host_allowed(host: &str, hosts: &Hosts, scheme: Scheme, port: u16) -> bool {
    let Some((name, its_port)) = split(host, scheme) else { return false };
    if its_port != port {
        return false;
    }
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback() || hosts.addresses.contains(&ip),
        Err(_) => {
            name.eq_ignore_ascii_case("localhost")
                || hosts.names.iter().any(|own| own.eq_ignore_ascii_case(name))
        }
    }
}

/// Whether an `Origin` header is the hub's own page, as `Host` names it. A page that came in the clear may have been
/// changed on its way, so it opens nothing over https.
pub fn origin_matches(origin: &str, scheme: Scheme, host: &str) -> bool {
    let authority = origin.strip_prefix(scheme.name()).and_then(|rest| rest.strip_prefix("://"));
    authority.is_some_and(|authority| !authority.is_empty() && authority.eq_ignore_ascii_case(host))
}

/// Name and port; a browser leaves out the usual one.
fn split(host: &str, scheme: Scheme) -> Option<(&str, u16)> {
    let name_ends =
        if host.starts_with('[') { host.find(']')? + 1 } else { host.find(':').unwrap_or(host.len()) };
    let (name, rest) = host.split_at(name_ends);
    let port = match rest.strip_prefix(':') {
        Some(digits) => digits.parse().ok().filter(|_| !digits.starts_with('+'))?,
        None if rest.is_empty() => scheme.usual_port(),
        None => return None,
    };
    (!name.is_empty()).then_some((name, port))
}

#[cfg(test)]
mod tests {
    use super::{Scheme::*, *};

    fn stage4() -> Hosts {
        Hosts {
            addresses: vec![
                "192.168.1.20".parse().expect("an address"),
                "fd00::7".parse().expect("an address"),
            ],
            names: names("Stage4.example"),
        }
    }

    #[test]
    fn a_phone_gets_in_by_the_address_in_its_code() {
        assert!(host_allowed("192.168.1.20:8080", &stage4(), Http, 8080));
        assert!(host_allowed("[fd00::7]:8080", &stage4(), Http, 8080));
    }

    #[test]
    fn the_laptop_itself_gets_in_by_any_of_its_names() {
        for host in ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "STAGE4:8080", "stage4.local:8080"] {
            assert!(host_allowed(host, &stage4(), Http, 8080), "{host}");
        }
        assert!(host_allowed("stage4.example:8080", &stage4(), Http, 8080));
    }

    #[test]
    fn a_name_that_somebody_else_pointed_here_does_not_get_in() {
        for host in [
            "evil.example:8080",
            "192.168.1.20.evil.example:8080",
            "192.168.1.21:8080",
            "stage4.local.evil:8080",
        ] {
            assert!(!host_allowed(host, &stage4(), Http, 8080), "{host}");
        }
    }

    #[test]
    fn another_port_is_another_program() {
        assert!(!host_allowed("192.168.1.20:8081", &stage4(), Http, 8080));
        assert!(!host_allowed("192.168.1.20", &stage4(), Http, 8080));
        assert!(host_allowed("192.168.1.20", &stage4(), Http, 80));
        assert!(host_allowed("192.168.1.20", &stage4(), Https, 443));
        assert!(!host_allowed("192.168.1.20", &stage4(), Https, 80));
    }

    #[test]
    fn a_garbled_host_is_nobody() {
        let long = "9".repeat(5000);
        for host in [
            "",
            ":",
            ":8080",
            "[",
            "[]:8080",
            "[::1",
            "[::1]8080",
            "127.0.0.1:+8080",
            "127.0.0.1:80:80",
            &long,
        ] {
            assert!(!host_allowed(host, &stage4(), Http, 8080), "{host}");
        }
    }

    #[test]
    fn a_laptop_without_a_name_is_not_called_the_empty_name() {
        assert!(names("").is_empty());
    }

    #[test]
    fn only_the_hubs_own_page_may_connect() {
        assert!(origin_matches("http://192.168.1.20:8080", Http, "192.168.1.20:8080"));
        assert!(origin_matches("https://Stage4.local", Https, "stage4.local"));
        assert!(!origin_matches("http://stage4.local", Https, "stage4.local"), "in the clear on its way");
        for origin in ["null", "", "http://", "http://evil.example", "http://192.168.1.20:8081", "file://"] {
            assert!(!origin_matches(origin, Http, "192.168.1.20:8080"), "{origin}");
        }
        assert!(!origin_matches("http://", Http, ""));
    }
}
