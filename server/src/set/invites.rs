//! Invites, and who comes in by them.

use super::{Admission, Denial, Event, Person, RecoveryKept, RoleConflict, Set, TokenHash, clean_name};
use crate::words::{DenialCode, DeviceId, PersonId, Role};
use std::sync::Arc;

/// An invite, by its number in the day. Its secret is derived from the day's key and never logged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Invite {
    pub role: Role,
    pub name: String,
    /// The performer whose watcher or chaperone it is for.
    pub for_: Option<PersonId>,
    /// The first device that used a single-use invite.
    pub used_by: Option<PersonId>,
}

impl Invite {
    /// IC and 1st AD invites are single use and never first-come.
    pub fn is_single_use(&self) -> bool {
        self.role.receives()
    }
}

/// Somebody who asks to join with an invite that is known.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Newcomer {
    pub person: PersonId,
    pub name: String,
    pub title: String,
    pub device: DeviceId,
    pub invite: u32,
    pub token: TokenHash,
    /// Of new recovery words, to be kept if this is the day's first IC.
    pub recovery: Option<RecoveryKept>,
}

/// How a join came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinDenied {
    /// Used by another device, or by this one, which has resumed since.
    Used,
    /// The invite led to somebody who is gone.
    Expired,
    /// This device, or somebody of this name, is already what excludes it.
    RoleConflict(RoleConflict),
    /// Too many are waiting.
    TooMany,
    /// More have joined as crew or door than any set has phones.
    Crowded,
}

/// More invites than a lost part of the log can have made.
const MOST_LOST: u32 = 10_000;

/// More than any set has performers; a flood of joins ends here.
const MAX_WAITING: usize = 60;

/// More than any set has phones in a day: whoever has the public codes can't fill the log without end. Nobody who
/// signals or is told counts, so that no crowd keeps them out.
const MAX_PUBLIC: usize = 20_000;

impl Set {
    /// All invites of the day, by number.
    pub fn invites(&self) -> impl Iterator<Item = (u32, &Invite)> {
        self.invites.iter().map(|(number, invite)| (*number, invite))
    }

    /// Whether an invite can be handed out: not used up, and its performer still here.
    pub fn is_usable(&self, invite: &Invite) -> bool {
        !(invite.is_single_use() && invite.used_by.is_some())
            && invite.for_.is_none_or(|performer| self.performer(performer).is_ok())
    }

    /// The performer for whom somebody was invited, while that performer is here.
    pub fn invited_for(&self, person: &Person) -> Option<PersonId> {
        self.invites.get(&person.invite)?.for_.filter(|performer| self.performer(*performer).is_ok())
    }

    fn next_invite(&self) -> u32 {
        self.invites.get_max().map_or(0, |(number, _)| number + 1).max(self.invites_from)
    }

    /// The day's own invites that are not there: one for the first IC, one for a 1st AD, and one each for everybody
    /// else.
    pub fn first_invites(&self) -> Vec<Event> {
        let is_here = |role: Role| match role {
            Role::Ic => self.has_had_ic(),
            role => self.people.values().any(|p| p.role == role && role.receives()),
        };
        let roles = [Role::Ic, Role::Ad, Role::Performer, Role::Crew, Role::Door].into_iter();
        let lacking = roles.filter(|role| !is_here(*role) && !self.invites.values().any(|i| i.role == *role));
        (self.next_invite()..)
            .zip(lacking)
            .map(|(number, role)| Event::InviteMade { role, name: String::new(), for_: None, number })
            .collect()
    }

    /// What a damaged log has lost may have used an invite, or made one: those for one phone are void, and no lost
    /// one's number is given again.
    pub(super) fn forget_open_invites(&mut self) {
        self.invites_from = self.next_invite() + MOST_LOST;
        let void: Vec<u32> = self
            .invites()
            .filter(|(_, i)| i.is_single_use() && i.used_by.is_none())
            .map(|(number, _)| number)
            .collect();
        for number in void {
            self.invites.remove(&number);
        }
    }

