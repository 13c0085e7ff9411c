//! The laptop's own CA, for phones that production owns and sets up once.
//!
//! A phone that trusts a CA believes whatever it signs. So this one is bound, in its own certificate, to this laptop's
//! names, the addresses that it had then, and networks that are not the internet; its key lies in the data folder, readable by its
//! owner alone, and is never sent anywhere.

use super::address;
use crate::{net::Hosts, record::write_whole};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa,
    Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use sha2::{Digest, Sha256};
use std::{
    fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::rustls::{
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
    sign::CertifiedKey,
};
use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer, X509Certificate},
};

const CERT: &str = "ca.crt";
const KEY: &str = "ca.key";
/// The CA in its folder, the key first.
pub const FILES: [&str; 2] = [KEY, CERT];

/// Long enough for a production; each phone has to be set up anew after it.
const CA_LASTS: Duration = Duration::days(730);
/// A CA that ends so soon is made anew at the hub's start: no day should begin with it.
const CA_LEAST: Duration = Duration::days(7);
/// Phones refuse a laptop's certificate that lasts much longer than a year.
const LEAF_LASTS: Duration = Duration::days(60);
/// Then the laptop's certificate is made anew.
const LEAF_LEAST: Duration = Duration::days(15);
/// A phone's clock may go behind the laptop's.
const CLOCKS_DIFFER: Duration = Duration::days(2);

/// The networks that a CA of a laptop may vouch for: none of them is on the internet.
const PRIVATE: [([u8; 4], u8); 5] = [
    ([10, 0, 0, 0], 8),
    ([172, 16, 0, 0], 12),
    ([192, 168, 0, 0], 16),
    ([169, 254, 0, 0], 16),
    ([127, 0, 0, 1], 32),
];

/// Why there is no CA.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum CaError {
    #[error(
        "The data folder's {0} can't be read or written, so the hub can't speak https and has not started. Check that the folder can be written."
    )]
    Folder(PathBuf, #[source] io::Error),
    #[error(
        "The laptop's own CA in {0} is damaged or incomplete, so the hub can't speak https and has not started.\n\
         If there is a copy of ca.crt and ca.key, put both back. Else remove both: the hub makes a new one, and every one of production's phones is set up again."
    )]
    Damaged(PathBuf),
    #[error("The hub can't make a certificate for this laptop: {0}")]
    Made(#[from] rcgen::Error),
    #[error("The hub can't use the certificate that it made: {0}")]
    Used(#[from] tokio_rustls::rustls::Error),
}

/// The CA of this laptop.
pub struct LocalCa {
    issuer: Issuer<'static, KeyPair>,
    certificate: CertificateDer<'static>,
    bounds: Bounds,
    ends: OffsetDateTime,
}

/// For what it may vouch, as its own certificate says.
#[derive(Default)]
struct Bounds {
    names: Vec<String>,
    /// Those of this laptop, as it was.
    addresses: Vec<IpAddr>,
}

/// For what the laptop's certificate is, and until when.
pub struct Leaf {
    asked: Vec<IpAddr>,
    ends: OffsetDateTime,
}

impl Leaf {
    /// Whether it is right for these addresses, and for some time yet.
    pub fn serves(&self, addresses: &[IpAddr]) -> bool {
        self.asked == sorted(addresses) && self.ends - OffsetDateTime::now_utc() > LEAF_LEAST
    }
}

fn sorted(addresses: &[IpAddr]) -> Vec<IpAddr> {
    let mut addresses = addresses.to_vec();
    addresses.sort_unstable();
    addresses.dedup();
    addresses
}

fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local() || ip == std::net::Ipv4Addr::LOCALHOST,
        IpAddr::V6(ip) => ip.is_unique_local(),
    }
}

impl Bounds {
    /// As the CA's certificate says.
    fn of(certificate: &X509Certificate<'_>) -> Self {
        let mut bounds = Self::default();
        let Ok(Some(constraints)) = certificate.name_constraints() else { return bounds };
        for subtree in constraints.value.permitted_subtrees.iter().flatten() {
            match subtree.base {
                GeneralName::DNSName(name) => bounds.names.push(name.to_owned()),
                // An address and its mask; only what is one machine's own.
                GeneralName::IPAddress(bytes) => {
                    let (ip, mask) = bytes.split_at(bytes.len() / 2);
                    bounds.addresses.extend(address(ip).filter(|_| mask.iter().all(|byte| *byte == 255)));
                }
                _ => {}
            }
        }
        bounds
    }

    fn allow(&self, ip: IpAddr) -> bool {
        is_private(ip) || self.addresses.contains(&ip)
    }
}

