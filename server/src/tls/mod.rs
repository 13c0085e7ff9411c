//! https: with a certificate that was brought along, or with this laptop's own CA for production's own phones.
//!
//! The laptop's own browser and the command line speak plain http over loopback in any case: nobody else is on
//! that way, and a browser takes it for as safe.

mod files;
mod local_ca;

pub use files::Pair;
pub use local_ca::{CaError, FILES as CA_FILES, LocalCa};

use crate::net::Hosts;
use std::{
    fmt,
    net::IpAddr,
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::ring,
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// Where the certificate comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Brought along.
    Files(Pair),
    /// Made here.
    LocalCa,
}

/// https can't be had: what happened, what it means on set, what to do.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum TlsError {
    #[error("{0}")]
    Files(#[from] files::Unusable),
    #[error("{0}")]
    Ca(#[from] CaError),
    #[error("The hub can't speak https on this laptop, so it has not started: {0}")]
    Rustls(#[from] rustls::Error),
}

/// What the hub shows to whoever connects by https.
pub struct Tls {
    acceptor: TlsAcceptor,
    shown: Arc<Shown>,
    kept: Mutex<Kept>,
    ca: Option<Arc<LocalCa>>,
}

/// From where the certificate is made anew.
enum Kept {
    Files(Pair, files::Stamp),
    LocalCa { ca: Arc<LocalCa>, leaf: local_ca::Leaf },
}

/// The certificate of this moment.
struct Shown(RwLock<(Arc<CertifiedKey>, Names)>);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown")
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.now().0)
    }
}

impl Shown {
    fn now(&self) -> (Arc<CertifiedKey>, Names) {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn change(&self, key: CertifiedKey) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = with_names(key);
    }
}

fn with_names(key: CertifiedKey) -> (Arc<CertifiedKey>, Names) {
    let names = key.cert.first().map(|cert| Names::of(cert)).unwrap_or_default();
    (Arc::new(key), names)
}

impl Tls {
    /// With a certificate and its key from files.
    ///
    /// # Errors
    /// When they can't be read, or don't belong together.
    pub fn with_files(pair: Pair) -> Result<Self, TlsError> {
        let stamp = pair.stamp();
        let key = pair.read()?;
        Self::new(key, Kept::Files(pair, stamp), None)
    }

    /// With the laptop's own CA, for the addresses that the laptop has now.
    ///
    /// # Errors
    /// When the CA's key can't be used.
    pub fn with_local_ca(ca: LocalCa, addresses: &[IpAddr]) -> Result<Self, TlsError> {
        let ca = Arc::new(ca);
        let (key, leaf) = ca.leaf(addresses)?;
        Self::new(key, Kept::LocalCa { ca: ca.clone(), leaf }, Some(ca))
    }

    fn new(key: CertifiedKey, kept: Kept, ca: Option<Arc<LocalCa>>) -> Result<Self, TlsError> {
        let shown = Arc::new(Shown(RwLock::new(with_names(key))));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(shown.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), shown, kept: Mutex::new(kept), ca })
    }

    /// What shakes hands.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }

    /// The laptop's own CA, if it has one.
    pub fn ca(&self) -> Option<&LocalCa> {
        self.ca.as_deref()
    }

    /// Takes changed files up, and makes a new certificate where the laptop's addresses have changed. What was
    /// there stays where the new one can't be used. To be called now and then.
    pub fn look_again(&self, addresses: &[IpAddr]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *kept {
            Kept::Files(pair, stamp) => {
                let now = pair.stamp();
                if now == *stamp {
                    return;
                }
                *stamp = now;
                match pair.read() {
                    Ok(key) => {
                        self.shown.change(key);
                        tracing::info!("the certificate has changed; new connections get the new one");
                    }
                    Err(why) => tracing::warn!(%why, "the hub keeps the certificate that it had"),
                }
            }
            Kept::LocalCa { ca, leaf } => {
                if leaf.serves(addresses) {
                    return;
                }
                match ca.leaf(addresses) {
                    Ok((key, new)) => {
                        self.shown.change(key);
                        *leaf = new;
                        tracing::info!("the laptop's addresses have changed, and its certificate with them");
                    }
                    Err(why) => tracing::warn!(%why, "the hub keeps the certificate that it had"),
                }
            }
        }
    }

    /// The certificate that is shown now, and those behind it.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        self.shown.now().0.cert.iter().map(|certificate| certificate.to_vec()).collect()
    }

    /// For which names and addresses the certificate is.
    pub fn names(&self) -> Names {
        self.shown.now().1
    }
}

/// For which names and addresses a certificate is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// `stage4.example.org`; none with a star.
    pub dns: Vec<String>,
    /// Addresses.
    pub addresses: Vec<IpAddr>,
}

impl Source {
    /// Makes it ready. `folder` keeps the laptop's own CA; `hosts` is what the laptop is called now.
    ///
    /// # Errors
    /// See [`TlsError`].
    pub fn open(self, folder: &Path, hosts: &Hosts) -> Result<Tls, TlsError> {
        match self {
            Source::Files(pair) => Tls::with_files(pair),
            Source::LocalCa => Tls::with_local_ca(LocalCa::open(folder, hosts)?, &hosts.addresses),
        }
    }
}

impl Names {
    /// Those of a certificate; none if it can't be read.
    pub fn of(certificate: &[u8]) -> Self {
        let mut names = Self::default();
        let Ok((_, certificate)) = X509Certificate::from_der(certificate) else { return names };
        let Ok(Some(alternatives)) = certificate.subject_alternative_name() else { return names };
        for name in &alternatives.value.general_names {
            match name {
                GeneralName::DNSName(name) if !name.contains('*') => {
                    names.dns.push(name.to_ascii_lowercase());
                }
                GeneralName::IPAddress(bytes) => names.addresses.extend(address(bytes)),
                _ => {}
            }
        }
        names
    }

    /// What stands in the codes for `ip`: itself if the certificate is for it, else the certificate's first name.
    pub fn host_for(&self, ip: IpAddr) -> Option<&str> {
        if self.addresses.contains(&ip) { None } else { self.dns.first().map(String::as_str) }
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    <[u8; 4]>::try_from(bytes)
        .map(IpAddr::from)
        .or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}
