//! The sealed channel: how frames cross the air over plain http.
//!
//! `Noise_NK_25519_ChaChaPoly_BLAKE2s`. The page knows the hub's public key from the code that was scanned. Whoever
//! listens reads lengths and times, and the lengths are padded. Bytes in, bytes out: no socket, no clock.

use crate::protocol::SEALED_SUBPROTOCOL;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use snow::{
    Builder, HandshakeState, TransportState,
    params::DHChoice,
    resolvers::{CryptoResolver, DefaultResolver},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Frames off loopback are padded to a multiple of this, sealed or over TLS.
pub const PAD: usize = 256;
/// What one sealed message carries at most: the greatest multiple of [`PAD`] that Noise has room for.
pub const LONGEST: usize = 65_280;
/// A sealed message is so much longer than what it carries.
pub const TAG: usize = 16;
/// Both messages of the handshake: a public key and the tag of nothing.
const HELLO: usize = 32 + TAG;
const PATTERN: &str = "Noise_NK_25519_ChaChaPoly_BLAKE2s";

/// A message that was not sealed for this channel, or not in this place: replayed, reordered, cut off, changed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("this message does not belong here")]
pub struct Broken;

impl From<snow::Error> for Broken {
    fn from(_: snow::Error) -> Self {
        Self
    }
}

/// The hub's own key. The same all day, so that the phones come back after a restart.
pub struct HubKey([u8; 32]);

impl HubKey {
    /// With its secret half.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The public half, as it stands in the codes: 43 letters.
    ///
    /// # Panics
    /// Never: the curve is built in.
    pub fn public(&self) -> String {
        let mut dh = DefaultResolver.resolve_dh(&DHChoice::Curve25519).expect("the curve is built in");
        dh.set(&self.0);
        BASE64_URL_SAFE_NO_PAD.encode(dh.pubkey())
    }
}

/// Both ways of one socket, once the handshake is done. The first message that does not belong here ends it.
pub struct Channel {
    noise: TransportState,
    /// Of a frame that came in several messages, what is there so far.
    begun: Vec<u8>,
    broken: bool,
}

impl Channel {
    /// The hub's side: the page's hello is answered with the second value.
    ///
    /// # Errors
    /// When the page took this for another hub, or sent no hello.
    pub fn accept(key: &HubKey, hello: &[u8]) -> Result<(Self, Vec<u8>), Broken> {
        let mut noise = builder()?.local_private_key(&key.0)?.build_responder()?;
        if hello.len() != HELLO {
            return Err(Broken);
        }
        noise.read_message(hello, &mut [])?;
        let mut answer = vec![0; HELLO];
        noise.write_message(&[], &mut answer)?;
        Ok((Self::of(noise)?, answer))
    }

    fn of(noise: HandshakeState) -> Result<Self, Broken> {
        Ok(Self { noise: noise.into_transport_mode()?, begun: Vec::new(), broken: false })
    }

    /// The messages that carry a frame: one for all but a long view.
    ///
    /// # Errors
    /// After 2⁶⁴ messages.
    pub fn seal(&mut self, frame: &str) -> Result<Vec<Vec<u8>>, Broken> {
        let mut length = padded_length(frame.len());
        // The last message of a frame is shorter than the longest: that is how the other side knows it.
        if length.is_multiple_of(LONGEST) {
            length += PAD;
        }
        let mut plain = frame.as_bytes().to_vec();
        plain.resize(length, b' ');
        plain
            .chunks(LONGEST)
            .map(|part| {
                let mut message = vec![0; part.len() + TAG];
                self.noise.write_message(part, &mut message)?;
                Ok(message)
            })
            .collect()
    }

    /// The frame that a message brings or ends, with its trailing spaces; `None` while more of it is to come.
    ///
    /// # Errors
    /// When the message does not belong here. Nothing more can be opened then.
    pub fn open(&mut self, message: &[u8]) -> Result<Option<String>, Broken> {
        let opened = self.try_open(message);
        self.broken |= opened.is_err();
        opened
    }

    fn try_open(&mut self, message: &[u8]) -> Result<Option<String>, Broken> {
        let length = message.len().checked_sub(TAG).filter(|length| *length <= LONGEST && !self.broken);
        let length = length.ok_or(Broken)?;
        let begun = self.begun.len();
        self.begun.resize(begun + length, 0);
        if let Err(why) = self.noise.read_message(message, &mut self.begun[begun..]) {
            self.begun.clear();
            return Err(why.into());
        }
        if length == LONGEST {
            return Ok(None);
        }
        String::from_utf8(std::mem::take(&mut self.begun)).map(Some).map_err(|_| Broken)
    }
}

/// How frames cross one socket.
#[derive(Clone, Default)]
pub enum Seal {
    /// As they are: on the hub's own laptop.
    #[default]
    None,
    /// Padded: over TLS.
    Padded,
    /// Sealed: over plain http.
    Sealed(Arc<Mutex<Channel>>),
}

impl Seal {
    /// With a channel that has just been opened.
    pub fn new(channel: Channel) -> Self {
        Self::Sealed(Arc::new(Mutex::new(channel)))
    }

    /// Whether frames cross in binary messages only.
    pub fn is_sealed(&self) -> bool {
        matches!(self, Self::Sealed(_))
    }

    /// The frame that a binary message brings, with its trailing spaces.
    ///
    /// # Errors
    /// Where nothing is sealed, and where the message does not belong here.
    pub fn open(&self, message: &[u8]) -> Result<Option<String>, Broken> {
        match self {
            Self::Sealed(channel) => lock(channel).open(message),
            Self::None | Self::Padded => Err(Broken),
        }
    }
}

/// Held for one message at a time, over no other lock.
pub fn lock(channel: &Mutex<Channel>) -> MutexGuard<'_, Channel> {
    channel.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The page's side before the hub has answered. The page itself does this in client-web/src/sealed.ts.
pub struct Hello(HandshakeState);

impl Hello {
    /// To the hub with this public key; the second value is to be sent.
    ///
    /// # Errors
    /// When that is no key.
    pub fn to(public: &str) -> Result<(Self, Vec<u8>), Broken> {
        let public = BASE64_URL_SAFE_NO_PAD.decode(public).map_err(|_| Broken)?;
        let public: [u8; 32] = public.try_into().map_err(|_| Broken)?;
        let mut noise = builder()?.remote_public_key(&public)?.build_initiator()?;
        let mut hello = vec![0; HELLO];
        noise.write_message(&[], &mut hello)?;
        Ok((Self(noise), hello))
    }

    /// The hub's answer.
    ///
    /// # Errors
    /// When it is another hub's.
    pub fn answered(mut self, answer: &[u8]) -> Result<Channel, Broken> {
        if answer.len() != HELLO {
            return Err(Broken);
        }
        self.0.read_message(answer, &mut [])?;
        Channel::of(self.0)
    }
}

fn builder<'a>() -> Result<Builder<'a>, Broken> {
    let pattern = PATTERN.parse().map_err(Broken::from)?;
    Ok(Builder::new(pattern).prologue(SEALED_SUBPROTOCOL.as_bytes())?)
}

/// A frame's length on the air. The longer a frame, the coarser: a signal more or less in a view must not show.
pub fn padded_length(frame: usize) -> usize {
    let step = match frame {
        0..=512 => PAD,
        513..=4096 => 4 * PAD,
        _ => 16 * PAD,
    };
    frame.max(1).next_multiple_of(step)
}

/// A frame with trailing spaces, so that its length tells little.
pub fn padded(frame: &str) -> String {
    let mut padded = frame.to_owned();
    padded.extend(std::iter::repeat_n(' ', padded_length(frame.len()) - frame.len()));
    padded
}