impl LocalCa {
    /// The CA that the folder keeps, or a new one for what this laptop is called now.
    ///
    /// # Errors
    /// See [`CaError`].
    pub fn open(folder: &Path, hosts: &Hosts) -> Result<Self, CaError> {
        let (cert, key) = (folder.join(CERT), folder.join(KEY));
        if cert.exists() {
            let kept = Self::read(&cert, &key).ok_or_else(|| CaError::Damaged(folder.to_owned()))?;
            if kept.ends - OffsetDateTime::now_utc() > CA_LEAST {
                return Ok(kept);
            }
            tracing::warn!(
                "the laptop's own CA has ended, and there is a new one: every phone is set up again"
            );
        }
        let (key_pair, made) = make(hosts)?;
        // The key first: a certificate without its key would be no CA.
        let write = |path: &Path, text: String| {
            write_whole(path, text.as_bytes()).map_err(|why| CaError::Folder(path.to_owned(), why))
        };
        write(&key, key_pair.serialize_pem())?;
        write(&cert, made.pem())?;
        Self::read(&cert, &key).ok_or_else(|| CaError::Damaged(folder.to_owned()))
    }

    /// The one that the folder keeps, for whoever only looks.
    pub fn kept(folder: &Path) -> Option<Self> {
        Self::read(&folder.join(CERT), &folder.join(KEY))
    }

    fn read(cert: &Path, key: &Path) -> Option<Self> {
        let certificate = CertificateDer::from_pem_file(cert).ok()?;
        let key = KeyPair::from_pem(&fs::read_to_string(key).ok()?).ok()?;
        let (_, read) = X509Certificate::from_der(&certificate).ok()?;
        if read.public_key().subject_public_key.data.as_ref() != key.public_key_raw() {
            return None;
        }
        let ends = read.validity().not_after.to_datetime();
        let bounds = Bounds::of(&read);
        let issuer = Issuer::from_ca_cert_der(&certificate, key).ok()?;
        Some(Self { issuer, certificate, bounds, ends })
    }

    /// A new certificate for the laptop at these addresses, with a key that is never written down.
    ///
    /// # Errors
    /// When it can't be signed.
    pub fn leaf(&self, addresses: &[IpAddr]) -> Result<(CertifiedKey, Leaf), CaError> {
        let now = OffsetDateTime::now_utc();
        let leaf = Leaf { asked: sorted(addresses), ends: (now + LEAF_LASTS).min(self.ends) };
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "Quiet Hold");
        (params.not_before, params.not_after) = (now - CLOCKS_DIFFER, leaf.ends);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        for name in &self.bounds.names {
            params.subject_alt_names.push(SanType::DnsName(name.as_str().try_into()?));
        }
        let vouched = leaf.asked.iter().copied().filter(|ip| self.bounds.allow(*ip));
        params.subject_alt_names.extend(vouched.map(SanType::IpAddress));
        let key = KeyPair::generate()?;
        let signed = params.signed_by(&key, &self.issuer)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let chain = vec![signed.der().clone(), self.certificate.clone()];
        Ok((CertifiedKey::from_der(chain, key, &ring::default_provider())?, leaf))
    }

    /// What a phone is given to trust.
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// By which a person sees that a phone was given the right one: `3F:A0:…`, 32 pairs.
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<_> =
            Sha256::digest(&self.certificate).iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    /// When phones stop to trust it.
    pub fn ends(&self) -> OffsetDateTime {
        self.ends
    }
}

fn make(hosts: &Hosts) -> Result<(KeyPair, rcgen::Certificate), CaError> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::default();
    let short: String =
        Sha256::digest(key.public_key_raw()).iter().take(2).map(|b| format!("{b:02X}")).collect();
    let whose = hosts.names.first().map_or("this laptop", String::as_str);
    params.distinguished_name.push(DnType::CommonName, format!("Quiet Hold on {whose}, {short}"));
    let now = OffsetDateTime::now_utc();
    (params.not_before, params.not_after) = (now - CLOCKS_DIFFER, now + CA_LASTS);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let mut permitted_subtrees: Vec<_> = hosts
        .names
        .iter()
        .map(String::as_str)
        .chain(["localhost"])
        .map(|name| GeneralSubtree::DnsName(name.to_owned()))
        .collect();
    for (network, bits) in PRIVATE {
        permitted_subtrees.push(GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(network, bits)));
    }
    let unique_local = CidrSubnet::from_v6_prefix([0xfc, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 7);
    permitted_subtrees.push(GeneralSubtree::IpAddress(unique_local));
    for own in hosts.addresses.iter().filter(|ip| !is_private(**ip)) {
        permitted_subtrees.push(GeneralSubtree::IpAddress(match own {
            IpAddr::V4(ip) => CidrSubnet::from_v4_prefix(ip.octets(), 32),
            IpAddr::V6(ip) => CidrSubnet::from_v6_prefix(ip.octets(), 128),
        }));
    }
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    let certificate = params.self_signed(&key)?;
    Ok((key, certificate))
}
