//! Sealing: the record's key, and the recovery words' own key pair.

use crate::set::RecoveryKept;
use argon2::Argon2;
use chacha20poly1305::{
    AeadCore, KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, OsRng, Payload},
};
use crypto_box::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};

/// An XChaCha20 nonce: long enough to be drawn at random for every entry.
const NONCE: usize = 24;
/// Behind the key in its file, so that a damaged key is told from a wrong one.
const CHECK: usize = 8;

/// The key of one record.
#[derive(Clone)]
pub struct RecordKey([u8; 32]);

impl RecordKey {
    /// A new one.
    pub fn new() -> Self {
        Self(XChaCha20Poly1305::generate_key(&mut OsRng).into())
    }

    /// Encrypts, and binds to what it is about: neither can be changed or exchanged unnoticed.
    ///
    /// # Panics
    /// Never: only a text of many gigabytes is refused.
    pub fn seal(&self, about: &[u8], plain: &[u8]) -> Vec<u8> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload { msg: plain, aad: about };
        let sealed = self.cipher().encrypt(&nonce, payload).expect("an entry is no gigabytes long");
        [nonce.as_slice(), &sealed].concat()
    }

    /// The text, if this is the key, and neither it nor what it is about was changed.
    pub fn open(&self, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE)?;
        self.cipher().decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: about }).ok()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.0.into())
    }

    /// As it lies beside the log.
    pub fn to_bytes(&self) -> Vec<u8> {
        let check: [u8; 32] = Sha256::digest(self.0).into();
        [&self.0[..], &check[..CHECK]].concat()
    }

    /// None if the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let key = Self(*bytes.first_chunk()?);
        (key.to_bytes() == bytes).then_some(key)
    }
}

impl Default for RecordKey {
    fn default() -> Self {
        Self::new()
    }
}

/// The recovery words, as they were shown to the day's first IC. What is sealed to them opens by nothing else.
pub struct Recovery;

impl Recovery {
    /// What the log keeps of new words: their hash, and the public half of the key pair that they make.
    pub fn keep(words: &str, hash: String) -> RecoveryKept {
        let salt: [u8; 16] =
            XChaCha20Poly1305::generate_nonce(&mut OsRng)[..16].try_into().unwrap_or_default();
        let public = *Self::secret(words, &salt).public_key().as_bytes();
        RecoveryKept { hash, salt, public }
    }

    /// Seals a record's key so that only the words open it again.
    ///
    /// # Panics
    /// Never: a key is short.
    pub fn seal(public: [u8; 32], key: &RecordKey) -> Vec<u8> {
        PublicKey::from(public).seal(&mut OsRng, &key.0).expect("a key is short enough to be sealed")
    }

    /// The record's key, if these are the words.
    pub fn open(words: &str, salt: &[u8; 16], sealed: &[u8]) -> Option<RecordKey> {
        let key = Self::secret(words, salt).unseal(sealed).ok()?;
        Some(RecordKey(key.try_into().ok()?))
    }

    fn secret(words: &str, salt: &[u8; 16]) -> SecretKey {
        let words = words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
        let mut secret = [0; 32];
        Argon2::default()
            .hash_password_into(words.as_bytes(), salt, &mut secret)
            .expect("argon2's own defaults are valid");
        secret.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "calm river stone calm river stone calm river stone calm river stone";

    #[test]
    fn an_entry_opens_only_with_its_key_in_its_place_and_unchanged() {
        let key = RecordKey::new();
        let sealed = key.seal(b"log 1", b"Ana pressed");
        assert_eq!(key.open(b"log 1", &sealed).as_deref(), Some(&b"Ana pressed"[..]));
        assert_eq!(key.open(b"log 2", &sealed), None, "moved to another place");
        assert_eq!(RecordKey::new().open(b"log 1", &sealed), None, "another day's key");
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert_eq!(key.open(b"log 1", &flipped), None);
        }
        assert_eq!(key.open(b"log 1", &sealed[..10]), None);
    }

    #[test]
    fn a_damaged_key_is_told_from_a_good_one() {
        let key = RecordKey::new();
        let bytes = key.to_bytes();
        assert!(RecordKey::from_bytes(&bytes).is_some());
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            assert!(RecordKey::from_bytes(&flipped).is_none());
        }
        assert!(RecordKey::from_bytes(&bytes[..32]).is_none() && RecordKey::from_bytes(&[]).is_none());
    }

    #[test]
    fn what_is_sealed_to_the_words_opens_by_the_words_alone_however_they_are_written() {
        let key = RecordKey::new();
        let kept = Recovery::keep(WORDS, String::new());
        let sealed = Recovery::seal(kept.public, &key);
        let opens = |words: &str| Recovery::open(words, &kept.salt, &sealed).is_some_and(|k| k.0 == key.0);
        assert!(opens(WORDS) && opens(&format!(" {}\n", WORDS.to_uppercase().replace(' ', "\n "))));
        assert!(!opens("calm river stone") && !opens(""));
        assert_ne!(Recovery::keep(WORDS, String::new()).public, kept.public, "each with a salt of its own");
    }
}
