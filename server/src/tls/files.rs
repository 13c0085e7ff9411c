//! A certificate and its key from files, taken up anew when they change.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};
use tokio_rustls::rustls::{
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::CertifiedKey,
};

/// Two files in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The certificate, and after it those that lead to one that phones know.
    pub cert: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// Why they can't be used.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Unusable {
    #[error(
        "The certificate {0} can't be read. Check the path, and that it is a PEM file (it begins with \"-----BEGIN CERTIFICATE-----\")."
    )]
    Cert(PathBuf),
    #[error(
        "The certificate's key {0} can't be read. Check the path, and that it is a PEM file without a password."
    )]
    Key(PathBuf),
    #[error("The key {key} is not the one of the certificate {cert}. Take the two that were made together.")]
    NotAPair { cert: PathBuf, key: PathBuf },
}

/// By which a change of the files shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp([Option<(SystemTime, u64)>; 2]);

impl Pair {
    /// What the files look like from outside.
    pub fn stamp(&self) -> Stamp {
        let of = |path: &Path| {
            let about = fs::metadata(path).ok()?;
            Some((about.modified().ok()?, about.len()))
        };
        Stamp([of(&self.cert), of(&self.key)])
    }

    /// The certificate and those behind it.
    ///
    /// # Errors
    /// When there is none in the file.
    pub fn chain(&self) -> Result<Vec<CertificateDer<'static>>, Unusable> {
        let unreadable = || Unusable::Cert(self.cert.clone());
        let all = CertificateDer::pem_file_iter(&self.cert).map_err(|_| unreadable())?;
        let chain: Vec<_> = all.collect::<Result<_, _>>().map_err(|_| unreadable())?;
        if chain.is_empty() { Err(unreadable()) } else { Ok(chain) }
    }

    /// Both, and whether they belong together.
    ///
    /// # Errors
    /// See [`Unusable`].
    pub fn read(&self) -> Result<CertifiedKey, Unusable> {
        let chain = self.chain()?;
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(|_| Unusable::Key(self.key.clone()))?;
        CertifiedKey::from_der(chain, key, &ring::default_provider())
            .map_err(|_| Unusable::NotAPair { cert: self.cert.clone(), key: self.key.clone() })
    }
}
