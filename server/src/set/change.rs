//! A change on the day: asked of each performer privately, between takes, under "No is a complete answer."
//!
//! Silence is never yes. A yes can be taken back; what production is told is the IC's word alone, and no,
//! talk, silence and withdrawal all read "not today".

use super::{Ask, Denial, Event, Moment, Person, Set, check_in::question};
use crate::words::{ChangeId, ChangeState, DenialCode, PersonId, Reply, Role, SceneId, UnixMs, Verdict};

/// One change.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Change {
    pub id: ChangeId,
    pub scene: SceneId,
    pub text: String,
    /// Nudity or simulated sex: "agreed" needs the written amendment, too.
    pub sensitive: bool,
    pub at: UnixMs,
    pub state: ChangeState,
    asked: imbl::OrdSet<PersonId>,
    replies: imbl::OrdMap<PersonId, Reply>,
}

impl Change {
    /// Who was asked.
    pub fn asked(&self) -> impl Iterator<Item = PersonId> {
        self.asked.iter().copied()
    }

    /// Whether somebody was asked.
    pub fn asks(&self, performer: PersonId) -> bool {
        self.asked.contains(&performer)
    }

    /// What somebody answered, for themselves and the IC alone.
    pub fn reply(&self, performer: PersonId) -> Option<Reply> {
        self.replies.get(&performer).copied()
    }

    /// Everybody who was asked has said yes. Silence is not yes.
    fn all_say_yes(&self) -> bool {
        self.asked.iter().all(|p| self.replies.get(p) == Some(&Reply::Yes))
    }
}

/// More than any day has; the oldest that is not open gives way.
const MOST_CHANGES: usize = 50;

impl Set {
    /// The day's changes, oldest first.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    /// A change of the open scene is being asked.
    pub(super) fn is_change_asked(&self) -> bool {
        let here = self.scene().map(|s| s.id.as_str());
        self.changes.iter().any(|c| c.state == ChangeState::Asking && Some(c.scene.as_str()) == here)
    }

    pub(super) fn decide_change(
        &self,
        by: &Person,
        ask: &Ask,
        scene: &str,
        text: &str,
        sensitive: bool,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("A change is asked by the IC. Tell the IC what is wanted.")?;
        if self.is_rolling() {
            return Err(Denial::new(
                DenialCode::Rolling,
                "A change is asked between takes, robes on. Wait for the cut.",
            ));
        }
        self.scene().filter(|s| s.id == scene).ok_or_else(Denial::unknown_scene)?;
        let performers = self.admitted(Role::Performer);
        let of: Vec<PersonId> = performers.iter().map(|p| p.id).filter(|id| self.is_in_cast(*id)).collect();
        if of.is_empty() {
            return Err(Denial::bad_command(
                "No performer of this scene has joined, so nobody can be asked.",
            ));
        }
        if self.changes.len() >= MOST_CHANGES && self.changes.iter().all(|c| c.state == ChangeState::Asking) {
            return Err(Denial::new(
                DenialCode::TooMany,
                "Too many changes are being asked. Publish one first.",
            ));
        }
        let text = question(text)?;
        Ok(vec![Event::ChangeAsked {
            change: ChangeId(ask.fresh),
            scene: scene.to_owned(),
            text,
            sensitive,
            of,
        }])
    }

    pub(super) fn decide_reply(
        &self,
        by: &Person,
        change: ChangeId,
        reply: Reply,
    ) -> Result<Vec<Event>, Denial> {
        let asked = self.change(change)?;
        if by.role != Role::Performer || !asked.asks(by.id) {
            return Err(Denial::not_asked());
        }
        match asked.state {
            ChangeState::NotToday => Err(Denial::new(
                DenialCode::NotAsked,
                "This is answered already: not today. The scene works as planned.",
            )),
            ChangeState::Agreed | ChangeState::Asking if asked.reply(by.id) == Some(reply) => Ok(vec![]),
            ChangeState::Agreed | ChangeState::Asking => {
                Ok(vec![Event::ChangeReplied { change, person: by.id, reply }])
            }
        }
    }

