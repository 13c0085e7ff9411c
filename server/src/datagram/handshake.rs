//! What both ends tell each other inside the websocket, so that nobody between can have put in a key of their own.

use dimpl::DtlsCertificate;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// What one end tells the other inside the websocket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handshake {
    /// ICE's user fragment: tells sessions on one UDP socket apart.
    pub ufrag: String,
    /// ICE's password: only who knows it is answered.
    pub password: String,
    /// Of the DTLS certificate, SHA-256.
    pub fingerprint: [u8; 32],
}

/// A DTLS certificate for this start of the program, and its fingerprint.
#[derive(Clone, Debug)]
pub struct Identity {
    pub(super) certificate: DtlsCertificate,
    /// SHA-256.
    pub fingerprint: [u8; 32],
}

impl Identity {
    /// A fresh one.
    ///
    /// # Errors
    /// When the system gives no chance.
    pub fn new() -> Result<Self, rcgen::Error> {
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256)?;
        let certificate = rcgen::CertificateParams::new(Vec::new())?.self_signed(&key)?.der().to_vec();
        let fingerprint = Sha256::digest(&certificate).into();
        Ok(Self {
            certificate: DtlsCertificate { certificate, private_key: key.serialize_der() },
            fingerprint,
        })
    }
}

/// As SDP writes it.
pub fn to_hex(fingerprint: &[u8; 32]) -> String {
    let mut text = String::with_capacity(95);
    for byte in fingerprint {
        let colon = if text.is_empty() { "" } else { ":" };
        let _ = write!(text, "{colon}{byte:02X}");
    }
    text
}

/// The same back; none if it is no SHA-256.
pub fn from_hex(text: &str) -> Option<[u8; 32]> {
    let bytes: Vec<u8> =
        text.split(':').map(|pair| u8::from_str_radix(pair, 16)).collect::<Result<_, _>>().ok()?;
    bytes.try_into().ok()
}
