//! Secrets and chance: the day's key, what is derived from it, and random ids and tokens.

use crate::{
    set::TokenHash,
    words::{CommandId, PersonId, SignalId},
};
use hmac::{Hmac, Mac};
use rand::{Rng, RngCore, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};
use std::sync::Mutex;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// The day's key and a source of chance.
pub struct Keys {
    day: [u8; 32],
    /// Set in tests that compare bytes: then ids come from the seed alone.
    seeded: Option<Mutex<StdRng>>,
}

impl Keys {
    /// With the day's key, and the operating system's chance.
    pub fn new(day: [u8; 32]) -> Self {
        Self { day, seeded: None }
    }

    /// With chance from a seed, so that two runs can be compared byte by byte.
    pub fn seeded(seed: u64) -> Self {
        Self { day: [0; 32], seeded: Some(Mutex::new(StdRng::seed_from_u64(seed))) }
    }

    /// A new day's key.
    pub fn new_day() -> [u8; 32] {
        rand::rng().random()
    }

    fn derive(&self, what: &str, parts: &[&[u8]]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as Mac>::new_from_slice(&self.day).expect("HMAC takes a key of any length");
        mac.update(what.as_bytes());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    fn random(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        match &self.seeded {
            Some(seeded) => {
                seeded.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
            }
            None => rand::rng().fill_bytes(&mut bytes),
        }
        bytes
    }

    /// The id of the signal that a press opens: the same for the same press, also after a crash.
    pub fn signal(&self, person: PersonId, command: CommandId) -> SignalId {
        // From a seed, the command's id alone: so that two days can be compared in which others press.
        let person = if self.seeded.is_some() { PersonId(Uuid::nil()) } else { person };
        let id = self.derive("signal", &[person.0.as_bytes(), command.0.as_bytes()]);
        SignalId(Uuid::from_bytes(first_half(&id)))
    }

    /// The secret of the day's invite number `number`; the log holds the number alone.
    pub fn invite(&self, number: u32) -> String {
        hex(&first_half(&self.derive("invite", &[&number.to_be_bytes()])))
    }

    /// Compares secrets in constant time.
    pub fn is_invite(&self, number: u32, invite: &str) -> bool {
        self.invite(number).as_bytes().ct_eq(invite.as_bytes()).into()
    }

    /// The key of the hub's own page. The same all day, so that the page comes back by itself after a restart.
    pub fn laptop(&self) -> String {
        hex(&first_half(&self.derive("laptop", &[])))
    }

    /// The secret half of the key that seals what crosses the air over plain http.
    pub fn channel(&self) -> [u8; 32] {
        self.derive("channel", &[])
    }

    /// A new person's id.
    pub fn person(&self) -> PersonId {
        PersonId(Uuid::from_bytes(self.random()))
    }

    /// A new device token, 128 random bits, and what the hub keeps of it.
    pub fn token(&self) -> (String, TokenHash) {
        let token = hex(&self.random());
        let hash = token_hash(&token);
        (token, hash)
    }

    /// Tells one start of the hub from another.
    pub fn epoch(&self) -> Uuid {
        Uuid::from_bytes(self.random())
    }
}

/// What the hub keeps of a token. Looking a person up by it tells nothing about the token.
pub fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}

/// 128 bits are enough for an id or a secret that is asked for online.
fn first_half(bytes: &[u8; 32]) -> [u8; 16] {
    std::array::from_fn(|i| bytes[i])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The recovery words: twelve, shown to the day's first IC on joining.
pub mod recovery {
    use argon2::{
        Argon2, PasswordHash, PasswordHasher, PasswordVerifier,
        password_hash::{SaltString, rand_core::OsRng},
    };

    use crate::{record::Recovery, set::RecoveryKept};

    /// New words, and what the log keeps of them.
    ///
    /// # Panics
    /// Never: twelve words and argon2's own defaults are valid.
    pub fn new() -> (String, RecoveryKept) {
        let words = bip39::Mnemonic::generate(12).expect("twelve words are a valid count").to_string();
        let salt = SaltString::generate(&mut OsRng);
        let hash = Argon2::default()
            .hash_password(words.as_bytes(), &salt)
            .expect("argon2's own defaults are valid")
            .to_string();
        let kept = Recovery::keep(&words, hash);
        (words, kept)
    }

    /// Whether these are the words, however they were spaced or capitalised.
    pub fn matches(words: &str, hash: &str) -> bool {
        let words = words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
        PasswordHash::new(hash)
            .is_ok_and(|hash| Argon2::default().verify_password(words.as_bytes(), &hash).is_ok())
    }
}
