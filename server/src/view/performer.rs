//! What one performer sees: their own, and what everyone inside sees.

use super::Sight;
use crate::{
    protocol::{OwnSignal, PerformerView},
    set::Person,
    words::Secure,
};

impl Sight<'_> {
    pub(super) fn performer(&self, person: &Person, secure: Secure) -> PerformerView {
        PerformerView {
            public: self.inside(secure),
            receivers: self.receivers(),
            signal: self.set.signal_of(person.id).map(|s| OwnSignal {
                id: s.id,
                level: s.level,
                stage: s.stage_for_owner(),
                recorded: self.is_recorded(s.id),
                meant_nothing: s.meant_nothing,
                ready: s.ready,
                presses: s.presses,
            }),
            way: self.set.way(person.id).map(|(way, _)| way),
            tested: person.tested_ms.is_some(),
            tests: person.tests,
            alone: self.set.is_alone(person.id),
            on_set: person.on_set,
        }
    }
}
