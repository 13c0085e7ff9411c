//! What a watcher or chaperone sees: what their one performer sees of their own signal, and no more.

use super::Sight;
use crate::{protocol::WatcherView, set::Person, words::Secure};

impl Sight<'_> {
    pub(super) fn watcher(&self, person: &Person, secure: Secure) -> WatcherView {
        WatcherView {
            public: self.inside(secure),
            receivers: self.receivers(),
            watched: None,
            signal: None,
            tested: person.tested_ms.is_some(),
            tests: person.tests,
        }
    }
}
