//! People: who is let in, as what, and with which phone.

use super::{Denial, Event, Invite, Loss, Moment, RecoveryKept, Set, same_name};
use crate::words::{DeviceId, PersonId, Role, UnixMs};
use std::sync::Arc;

/// SHA-256 of a device token: the token itself is known to the phone alone.
pub type TokenHash = [u8; 32];

/// Where somebody stands with the IC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// In the waiting room.
    Waiting,
    /// Let in.
    Admitted,
    /// Turned away or revoked: this phone does not come back.
    Out,
    /// Their ending is done: this phone has forgotten everything.
    Closed,
}

/// One person with one phone.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Person {
    pub id: PersonId,
    /// The order of joining, which every list keeps.
    pub nth: u32,
    pub role: Role,
    pub name: String,
    pub title: String,
    pub device: DeviceId,
    pub invite: u32,
    pub token: TokenHash,
    /// The phone has come back with its token at least once.
    pub resumed: bool,
    pub admission: Admission,
    pub joined_at: UnixMs,
    pub on_set: bool,
    pub on_floor: bool,
    /// The measured time of this scene's press-test.
    pub tested_ms: Option<u32>,
    /// How many press-tests were painted, in all.
    pub tests: u32,
    /// Their name in the plan, as the IC matched it: never by themselves.
    pub planned: Option<String>,
    /// For a watcher or chaperone: whose button they hold.
    pub for_: Option<PersonId>,
    /// A chaperone was let in for them: not of age, whatever the plan says.
    pub chaperoned: bool,
}

impl Person {
    /// Let in, and not revoked since.
    pub fn is_admitted(&self) -> bool {
        self.admission == Admission::Admitted
    }

    /// Let in, or waiting for it.
    pub fn is_here(&self) -> bool {
        matches!(self.admission, Admission::Waiting | Admission::Admitted)
    }

    pub(super) fn must_be_ic(&self, otherwise: &'static str) -> Result<(), Denial> {
        if self.role == Role::Ic { Ok(()) } else { Err(Denial::not_allowed(otherwise)) }
    }

    pub(super) fn must_receive(&self, otherwise: &'static str) -> Result<(), Denial> {
        if self.role.receives() { Ok(()) } else { Err(Denial::not_allowed(otherwise)) }
    }
}

/// What all ICs and 1st ADs are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An invite for a further IC was made.
    IcInvited,
    /// A further IC has joined.
    IcJoined(PersonId),
    /// The day's log was damaged: what is lost of it.
    LogSaved(Option<Loss>),
}

