//! What a 1st AD sees: that there is a signal, never whose; the ready list as counts.

use super::{Sight, saved};
use crate::{
    protocol::{AdChange, AdSignal, AdView, Attested, TimelineLine, Tone},
    set::{Notice, Person, Side},
    words::Secure,
};

const NOTICES: usize = 10;

impl Sight<'_> {
    pub(super) fn ad(&self, person: &Person, secure: Secure) -> AdView {
        let attested = self.set.attested();
        AdView {
            public: self.inside(secure),
            on_floor: person.on_floor,
            reach: self.reach(),
            signals: self
                .set
                .signals()
                .filter(|s| s.is_known_to(Side::Ad))
                .map(|s| AdSignal {
                    id: s.id,
                    level: s.level,
                    stage: s.ad.stage(),
                    raised_at: s.raised_at,
                    scene: s.scene.clone(),
                })
                .collect(),
            ready: self.ready(Side::Ad),
            closed_list: self.closed_list(),
            scenes: self.scene_titles(),
            closures_open: self.set.scene().map_or(0, |scene| self.set.closures_open(&scene.id)),
            changes: self
                .set
                .changes()
                .map(|c| AdChange { id: c.id, scene: c.scene.clone(), text: c.text.clone(), state: c.state })
                .collect(),
            attested: Attested { ic: attested.ic, ad: attested.ad },
            anyone_on_set: self.set.cast_on_set().next().is_some(),
            notices: self.notices(),
        }
    }

    /// A further IC is told to all ICs and 1st ADs, so that a false one is noticed; and that the log was damaged.
    pub(super) fn notices(&self) -> Vec<TimelineLine> {
        self.set
            .notices()
            .take(NOTICES)
            .map(|(at, notice)| {
                let (text, tone) = match notice {
                    Notice::IcInvited => ("An invite for a further IC was made.".to_owned(), Tone::Normal),
                    Notice::IcJoined(ic) => {
                        let name = self.set.person(*ic).map_or("Somebody", |p| &p.name);
                        (format!("{name} has joined as a further IC."), Tone::Normal)
                    }
                    Notice::LogSaved(lost) => (saved::sentences(*lost), Tone::Trouble),
                };
                TimelineLine { at: *at, text, tone }
            })
            .collect()
    }
}
