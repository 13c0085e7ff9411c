//! What a frame does: from its text to the session, whatever it came by.

use super::bad_frame;
use crate::{
    budget::Budget,
    datagram::{Handshake, from_hex},
    hub::{Outbox, Refusal, Session, frame},
    protocol::{ClientFrame, HubFrame, RefusalCode},
    words::{Command, CommandId, DenialCode},
};
use serde::Deserialize;

/// Frames at once, and then a second: many times what a page sends.
const BURST: f64 = 120.0;
const FRAMES_PER_SECOND: f64 = 40.0;
/// Chasers and decoys, at once and a second: many times what a page sends with several signals open.
const SMALL_FRAMES: f64 = 400.0;

/// A page waits longer from one to the next.
const OFFERS: f64 = 5.0;
const OFFERS_PER_SECOND: f64 = 0.5;

/// Takes a socket's frames, as many as a page can have to send.
pub struct Ear {
    frames: Budget,
    /// Chasers and decoys: they must not use up what a signal needs, nor the thread that carries everybody's.
    small: Budget,
    /// Ends of a datagram lane: each costs a handshake.
    offers: Budget,
    floods: bool,
}

impl Default for Ear {
    fn default() -> Self {
        Self {
            frames: Budget::of(BURST, FRAMES_PER_SECOND),
            small: Budget::of(SMALL_FRAMES, SMALL_FRAMES),
            offers: Budget::of(OFFERS, OFFERS_PER_SECOND),
            floods: false,
        }
    }
}

/// What the socket does behind a frame.
#[derive(Debug, PartialEq, Eq)]
pub enum Then {
    /// Reads on.
    GoOn,
    /// Reads on: the page is alive.
    Beaten,
    /// Answers the page's end of a datagram lane, and reads on.
    Meet(Handshake),
    /// Says why, and ends.
    Refuse(Refusal),
}

impl Ear {
    /// The last frame was one of a flood: the next one can wait for a moment.
    pub fn is_flooded(&self) -> bool {
        self.floods
    }

    /// Every frame is carried out, answered, or refused.
    pub fn take(&mut self, text: &str, session: &Session, outbox: &Outbox) -> Then {
        let frame = serde_json::from_str(text);
        let small = matches!(frame, Ok(ClientFrame::Chaser | ClientFrame::Decoy { .. }));
        let within = if small { self.small.take() } else { self.frames.take() };
        self.floods = !within;
        match frame {
            Ok(ClientFrame::Decoy { id, again }) if within => {
                session.decoy(id, again);
                Then::GoOn
            }
            // No limit ever stops a raise; a flood is only slowed.
            Ok(ClientFrame::Do { id, age, at, cmd }) if within || matches!(cmd, Command::Raise { .. }) => {
                drop(session.command(id, age, at, cmd));
                Then::GoOn
            }
            Ok(ClientFrame::Do { id, .. }) => {
                let message = "Too much at once from this screen. Wait a moment and try again.";
                deny(outbox, Some(id), DenialCode::TooMany, message);
                Then::GoOn
            }
            Ok(ClientFrame::Beat { n, visible, awake, rtt }) => {
                if within {
                    session.beat(n, visible, awake, rtt);
                }
                Then::Beaten
            }
            Ok(ClientFrame::Shown { signal, again, at }) => {
                session.shown(signal, again, at);
                Then::GoOn
            }
            Ok(ClientFrame::Datagram { ufrag, password, fingerprint }) if within && self.offers.take() => {
                from_hex(&fingerprint)
                    .map_or(Then::GoOn, |fingerprint| Then::Meet(Handshake { ufrag, password, fingerprint }))
            }
            // Chasers mean nothing; of the others there are too many.
            Ok(ClientFrame::Chaser | ClientFrame::Decoy { .. } | ClientFrame::Datagram { .. }) => Then::GoOn,
            Ok(ClientFrame::Join { .. } | ClientFrame::Resume { .. }) => Then::Refuse(Refusal::new(
                RefusalCode::BadFrame,
                "This phone has said already who it is. Reload the page.",
            )),
            // A command that can't be read is denied under its id; the socket lives on.
            Err(why) => match serde_json::from_str::<Unreadable>(text) {
                Ok(Unreadable { id }) => {
                    let message = format!("This hub can't read that command ({why}). Reload the page.");
                    deny(outbox, serde_json::from_value(id).ok(), DenialCode::BadCommand, &message);
                    Then::GoOn
                }
                Err(_) => Then::Refuse(bad_frame()),
            },
        }
    }
}

/// A `do` frame of which not everything can be read.
#[derive(Deserialize)]
#[serde(tag = "type", rename = "do")]
struct Unreadable {
    #[serde(default)]
    id: serde_json::Value,
}

fn deny(outbox: &Outbox, id: Option<CommandId>, code: DenialCode, message: &str) {
    outbox.urgent(frame(&HubFrame::Denied { id, code, message: message.to_owned() }));
}
