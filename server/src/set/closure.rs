//! Closure: the ending of an intimate scene for one person.

use super::{Denial, Event, Moment, Person, Set};
use crate::words::Command;

impl Set {
    pub(super) fn decide_closure(&self, _by: &Person, _command: &Command) -> Result<Vec<Event>, Denial> {
        Err(Denial::unknown_person())
    }

    pub(super) fn apply_to_closures(&mut self, _event: &Event, _when: Moment) {}
}
