//! What the terminal says when the hub has started.

use crate::{net::Chosen, protocol::WifiView, qr, web::Trust};
use std::fmt::Write;

/// The other addresses of a laptop are listed up to this many; more would push the code off the screen.
const OTHERS: usize = 3;

/// What there is to say.
#[derive(Debug)]
pub struct Announcement<'a> {
    /// "Stage 4".
    pub name: &'a str,
    /// The address in the codes.
    pub url: &'a str,
    /// The interface that it belongs to, and the others.
    pub chosen: &'a Chosen,
    /// The Wi-Fi's own code, where it was told.
    pub wifi: Option<&'a WifiView>,
    /// The IC's claim, as it stands in the code; `None` once an IC has joined today.
    pub claim: Option<&'a str>,
    /// Where production's own phones are set up.
    pub trust: Option<&'a Trust>,
    /// The hub's own page on this laptop.
    pub own_page: &'a str,
    /// It opens by itself.
    pub opens: bool,
    /// The terminal takes colours.
    pub coloured: bool,
}

/// The calm block of text.
pub fn announce(about: &Announcement) -> String {
    let mut text = format!("\nQuiet Hold is running: {}\n\n  For the phones   {}\n", about.name, about.url);
    if !about.chosen.interface.is_empty() {
        let _ = writeln!(text, "  By the network   {}", about.chosen.interface);
    }
    let _ = writeln!(text, "\n  {}", about.chosen);
    if !about.chosen.others.is_empty() {
        let _ = writeln!(
            text,
            "  If phones do not get here, choose another on the hub's own page, or start again with"
        );
        for other in about.chosen.others.iter().take(OTHERS) {
            let _ = writeln!(text, "    quiethold serve --address {}   ({})", other.ip, other.interface);
        }
    }
    if let Some(Trust { url, fingerprint }) = about.trust {
        let (first, second) = fingerprint.split_at(fingerprint.len() / 2);
        let _ = write!(
            text,
            "\n  Production's own phones are set up once, before they scan a code:  {url}\n  \
             The certificate's fingerprint, to compare:\n    {first}\n    {second}\n"
        );
    }
    if let Some(wifi) = about.wifi {
        let code = qr::terminal(&wifi.code, about.coloured).unwrap_or_default();
        let _ = write!(
            text,
            "\nFor every phone, first of all: the Wi-Fi \u{201C}{}\u{201D}.\n\n{code}",
            wifi.ssid
        );
    }
    text.push_str(&claim(about));
    let own_page = about.own_page;
    text.push_str(if about.opens {
        "\nThe hub's own page opens in this laptop's browser. If it does not, open\n"
    } else {
        "\nThe hub's own page, in this laptop's browser only:\n"
    });
    let _ = writeln!(text, "  {own_page}");
    text.push_str("It has the codes for performers, crew and the door.\n\nStop with Ctrl-C. When it starts again, the phones come back by themselves.\n");
    text
}

fn claim(about: &Announcement) -> String {
    let Some(claim) = about.claim else {
        return "\nThe IC has joined today. Another IC comes in by an invite from the IC, or by\n  quiethold invite --role ic\nwith the recovery words.\n".into();
    };
    let code = qr::terminal(claim, about.coloured).unwrap_or_default();
    format!(
        "\nFor the intimacy coordinator only. It works once: whoever scans it is the IC.\n\n{code}\n  {claim}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{Address, choose};

    const CLAIM: &str = "http://192.168.1.20:8080/#claim";

    fn said(claim: Option<&str>, opens: bool) -> String {
        let here = [("192.168.1.20", "wlan0"), ("172.17.0.1", "docker0")].map(|(ip, interface)| Address {
            ip: ip.parse().expect("an address"),
            interface: interface.into(),
            up: true,
            point_to_point: false,
            way_out: false,
        });
        let chosen = choose("0.0.0.0".parse().expect("an address"), &here, None);
        announce(&Announcement {
            name: "Stage 4",
            url: "http://192.168.1.20:8080",
            chosen: &chosen,
            wifi: None,
            claim,
            own_page: "http://127.0.0.1:8080/hub#key",
            trust: None,
            opens,
            coloured: false,
        })
    }

    #[test]
    fn the_start_names_the_stage_the_address_the_network_and_the_way_to_another() {
        let said = said(Some(CLAIM), true);
        for part in [
            "Stage 4",
            "http://192.168.1.20:8080",
            "wlan0",
            "quiethold serve --address 172.17.0.1",
            "docker0",
        ] {
            assert!(said.contains(part), "{part} in {said}");
        }
    }

    #[test]
    fn the_claim_is_for_the_ic_only_and_works_once() {
        let said = said(Some(CLAIM), true);
        assert!(said.contains("For the intimacy coordinator only. It works once"));
        assert!(said.contains(&qr::terminal(CLAIM, false).expect("it fits")));
    }

    #[test]
    fn once_an_ic_has_joined_the_terminal_shows_no_claim() {
        let said = said(None, true);
        assert!(!said.contains('█') && !said.contains("/#") && said.contains("invite --role ic"));
    }

    #[test]
    fn without_a_browser_the_page_is_named_and_not_promised() {
        assert!(said(None, true).contains("opens in this laptop's browser"));
        assert!(!said(None, false).contains("opens"));
    }

    #[test]
    fn every_line_but_the_code_fits_into_a_narrow_terminal() {
        for line in said(Some(CLAIM), true).lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }
}
