//! Set access, an axis of its own: open → closing → closed → reopening, and "closed as listed".

use super::{Denial, Event, Person, Set, Side, clean_line};
use crate::words::{Access, DenialCode, Role};

#[derive(Clone, Debug)]
pub(super) struct SetAccess {
    pub access: Access,
    pub notice: String,
    attested: Attestation,
}

impl Default for SetAccess {
    fn default() -> Self {
        Self { access: Access::Open, notice: String::new(), attested: Attestation::default() }
    }
}

/// Who has attested that the set is closed as listed: people, monitors, no phones or cameras but signal
/// phones, robes to hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Attestation {
    pub ic: bool,
    pub ad: bool,
}

/// A notice is one line on a phone and on the door.
const MAX_NOTICE: usize = 120;

impl Set {
    /// Who has attested "closed as listed" for the open scene.
    pub fn attested(&self) -> Attestation {
        self.access.attested
    }

    /// Closed, and attested by both: each is one tap.
    pub(super) fn is_closed_as_listed(&self) -> bool {
        self.access.access == Access::Closed && self.access.attested.ic && self.access.attested.ad
    }

    pub(super) fn forget_attestations(&mut self) {
        self.access.attested = Attestation::default();
    }

    pub(super) fn decide_access(
        &self,
        by: &Person,
        access: Access,
        notice: Option<&str>,
    ) -> Result<Vec<Event>, Denial> {
        let allowed = match access {
            Access::Closing | Access::Closed => by.role.receives(),
            Access::Reopening => by.role == Role::Ad,
            Access::Open => {
                by.role == Role::Ic || (by.role == Role::Ad && self.cast_on_set().next().is_none())
            }
        };
        if !allowed {
            return Err(Denial::not_allowed(match access {
                Access::Closing | Access::Closed => "The 1st AD or the IC closes the set.",
                Access::Reopening => "The 1st AD says that the set reopens.",
                Access::Open => "The IC opens the set, or the 1st AD once no performer is on set.",
            }));
        }
        let notice = notice.map(clean_line);
        if notice.as_ref().is_some_and(|n| n.chars().count() > MAX_NOTICE) {
            return Err(Denial::bad_command(
                "A notice has at most 120 characters, so that the door can show it.",
            ));
        }
        if notice.as_ref().is_some_and(|notice| self.names_a_minor(notice)) {
            return Err(Denial::new(
                DenialCode::Minor,
                "A notice names no minor: everyone reads it, and the door shows it. Say it without the name.",
            ));
        }
        if self.access.access == access && notice.as_ref().is_none_or(|n| *n == self.access.notice) {
            return Ok(vec![]);
        }
        Ok(vec![Event::AccessSet { access, notice }])
    }

    pub(super) fn decide_attest(
        &self,
        by: &Person,
        scene: &str,
        parts: [bool; 4],
    ) -> Result<Vec<Event>, Denial> {
        by.must_receive("The IC and the 1st AD attest that the set is closed as listed.")?;
        let scene = self.scene.as_ref().filter(|s| s.id == scene).ok_or_else(Denial::unknown_scene)?;
        let closed_as_listed = parts.iter().all(|part| *part);
        if closed_as_listed && !matches!(self.access.access, Access::Closing | Access::Closed) {
            return Err(Denial::not_allowed("The set is open. Close it first, then look."));
        }
        Ok(vec![Event::Attested { side: by.role.side(), scene: scene.id.clone(), closed_as_listed }])
    }

    pub(super) fn apply_to_access(&mut self, event: &Event) {
        match event {
            Event::AccessSet { access, notice } => {
                if matches!(access, Access::Open | Access::Reopening) {
                    self.forget_attestations();
                }
                self.access.access = *access;
                if let Some(notice) = notice {
                    self.access.notice.clone_from(notice);
                }
            }
            Event::Attested { side, scene, closed_as_listed }
                if self.scene.as_ref().is_some_and(|s| s.id == *scene) =>
            {
                match side {
                    Side::Ic => self.access.attested.ic = *closed_as_listed,
                    Side::Ad => self.access.attested.ad = *closed_as_listed,
                }
            }
            _ => {}
        }
    }
}
