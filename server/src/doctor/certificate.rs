//! The certificate that phones will be shown: whether it leads somewhere, for whom it is, and whether it lasts till wrap.

use super::{Asked, Line, running};
use crate::{
    net,
    tls::{LocalCa, Names, Source},
    words::UnixMs,
};
use std::{net::IpAddr, net::ToSocketAddrs, sync::mpsc, thread, time::Duration};
use time::{Date, OffsetDateTime};
use x509_parser::prelude::{FromDer, X509Certificate};

const MADE_ANEW: &str = "Get a new one. The hub takes changed files up by itself.";
/// Nobody should have to think of a certificate on the last day.
const NARROW: time::Duration = time::Duration::days(3);

pub(super) fn lines(asked: &Asked, hub: &running::Asked) -> Vec<Line> {
    let now = OffsetDateTime::now_utc();
    let wrap = wrap(asked, hub, now);
    let runs = match hub {
        running::Asked::Runs(runs) => Some(&runs.state),
        _ => None,
    };
    let brought = match &asked.tls {
        Some(Source::Files(pair)) => match pair.read() {
            Ok(_) => pair.chain().map(|chain| chain.iter().map(|c| c.to_vec()).collect()).unwrap_or_default(),
            Err(why) => {
                return vec![Line::broken("https", why.to_string(), "The hub would not start with these.")];
            }
        },
        _ => runs.map(crate::web::LaptopState::chain).unwrap_or_default(),
    };
    let own = LocalCa::kept(&asked.folder);
    let mut lines = Vec::new();
    if !brought.is_empty() {
        let ours = own.as_ref().is_some_and(|ca| brought.last().is_some_and(|last| last == ca.certificate()));
        lines.extend(chain(&brought, ours));
        lines.push(if ours {
            Line::ok("https", "The hub makes the certificate anew by itself, as long as its CA lasts.")
        } else {
            lasts("https", &brought[0], now, wrap, MADE_ANEW)
        });
        let chosen = net::choose(asked.listen.ip(), &net::addresses(), asked.address);
        lines.push(names(&Names::of(&brought[0]), chosen.ip));
    }
    match own {
        Some(ca) => {
            let anew =
                "Remove ca.crt and ca.key, start the hub, and set every phone up again, before the day.";
            lines.push(lasts("ca", ca.certificate(), now, wrap, anew));
        }
        None if lines.is_empty() => lines.push(match &asked.tls {
            Some(_) => Line::ok("https", "The hub will make its own CA at its first start."),
            None => Line::look(
                "https",
                "No https is set up: frames are sealed, but phones' screens may fall asleep.",
                "docs/tls.md says what https adds, and how to set it up.",
            ),
        }),
        None => {}
    }
    lines
}

/// Until when it has to last: as was said, else the plan's last call, else tomorrow.
fn wrap(asked: &Asked, hub: &running::Asked, now: OffsetDateTime) -> OffsetDateTime {
    let call = match hub {
        running::Asked::Runs(runs) => runs.state.counts.last_call.and_then(at),
        _ => None,
    };
    let end_of = |day: Date| day.midnight().assume_utc() + time::Duration::DAY;
    end_of(
        asked.wrap.or(call.map(OffsetDateTime::date)).unwrap_or_else(|| (now + time::Duration::DAY).date()),
    )
}

fn at(ms: UnixMs) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(i64::try_from(ms / 1000).ok()?).ok()
}

fn lasts(
    about: &'static str,
    certificate: &[u8],
    now: OffsetDateTime,
    wrap: OffsetDateTime,
    anew: &str,
) -> Line {
    let Ok((_, certificate)) = X509Certificate::from_der(certificate) else {
        return Line::broken(about, "The certificate can't be read.", anew);
    };
    let begins = certificate.validity().not_before.to_datetime();
    let ends = certificate.validity().not_after.to_datetime();
    if now < begins {
        let says = format!("The certificate begins on {}, later than now.", begins.date());
        Line::broken(about, says, "Is this laptop's clock right?")
    } else if ends < now {
        Line::broken(about, format!("The certificate ended on {}.", ends.date()), anew)
    } else if ends < wrap {
        let says = format!(
            "The certificate ends on {}, before wrap ({}).",
            ends.date(),
            (wrap - time::Duration::SECOND).date()
        );
        Line::broken(about, says, anew)
    } else if ends - wrap < NARROW {
        Line::look(about, format!("The certificate ends on {}, right after wrap.", ends.date()), anew)
    } else {
        Line::ok(about, format!("The certificate lasts until {}.", ends.date()))
    }
}

/// Whether each was signed by the next. Whether phones know the last one, only a phone can tell.
fn chain(chain: &[Vec<u8>], ours: bool) -> Option<Line> {
    let read: Option<Vec<_>> = chain
        .iter()
        .map(|der| X509Certificate::from_der(der).ok().map(|(_, certificate)| certificate))
        .collect();
    let Some(read) = read else {
        return Some(Line::broken("chain", "A certificate of the chain can't be read.", MADE_ANEW));
    };
    for pair in read.windows(2) {
        if pair[0].verify_signature(Some(pair[1].public_key())).is_err() {
            return Some(Line::broken(
                "chain",
                "The certificates of the chain don't lead to each other.",
                "Put them in order: the laptop's own first, then each one that signed the one before.",
            ));
        }
    }
    let (first, last) = (read.first()?, read.last()?);
    let issuer = last.issuer().to_string();
    Some(if ours {
        Line::ok("chain", "It leads to the laptop's own CA: phones that were set up trust it.")
    } else if read.len() == 1 && first.issuer() == first.subject() {
        Line::look(
            "chain",
            "The certificate vouches for itself: no phone trusts it.",
            "Get one from a CA, or use --tls-local-ca.",
        )
    } else if read.len() == 1 {
        Line::look(
            "chain",
            format!("The file holds one certificate only, signed by {issuer}."),
            "Use the file with the whole chain (fullchain.pem): phones may not find the rest.",
        )
    } else {
        Line::ok(
            "chain",
            format!("It leads to {issuer}. Whether a phone knows that one, only a phone can show."),
        )
    })
}