    pub(super) fn decide_publish(
        &self,
        by: &Person,
        change: ChangeId,
        state: Verdict,
        amendment: bool,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC publishes what became of a change.")?;
        let asked = self.change(change)?;
        match (state, asked.state) {
            (Verdict::NotToday, ChangeState::NotToday) | (Verdict::Agreed, ChangeState::Agreed) => {
                return Ok(vec![]);
            }
            (Verdict::Agreed, ChangeState::NotToday) => {
                return Err(Denial::new(
                    DenialCode::NotAllYes,
                    "This was answered: not today. To try again, ask it anew.",
                ));
            }
            (Verdict::Agreed, _) if self.is_rolling() => {
                return Err(Denial::new(
                    DenialCode::Rolling,
                    "Nothing new becomes agreed during a take. Wait for the cut.",
                ));
            }
            (Verdict::Agreed, _) if !asked.all_say_yes() => {
                return Err(Denial::new(
                    DenialCode::NotAllYes,
                    "Not everybody who was asked has said yes. Silence is not yes: publish \"not today\", or wait.",
                ));
            }
            (Verdict::Agreed, _) if asked.sensitive && !amendment => {
                return Err(Denial::new(
                    DenialCode::AmendmentNeeded,
                    "This needs the written amendment, signed. Say that it is, or publish \"not today\".",
                ));
            }
            _ => {}
        }
        Ok(vec![Event::ChangePublished { change, state, amendment }])
    }

    fn change(&self, id: ChangeId) -> Result<&Change, Denial> {
        self.changes
            .iter()
            .find(|c| c.id == id)
            .ok_or_else(|| Denial::new(DenialCode::UnknownChange, "That change is not on this day's list."))
    }

    /// Whoever came to a scene's cast after a change was asked is asked, too: nothing is agreed without their yes.
    pub(super) fn ask_newcomers(&mut self) {
        let performers: Vec<PersonId> = self.admitted(Role::Performer).iter().map(|p| p.id).collect();
        let open: Vec<(ChangeId, SceneId)> = self
            .changes
            .iter()
            .filter(|c| c.state != ChangeState::NotToday)
            .map(|c| (c.id, c.scene.clone()))
            .collect();
        for (id, scene) in open {
            let cast: Vec<PersonId> =
                performers.iter().copied().filter(|p| self.plays_in(&scene, *p)).collect();
            self.change_change(id, |c| {
                for person in cast {
                    if c.asked.insert(person).is_none() {
                        c.state = ChangeState::Asking;
                    }
                }
            });
        }
    }

    pub(super) fn apply_to_changes(&mut self, event: &Event, when: Moment) {
        match event {
            Event::ChangeAsked { change, scene, text, sensitive, of } => {
                let oldest = |state| self.changes.iter().position(|c| c.state == state);
                let over = || oldest(ChangeState::NotToday).or_else(|| oldest(ChangeState::Agreed));
                if self.changes.len() >= MOST_CHANGES
                    && let Some(oldest) = over()
                {
                    self.changes.remove(oldest);
                }
                self.changes.push_back(Change {
                    id: *change,
                    scene: scene.clone(),
                    text: text.clone(),
                    sensitive: *sensitive,
                    at: when.at,
                    state: ChangeState::Asking,
                    asked: of.iter().copied().collect(),
                    replies: imbl::OrdMap::new(),
                });
            }
            Event::ChangeReplied { change, person, reply } => self.change_change(*change, |c| {
                c.replies.insert(*person, *reply);
                // Taken back after it was published: not today, at once and unnamed.
                if *reply != Reply::Yes && c.state == ChangeState::Agreed {
                    c.state = ChangeState::NotToday;
                }
            }),
            Event::ChangePublished { change, state: Verdict::NotToday, .. } => {
                self.change_change(*change, |c| c.state = ChangeState::NotToday);
            }
            Event::ChangePublished { change, state: Verdict::Agreed, .. } => self.agree(*change),
            _ => {}
        }
    }

    fn agree(&mut self, change: ChangeId) {
        let asked = self.changes.iter().find(|c| c.id == change);
        // A reply may stand before this one in the log, and have been no yes.
        let Some(asked) = asked.filter(|c| c.state == ChangeState::Asking && c.all_say_yes()) else { return };
        let (scene, sensitive) = (asked.scene.clone(), asked.sensitive);
        self.change_change(change, |c| c.state = ChangeState::Agreed);
        // Practice: what was attested is reopened by a change that touches it.
        if self.scene().is_some_and(|here| here.id == scene) {
            self.forget_clear();
        }
        if sensitive {
            self.reopen_riders(&scene);
        }
    }

    /// A "no" may be lost: whatever is still wanted is asked anew.
    pub(super) fn end_all_changes(&mut self) {
        let all: Vec<ChangeId> = self.changes.iter().map(|c| c.id).collect();
        for change in all {
            self.change_change(change, |c| c.state = ChangeState::NotToday);
        }
    }

    fn change_change(&mut self, id: ChangeId, change: impl FnOnce(&mut Change)) {
        if let Some(found) = self.changes.iter_mut().find(|c| c.id == id) {
            change(found);
        }
    }
}