impl Set {
    /// Anyone who ever joined, the waiting and the revoked too.
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.get(&id).map(AsRef::as_ref)
    }

    /// The admitted of a role, in the order of joining.
    pub fn admitted(&self, role: Role) -> Vec<&Person> {
        let mut people: Vec<&Person> =
            self.admitted.get(&role).into_iter().flatten().filter_map(|id| self.person(*id)).collect();
        people.sort_by_key(|p| p.nth);
        people
    }

    /// The waiting room, in the order of joining.
    pub fn waiting(&self) -> Vec<&Person> {
        let mut people: Vec<&Person> =
            self.people.values().map(AsRef::as_ref).filter(|p| p.admission == Admission::Waiting).collect();
        people.sort_by_key(|p| p.nth);
        people
    }

    /// Whose token this is the hash of.
    pub fn person_by_token(&self, token: &TokenHash) -> Option<&Person> {
        self.tokens.get(token).and_then(|id| self.person(*id))
    }

    /// An IC has joined today. From then on a later IC needs a live one, or the recovery words.
    pub fn has_had_ic(&self) -> bool {
        self.people.values().any(|p| p.role == Role::Ic)
    }

    /// What is kept of the recovery words.
    pub fn recovery(&self) -> Option<&RecoveryKept> {
        self.recovery.as_ref()
    }

    /// What all ICs and 1st ADs are told, latest first.
    pub fn notices(&self) -> impl Iterator<Item = &(UnixMs, Notice)> {
        self.notices.iter()
    }

    /// The day's first IC, to whom the recovery words are shown.
    pub fn is_first_ic(&self, person: &Person) -> bool {
        person.role == Role::Ic && !self.people.values().any(|p| p.role == Role::Ic && p.nth < person.nth)
    }

    pub(super) fn decide_on_floor(by: &Person, on: bool) -> Result<Vec<Event>, Denial> {
        by.must_receive("Only ICs and 1st ADs receive signals.")?;
        Ok(if by.on_floor == on { vec![] } else { vec![Event::OnFloor { person: by.id, on }] })
    }

    pub(super) fn decide_on_set(
        &self,
        by: &Person,
        person: PersonId,
        on: bool,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC switches people on set and off.")?;
        let performer = self.performer(person)?;
        Ok(if performer.on_set == on { vec![] } else { vec![Event::OnSet { person, on }] })
    }

    pub(super) fn decide_turn_away(&self, by: &Person, person: PersonId) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC turns people away.")?;
        self.waiting_person(person)?;
        Ok(vec![Event::TurnedAway { person }])
    }

    pub(super) fn decide_revoke(&self, by: &Person, person: PersonId) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC takes a phone out.")?;
        if person == by.id {
            return Err(Denial::not_allowed(
                "Another IC has to take this phone out: without one, nobody would be told.",
            ));
        }
        self.person(person).filter(|p| p.is_admitted()).ok_or_else(Denial::unknown_person)?;
        Ok(vec![Event::Revoked { person }])
    }

    /// An admitted performer.
    pub(super) fn performer(&self, id: PersonId) -> Result<&Person, Denial> {
        self.person(id)
            .filter(|p| p.is_admitted() && p.role == Role::Performer)
            .ok_or_else(Denial::unknown_person)
    }

    /// Somebody else who waits or was let in has the same name.
    pub fn shares_name(&self, person: &Person) -> bool {
        self.people.values().any(|p| p.id != person.id && p.is_here() && same_name(&p.name, &person.name))
    }

    pub(super) fn waiting_person(&self, id: PersonId) -> Result<&Person, Denial> {
        self.person(id).filter(|p| p.admission == Admission::Waiting).ok_or_else(Denial::unknown_person)
    }

    pub(super) fn change_person(&mut self, id: PersonId, change: impl FnOnce(&mut Person)) {
        if let Some(person) = self.people.get_mut(&id) {
            change(Arc::make_mut(person));
        }
    }

    fn admit(&mut self, id: PersonId, role: Role) {
        self.change_person(id, |p| p.admission = Admission::Admitted);
        self.admitted.entry(role).or_default().insert(id);
    }

    pub(super) fn put_out(&mut self, id: PersonId, how: Admission) {
        self.change_person(id, |p| p.admission = how);
        if let Some(role) = self.person(id).map(|p| p.role)
            && let Some(people) = self.admitted.get_mut(&role)
        {
            people.remove(&id);
        }
        self.tests.remove(&id);
    }

    pub(super) fn apply_to_people(&mut self, event: &Event, when: Moment) {
        match event {
            Event::InviteMade { role, name, for_, number } => {
                if *role == Role::Ic && self.has_had_ic() {
                    self.notices.push_front((when.at, Notice::IcInvited));
                }
                let invite = Invite { role: *role, name: name.clone(), for_: *for_, used_by: None };
                self.invites.insert(*number, invite);
            }
            Event::Joined { person, role, name, title, device, invite, token } => {
                if *role == Role::Ic && self.has_had_ic() {
                    self.notices.push_front((when.at, Notice::IcJoined(*person)));
                }
                let newcomer = Person {
                    id: *person,
                    nth: u32::try_from(self.people.len()).unwrap_or(u32::MAX),
                    role: *role,
                    name: name.clone(),
                    title: title.clone(),
                    device: *device,
                    invite: *invite,
                    token: *token,
                    resumed: false,
                    admission: Admission::Waiting,
                    joined_at: when.at,
                    on_set: true,
                    on_floor: false,
                    tested_ms: None,
                    tests: 0,
                    planned: None,
                    for_: None,
                    chaperoned: false,
                };
                self.people.insert(*person, Arc::new(newcomer));
                self.tokens.insert(*token, *person);
                if let Some(invite) = self.invites.get_mut(invite) {
                    invite.used_by = Some(*person);
                }
                // Crew and door see only what is public on set; IC and 1st AD invites are handed out by name.
                if !role.waits() {
                    self.admit(*person, *role);
                }
            }
            Event::TokenRenewed { person, token } => self.renew_token(*person, *token),
            Event::Resumed { person } => self.change_person(*person, |p| p.resumed = true),
            Event::RecoveryMade { kept } => self.recovery = Some(kept.clone()),
            Event::Admitted { person, name, planned, for_ } => {
                if let Some(role) = self.person(*person).map(|p| p.role) {
                    self.admit(*person, role);
                }
                if let Some(name) = name {
                    self.change_person(*person, |p| p.name.clone_from(name));
                }
                self.change_person(*person, |p| {
                    p.planned.clone_from(planned);
                    p.for_ = *for_;
                });
                self.remember_minors(*person);
            }
            Event::Replaced { person, by } => {
                let Some(newer) = self.people.get(by).cloned() else { return };
                self.put_out(*by, Admission::Out);
                self.renew_token(*person, newer.token);
                self.change_person(*person, |p| {
                    p.device = newer.device;
                    p.resumed = newer.resumed;
                    p.tested_ms = None; // another phone: tested anew
                });
            }
            Event::TurnedAway { person } | Event::Revoked { person } => self.put_out(*person, Admission::Out),
            Event::OnSet { person, on } => self.change_person(*person, |p| p.on_set = *on),
            Event::OnFloor { person, on } => self.change_person(*person, |p| p.on_floor = *on),
            _ => {}
        }
    }

    fn renew_token(&mut self, person: PersonId, token: TokenHash) {
        if let Some(old) = self.person(person).map(|p| p.token) {
            self.tokens.remove(&old);
        }
        self.change_person(person, |p| p.token = token);
        self.tokens.insert(token, person);
    }
}
