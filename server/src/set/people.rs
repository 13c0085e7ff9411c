//! People: who is let in, as what, and with which phone.

use super::{Denial, Event, Moment, RecoveryKept, Set};
use crate::words::{DenialCode, DeviceId, PersonId, Role, UnixMs};
use std::sync::Arc;

/// SHA-256 of a device token: the token itself is known to the phone alone.
pub type TokenHash = [u8; 32];

/// A name or a title has at most this many characters: what fits on one line of a phone.
pub const MAX_NAME: usize = 40;

/// Where somebody stands with the IC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// In the waiting room.
    Waiting,
    /// Let in.
    Admitted,
    /// Turned away or revoked: this phone does not come back.
    Out,
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
}

impl Person {
    /// Let in, and not revoked since.
    pub fn is_admitted(&self) -> bool {
        self.admission == Admission::Admitted
    }

    pub(super) fn must_be_ic(&self, otherwise: &'static str) -> Result<(), Denial> {
        if self.role == Role::Ic { Ok(()) } else { Err(Denial::not_allowed(otherwise)) }
    }

    pub(super) fn must_receive(&self, otherwise: &'static str) -> Result<(), Denial> {
        if self.role.receives() { Ok(()) } else { Err(Denial::not_allowed(otherwise)) }
    }
}

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

/// What all ICs and 1st ADs are told about ICs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// An invite for a further IC was made.
    IcInvited,
    /// A further IC has joined.
    IcJoined(PersonId),
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
    /// This device is already something else here.
    RoleConflict,
    /// Too many are waiting.
    TooMany,
}

/// More than any set has performers; a flood of joins ends here.
const MAX_WAITING: usize = 60;

/// More than any set has phones in a day: whoever has the public codes can't fill the log without end.
const MAX_PEOPLE: usize = 20_000;

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

    /// All invites of the day, by number.
    pub fn invites(&self) -> impl Iterator<Item = (u32, &Invite)> {
        (0u32..).zip(self.invites.iter())
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

    /// Decides a `join` with a known invite.
    ///
    /// # Errors
    /// When the invite is used, the device is already the other thing, or the waiting room is full.
    pub fn decide_join(&self, new: &Newcomer) -> Result<(PersonId, Vec<Event>), JoinDenied> {
        let invite = self.invites.get(new.invite as usize).ok_or(JoinDenied::Used)?;
        let same_device = |p: &&Arc<Person>| p.device == new.device && p.admission != Admission::Out;
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
        // Practice, "roles that exclude each other": the IC is nothing else on this set.
        if self
            .people
            .values()
            .filter(same_device)
            .any(|p| p.role != invite.role && (p.role == Role::Ic || invite.role == Role::Ic))
        {
            return Err(JoinDenied::RoleConflict);
        }
        if self.people.len() >= MAX_PEOPLE {
            return Err(JoinDenied::TooMany);
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

    pub(super) fn decide_admit(
        &self,
        by: &Person,
        person: PersonId,
        name: Option<&str>,
        replaces: Option<PersonId>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC lets people in.")?;
        let waiting = self.waiting_person(person)?;
        if let Some(earlier) = replaces {
            let earlier =
                self.person(earlier).filter(|p| p.is_admitted()).ok_or_else(Denial::unknown_person)?;
            if earlier.role != waiting.role {
                return Err(Denial::bad_command("A phone can only replace one of the same role."));
            }
            return Ok(vec![Event::Replaced { person: earlier.id, by: person }]);
        }
        let name = name.map(clean_name).transpose().map_err(Denial::bad_command)?;
        Ok(vec![Event::Admitted { person, name, planned: None, for_: None }])
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

    pub(super) fn decide_invite(
        &self,
        by: &Person,
        role: Role,
        name: Option<&str>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC makes invites.")?;
        let name = name.map(clean_name).transpose().map_err(Denial::bad_command)?.unwrap_or_default();
        self.make_invite(role, name)
    }

    /// An invite for the laptop's command line, which for an IC has checked the recovery words.
    ///
    /// # Errors
    /// When too many single-use invites are open.
    pub fn make_invite(&self, role: Role, name: String) -> Result<Vec<Event>, Denial> {
        if !role.receives() {
            return Ok(vec![]); // the day's invite of that role is good for everyone
        }
        if self.invites.iter().filter(|i| i.is_single_use() && i.used_by.is_none()).count() >= 20 {
            return Err(Denial::new(
                DenialCode::TooMany,
                "Twenty invites are waiting to be used. Hand out one of those.",
            ));
        }
        Ok(vec![Event::InviteMade { role, name, for_: None }])
    }

    /// An admitted performer.
    pub(super) fn performer(&self, id: PersonId) -> Result<&Person, Denial> {
        self.person(id)
            .filter(|p| p.is_admitted() && p.role == Role::Performer)
            .ok_or_else(Denial::unknown_person)
    }

    fn waiting_person(&self, id: PersonId) -> Result<&Person, Denial> {
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

    fn put_out(&mut self, id: PersonId) {
        self.change_person(id, |p| p.admission = Admission::Out);
        if let Some(role) = self.person(id).map(|p| p.role)
            && let Some(people) = self.admitted.get_mut(&role)
        {
            people.remove(&id);
        }
        self.tests.remove(&id);
    }

    pub(super) fn apply_to_people(&mut self, event: &Event, when: Moment) {
        match event {
            Event::InviteMade { role, name, for_ } => {
                if *role == Role::Ic && self.has_had_ic() {
                    self.notices.push_front((when.at, Notice::IcInvited));
                }
                self.invites.push_back(Invite {
                    role: *role,
                    name: name.clone(),
                    for_: *for_,
                    used_by: None,
                });
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
                };
                self.people.insert(*person, Arc::new(newcomer));
                self.tokens.insert(*token, *person);
                if let Some(invite) = self.invites.get_mut(*invite as usize) {
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
            }
            Event::Replaced { person, by } => {
                let Some(newer) = self.people.get(by).cloned() else { return };
                self.put_out(*by);
                self.renew_token(*person, newer.token);
                self.change_person(*person, |p| {
                    p.device = newer.device;
                    p.resumed = newer.resumed;
                    p.tested_ms = None; // another phone: tested anew
                });
            }
            Event::TurnedAway { person } | Event::Revoked { person } => self.put_out(*person),
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

/// A name as it may be shown: one line, no characters that reorder or hide what stands around them.
///
/// # Errors
/// A sentence when nothing is left of it or it is too long.
pub fn clean_name(name: &str) -> Result<String, &'static str> {
    let name = clean_line(name);
    match name.chars().count() {
        // Joiners and variation selectors alone show nothing.
        _ if name.chars().all(|c| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')) => {
            Err("Please give the name to be used here.")
        }
        n if n > MAX_NAME => Err("A name can have 40 characters here. Please use a shorter one."),
        _ => Ok(name),
    }
}

/// One line of text without control characters and without those that reorder or hide text.
pub fn clean_line(text: &str) -> String {
    // The joiners U+200C and U+200D stay: names in Persian and other scripts are written with them.
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
            || matches!(
                c,
                '\u{AD}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{2800}' | '\u{3164}'
            )
            || matches!(c, '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
            || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}')
    };
    let visible: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !hides(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}