    /// Decides a `join` with a known invite.
    ///
    /// # Errors
    /// When the invite is used or over, the device or the name is already what excludes it, or the waiting room is full.
    pub fn decide_join(&self, new: &Newcomer) -> Result<(PersonId, Vec<Event>), JoinDenied> {
        let invite = self.invites.get(&new.invite).ok_or(JoinDenied::Used)?;
        let same_device = |p: &&Arc<Person>| p.device == new.device && p.is_here();
        // A phone whose answer got lost on the way says the same again.
        if let Some(known) =
            self.people.values().filter(same_device).find(|p| p.invite == new.invite && !p.resumed)
        {
            let mut events = vec![Event::TokenRenewed { person: known.id, token: new.token }];
            if self.is_first_ic(known)
                && let Some(kept) = &new.recovery
            {
                events.push(Event::RecoveryMade { kept: kept.clone() });
            }
            return Ok((known.id, events));
        }
        if invite.is_single_use() && invite.used_by.is_some() {
            return Err(JoinDenied::Used);
        }
        if !self.is_usable(invite) {
            return Err(JoinDenied::Expired);
        }
        // Practice, "roles that exclude each other": the IC is nothing else on this set.
        if self
            .people
            .values()
            .filter(same_device)
            .any(|p| p.role != invite.role && (p.role == Role::Ic || invite.role == Role::Ic))
        {
            return Err(JoinDenied::RoleConflict(RoleConflict::Device));
        }
        if let Some(conflict) = self.role_conflict(invite.role, &new.name) {
            return Err(JoinDenied::RoleConflict(conflict));
        }
        if invite.role.is_public()
            && self.people.values().filter(|p| p.role.is_public()).count() >= MAX_PUBLIC
        {
            return Err(JoinDenied::Crowded);
        }
        if invite.role.waits()
            && self.people.values().filter(|p| p.admission == Admission::Waiting).count() >= MAX_WAITING
        {
            return Err(JoinDenied::TooMany);
        }
        let mut events = vec![Event::Joined {
            person: new.person,
            role: invite.role,
            name: new.name.clone(),
            title: new.title.clone(),
            device: new.device,
            invite: new.invite,
            token: new.token,
        }];
        if invite.role == Role::Ic
            && !self.has_had_ic()
            && let Some(kept) = &new.recovery
        {
            events.push(Event::RecoveryMade { kept: kept.clone() });
        }
        Ok((new.person, events))
    }

    pub(super) fn decide_invite(
        &self,
        by: &Person,
        role: Role,
        name: Option<&str>,
        for_: Option<PersonId>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC makes invites.")?;
        let name = name.map(clean_name).transpose().map_err(Denial::bad_command)?.unwrap_or_default();
        self.make_invite(role, name, for_)
    }

    /// An invite for the laptop's command line, which for an IC has checked the recovery words.
    ///
    /// # Errors
    /// When too many single-use invites are open, or it is for nobody who is here.
    pub fn make_invite(
        &self,
        role: Role,
        name: String,
        for_: Option<PersonId>,
    ) -> Result<Vec<Event>, Denial> {
        if let Some(performer) = for_ {
            if !role.watches() {
                return Err(Denial::bad_command("Only a watcher or a chaperone is invited for somebody."));
            }
            self.performer(performer)?;
        }
        // It leads to the waiting room, so one is good for everyone: of the day, or of that performer.
        let is_there = self.invites.values().any(|i| i.role == role && i.for_ == for_);
        if !role.receives() && (is_there || !role.watches()) {
            return Ok(vec![]);
        }
        if role.receives()
            && self.invites.values().filter(|i| i.is_single_use() && i.used_by.is_none()).count() >= 20
        {
            return Err(Denial::new(
                DenialCode::TooMany,
                "Twenty invites are waiting to be used. Hand out one of those.",
            ));
        }
        Ok(vec![Event::InviteMade { role, name, for_, number: self.next_invite() }])
    }
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::*;
    use uuid::Uuid;

    #[test]
    fn however_many_join_as_crew_a_performer_still_comes_in() {
        let invite = |number, role| Event::InviteMade { role, name: String::new(), for_: None, number };
        let mut events = vec![invite(0, Role::Crew), invite(1, Role::Performer)];
        events.extend((0..MAX_PUBLIC as u128).map(|n| Event::Joined {
            person: PersonId(Uuid::from_u128(n)),
            role: Role::Crew,
            name: "Crew".into(),
            title: String::new(),
            device: DeviceId(Uuid::from_u128(n)),
            invite: 0,
            token: TokenHash::default(),
        }));
        let mut set = Set::default();
        set.apply(&Entry { at: 0, by: None, id: None, events }, 0);
        let next = Uuid::from_u128(MAX_PUBLIC as u128);
        let comes = |invite| {
            set.decide_join(&Newcomer {
                person: PersonId(next),
                name: "Ana".into(),
                title: String::new(),
                device: DeviceId(next),
                invite,
                token: TokenHash::default(),
                recovery: None,
            })
        };
        assert_eq!(comes(0), Err(JoinDenied::Crowded));
        assert_eq!(comes(1).map(|(person, _)| person), Ok(PersonId(next)));
    }
}
