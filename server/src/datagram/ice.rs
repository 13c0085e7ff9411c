//! The hub's end of ICE: it answers whoever knows the password, and looks for nobody (ICE-lite, RFC 8445, 2.5).

use is::{
    DefaultSha1HmacProvider, IceCreds, Sha1HmacProvider,
    stun::{StunMessage, TransId},
};
use std::{collections::VecDeque, net::SocketAddr};

/// A page asks every few seconds: that is about an hour.
const REMEMBERED: usize = 1024;
/// Longer than any answer.
const ANSWER: usize = 256;

/// One phone's.
pub(super) struct Lite {
    own: IceCreds,
    /// Who asked what: a request that was overheard and is sent again from elsewhere must not draw the lane there.
    asked: VecDeque<(TransId, SocketAddr)>,
}

/// A request by somebody who knows the password.
pub(super) struct Request {
    pub answer: Vec<u8>,
    /// The page has chosen this way.
    pub chosen: bool,
}

impl Lite {
    pub fn new() -> Self {
        Self { own: IceCreds::new(), asked: VecDeque::new() }
    }

    pub fn own(&self) -> &IceCreds {
        &self.own
    }

    /// Whether somebody who knows the password has asked from there.
    pub fn knows(&self, address: SocketAddr) -> bool {
        self.asked.iter().any(|(_, from)| *from == address)
    }

    /// None for everything else: nobody else gets an answer.
    pub fn take(&mut self, from: SocketAddr, packet: &[u8]) -> Option<Request> {
        let message = StunMessage::parse(packet).ok().filter(StunMessage::is_binding_request)?;
        let password = self.own.pass.as_bytes();
        let hmac = |key: &[u8], parts: &[&[u8]]| DefaultSha1HmacProvider.sha1_hmac(key, parts);
        let (name, _) = message.split_username()?;
        if name != self.own.ufrag || !message.verify(password, hmac) {
            return None;
        }
        let id = message.trans_id();
        match self.asked.iter().find(|(asked, _)| *asked == id) {
            Some((_, first)) if *first != from => return None,
            Some(_) => {}
            None => {
                self.asked.truncate(REMEMBERED - 1);
                self.asked.push_front((id, from));
            }
        }
        let mut answer = vec![0; ANSWER];
        let reply = StunMessage::binding_reply(id, from);
        let length = reply.to_bytes(Some(password), &mut answer, hmac).ok()?;
        answer.truncate(length);
        Some(Request { answer, chosen: message.use_candidate() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(host: u8) -> SocketAddr {
        SocketAddr::from(([10, 0, 0, host], 40_000))
    }

    fn asks(name: &str, password: &str) -> Vec<u8> {
        let name = format!("{name}:page");
        let hmac = |key: &[u8], parts: &[&[u8]]| DefaultSha1HmacProvider.sha1_hmac(key, parts);
        let request = StunMessage::binding_request(&name, TransId::new(), true, 1, 1, true);
        let mut bytes = vec![0; ANSWER];
        let length = request.to_bytes(Some(password.as_bytes()), &mut bytes, hmac).expect("it has room");
        bytes.truncate(length);
        bytes
    }

    #[test]
    fn only_who_knows_the_password_is_answered() {
        let mut lite = Lite::new();
        let IceCreds { ufrag, pass } = lite.own().clone();
        assert!(lite.take(at(1), &asks(&ufrag, "guessed")).is_none());
        assert!(lite.take(at(1), &asks("another", &pass)).is_none());
        assert!(lite.take(at(1), b"").is_none());
        assert!(lite.take(at(1), &asks(&ufrag, &pass)).is_some_and(|request| request.chosen));
    }

    #[test]
    fn a_request_that_was_overheard_and_comes_from_elsewhere_is_not_answered() {
        let mut lite = Lite::new();
        let IceCreds { ufrag, pass } = lite.own().clone();
        let request = asks(&ufrag, &pass);
        assert!(lite.take(at(1), &request).is_some());
        assert!(lite.take(at(2), &request).is_none());
        assert!(lite.take(at(1), &request).is_some(), "the page's own, sent again");
    }
}