/// Whether what stands in the codes is what the certificate is for.
fn names(names: &Names, address: IpAddr) -> Line {
    let Some(host) = names.host_for(address) else {
        return if names.addresses.contains(&address) {
            Line::ok("name", format!("The certificate is for {address}, which stands in the codes."))
        } else {
            let says = format!("The certificate is neither for {address} nor for a name.");
            Line::broken("name", says, "Get one for a name that leads to this laptop, or use --tls-local-ca.")
        };
    };
    let here: Vec<_> = net::addresses().into_iter().map(|address| address.ip).collect();
    match resolved(host) {
        Some(found) if found.iter().any(|ip| here.contains(ip) && !ip.is_loopback()) => {
            Line::ok("name", format!("{host} leads to this laptop."))
        }
        Some(found) => {
            let found: Vec<_> = found.iter().map(ToString::to_string).collect();
            let says = format!("{host} leads to {}, and this laptop is {address}.", found.join(", "));
            Line::broken(
                "name",
                says,
                "Change the name's DNS entry, or the router's, to this laptop's address.",
            )
        }
        None => {
            let says = format!("{host} can't be looked up from here.");
            Line::look(
                "name",
                says,
                "Phones must find it: the router has to know the name where there is no internet.",
            )
        }
    }
}

/// Without a network, looking a name up can take very long.
const LOOKS_UP: Duration = Duration::from_secs(3);

fn resolved(host: &str) -> Option<Vec<IpAddr>> {
    let (tell, told) = mpsc::channel();
    let host = host.to_owned();
    thread::spawn(move || {
        let found = (host.as_str(), 0).to_socket_addrs();
        let _ = tell.send(found.map(|all| all.map(|address| address.ip()).collect()).ok());
    });
    told.recv_timeout(LOOKS_UP).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::{super::Found, *};
    use rcgen::{CertificateParams, Issuer, KeyPair};
    use time::{Duration, macros::datetime};

    fn until(ends: OffsetDateTime) -> Vec<u8> {
        let mut params = CertificateParams::new(vec!["stage4.example.org".to_owned()]).expect("a name");
        params.not_after = ends;
        params.self_signed(&KeyPair::generate().expect("a key")).expect("a certificate").der().to_vec()
    }

    #[test]
    fn a_certificate_has_to_last_till_wrap() {
        let (now, wrap) = (datetime!(2026-11-22 8:00 UTC), datetime!(2026-12-01 0:00 UTC));
        let found = |ends| lasts("https", &until(ends), now, wrap, MADE_ANEW);
        assert_eq!(found(wrap + Duration::days(30)).found, Found::Ok);
        assert_eq!(found(wrap + Duration::days(1)).found, Found::Look);
        let before = found(wrap - Duration::days(3));
        assert!(
            before.found == Found::Broken && before.says.contains("before wrap (2026-11-30)"),
            "{before:?}"
        );
        assert!(found(now - Duration::days(1)).says.contains("ended on 2026-11-21"));
        assert_eq!(lasts("https", b"nothing", now, wrap, MADE_ANEW).found, Found::Broken);
    }

    #[test]
    fn a_chain_leads_from_one_to_the_next_or_is_told() {
        let params = |name: &str| CertificateParams::new(vec![name.to_owned()]).expect("a name");
        let key = KeyPair::generate().expect("a key");
        let ca = params("ca.example.org").self_signed(&key).expect("a CA").der().to_vec();
        let issuer = Issuer::new(params("ca.example.org"), key);
        let own = KeyPair::generate().expect("a key");
        let leaf = params("stage4.example.org").signed_by(&own, &issuer).expect("a leaf").der().to_vec();
        let found = |chain_: &[Vec<u8>]| chain(chain_, false).expect("a line").found;
        assert_eq!(found(&[leaf.clone(), ca.clone()]), Found::Ok);
        assert_eq!(found(&[ca.clone(), leaf.clone()]), Found::Broken);
        assert_eq!(found(&[ca]), Found::Look, "it vouches for itself");
    }

    #[test]
    fn the_codes_carry_what_the_certificate_is_for() {
        let here: IpAddr = "203.0.113.77".parse().expect("an address");
        let of = |addresses: Vec<IpAddr>, dns: Vec<String>| names(&Names { dns, addresses }, here);
        assert_eq!(of(vec![here], vec![]).found, Found::Ok);
        assert_eq!(of(vec![], vec![]).found, Found::Broken);
        let elsewhere = of(vec![], vec!["localhost".into()]);
        assert!(elsewhere.found == Found::Broken && elsewhere.says.contains("203.0.113.77"), "{elsewhere:?}");
    }
}
