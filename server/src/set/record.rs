//! The record: the day's signals that are over, what production's report has of them, and the day's end.

use super::{Denial, Event, Person, Set};
use crate::words::SignalId;

impl Set {
    pub(super) fn decide_tick(
        &self,
        _by: &Person,
        _signal: SignalId,
        _on: bool,
    ) -> Result<Vec<Event>, Denial> {
        Err(Denial::unknown_signal())
    }

    pub(super) fn decide_wrap(&self, _by: &Person, _keep_names: bool) -> Result<Vec<Event>, Denial> {
        Err(Denial::not_allowed("Only the IC wraps the day."))
    }

    pub(super) fn apply_to_record(&mut self, _event: &Event) {}
}
