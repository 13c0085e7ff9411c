//! Roles that exclude each other: the IC is nothing else on this set, so that nobody stands between a performer
//! and their word. Told by the device, by the plan, and by the names of those who are here.

use super::{Person, Set, same_name};
use crate::words::{Job, PlannedPerson, Role};
use std::borrow::Cow;

/// Why somebody can't be this on this set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleConflict {
    /// The phone is the other thing already.
    Device,
    /// Would be the IC, and the plan gives that name another job.
    Planned(Job),
    /// Would be the IC, and somebody of that name is here as another role.
    Here(Role),
    /// Has the IC's name.
    IsIc,
}

impl RoleConflict {
    /// What is so, why, and what to do.
    pub fn sentence(self) -> Cow<'static, str> {
        let would_be_ic = |as_what: &str| {
            format!(
                "{as_what}, and the IC does nothing else on this set: whoever signals must be able to speak to somebody with no other stake in the scene. If you are another person of the same name, add an initial and join again. If not, somebody else is the IC today."
            )
        };
        match self {
            Self::Device => "The IC does nothing else on this set, and this phone has joined as something else. Use another phone, or ask the IC to take this one out first.".into(),
            Self::Planned(job) => would_be_ic(&format!("The day's plan has this name as {}", job_words(job))).into(),
            Self::Here(role) => would_be_ic(&format!("Somebody of this name is here as {}", role_words(role))).into(),
            Self::IsIc => "The IC of this set has this name, and the IC does nothing else here: whoever signals must be able to speak to somebody with no other stake in the scene. If this is another person of the same name, add an initial and try again.".into(),
        }
    }
}

/// Whose names keep somebody from being the IC. Crew's don't.
const OTHERS: [Role; 4] = [Role::Ad, Role::Performer, Role::Watcher, Role::Chaperone];

impl Set {
    /// Whether somebody of this name can't be this. Crew never keep an IC out.
    pub(super) fn role_conflict(&self, role: Role, name: &str) -> Option<RoleConflict> {
        let here = |role| self.admitted(role).into_iter().any(|p: &Person| same_name(&p.name, name));
        let planned = self.planned_person(name).map(|p| p.job);
        match role {
            Role::Ic => {
                if let Some(job) = planned.filter(|job| !matches!(job, Job::Ic | Job::Crew)) {
                    return Some(RoleConflict::Planned(job));
                }
                OTHERS.into_iter().find(|role| here(*role)).map(RoleConflict::Here)
            }
            Role::Door => None,
            _ => (planned == Some(Job::Ic) || here(Role::Ic)).then_some(RoleConflict::IsIc),
        }
    }

    /// What is wrong with the job that a plan would give to somebody who is here.
    pub(super) fn conflicts_with_plan(&self, planned: &PlannedPerson) -> Option<&'static str> {
        let here = |role| self.admitted(role).into_iter().any(|p| same_name(&p.name, &planned.name));
        match planned.job {
            Job::Crew => None,
            Job::Ic => OTHERS.into_iter().any(here).then_some(
                "Somebody of this name is here as something else, and the IC does nothing else on this set. Write another person's name with an initial.",
            ),
            _ => here(Role::Ic).then_some(
                "The IC who is here has this name, and does nothing else on this set. Write another person's name with an initial.",
            ),
        }
    }
}

fn job_words(job: Job) -> &'static str {
    match job {
        Job::Performer => "a performer",
        Job::Chaperone => "a chaperone",
        Job::Ic => "the IC",
        Job::Ad => "the 1st AD",
        Job::Director => "the director",
        Job::Producer => "a producer",
        Job::BoardMember => "a board member",
        Job::Crew => "crew",
    }
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Ic => "the IC",
        Role::Ad => "the 1st AD",
        Role::Performer => "a performer",
        Role::Watcher => "a watcher",
        Role::Chaperone => "a chaperone",
        Role::Crew => "crew",
        Role::Door => "a door display",
    }
}
