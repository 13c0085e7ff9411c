//! The day's plan: what was agreed beforehand, riders, and who is meant by which name.

use super::{Denial, Event, Moment, Person, Set};
use crate::words::Command;

impl Set {
    pub(super) fn decide_about_plan(&self, _by: &Person, _command: &Command) -> Result<Vec<Event>, Denial> {
        Err(Denial::unknown_line())
    }

    pub(super) fn apply_to_plan(&mut self, _event: &Event, _when: Moment) {}
}
