//! What a page does against a bad link, as `client-web/src/connection.ts` and `another.ts` do it.

use std::{sync::Arc, time::Duration};

/// What a page does against a bad link.
#[derive(Clone, Debug, PartialEq)]
pub struct Manner {
    /// Two lanes, and not one.
    pub twins: bool,
    /// When chasers follow an urgent frame, in milliseconds.
    pub chasers: Arc<[u64]>,
    /// How often it beats.
    pub beat: Duration,
    /// So long behind a beat it is said again where its echo is missing, in milliseconds.
    pub again: Arc<[u64]>,
    /// Lane b is opened anew behind an outage that took a beat on both.
    pub renews: bool,
    /// So long a lane may be silent before it is opened anew.
    pub silence: Duration,
    /// Where something urgent was said and nothing is heard for so long, lane b is opened anew, and again after each such
    /// while. The old one stays until the new one is heard.
    pub anew: Option<Duration>,
    /// The same where nothing at all is heard for so long.
    pub restless: Option<Duration>,
    /// A datagram lane, too.
    pub datagrams: bool,
}

/// As `client-web/src/another.ts` does it at a round trip of 10 ms.
const AGAIN: [u64; 4] = [20, 40, 70, 110];

impl Manner {
    /// As the pages do it.
    pub fn of_the_page(chasers: &[u64]) -> Self {
        Self {
            twins: true,
            chasers: chasers.into(),
            beat: Duration::from_secs(1),
            again: Arc::new(AGAIN),
            renews: true,
            silence: Duration::from_secs(3),
            anew: Some(Duration::from_millis(60)),
            restless: None,
            datagrams: true,
        }
    }

    /// As a receiver's page does it while a scene is live.
    #[must_use]
    pub fn watching_closely(self) -> Self {
        Self { beat: Duration::from_millis(250), restless: Some(Duration::from_millis(400)), ..self }
    }

    /// As an IC's page does it: its long views widen TCP's window again, and would all come anew.
    #[must_use]
    pub fn of_an_ic(self) -> Self {
        Self { renews: false, ..self }
    }
}
