//! What one performer sees: their own, and what everyone inside sees.

use super::Sight;
use crate::{
    protocol::{AskedChange, OwnClosure, OwnSignal, PerformerView, QuestionView},
    set::{Person, Standing},
    words::{PersonId, Secure},
};

impl Sight<'_> {
    pub(super) fn performer(&self, person: &Person, secure: Secure) -> PerformerView {
        PerformerView {
            public: self.inside(secure),
            receivers: self.receivers(),
            signal: self.own_signal(person.id),
            way: self.set.way(person.id).map(|(way, _)| way),
            tested: person.tested_ms.is_some(),
            tests: person.tests,
            question: self.set.check_in().and_then(|c| {
                let standing = c.standing(person.id, self.now.mono)?;
                let answer = match standing {
                    Standing::Answered(answer) => Some(answer),
                    Standing::Asked | Standing::Silent => None,
                };
                Some(QuestionView { id: c.id, text: c.text.clone(), answer })
            }),
            changes: self
                .set
                .changes()
                .filter(|c| c.asks(person.id) && self.set.scene().is_some_and(|s| s.id == c.scene))
                .map(|c| AskedChange {
                    id: c.id,
                    scene: c.scene.clone(),
                    text: c.text.clone(),
                    sensitive: c.sensitive,
                    short_notice: self.set.is_short_notice(&c.scene, c.at),
                    state: c.state,
                    reply: c.reply(person.id),
                })
                .collect(),
            alone: self.set.is_alone(person.id),
            on_set: person.on_set,
            plan: self.own_plan(person),
            closure: self.set.closure(person.id).map(|c| OwnClosure {
                answer: c.answer.map(|(answer, _)| answer),
                word: c.answer.map(|(_, word)| word),
            }),
            watched: self.set.watchers_of(person.id).next().is_some(),
        }
    }

    /// A performer's open signal, as they and whoever holds the button for them see it.
    pub(super) fn own_signal(&self, performer: PersonId) -> Option<OwnSignal> {
        self.set.signal_of(performer).map(|s| OwnSignal {
            id: s.id,
            level: s.level,
            stage: s.stage_for_owner(),
            recorded: self.is_recorded(s.id),
            meant_nothing: s.meant_nothing,
            ready: s.ready,
            presses: s.presses,
        })
    }
}
