//! The day's log was damaged, and part of it is lost for good: what of that can't be known is taken to be so that the
//! performers lose nothing by it.
//!
//! What may have been taken back is taken back, what may have been attested is asked again, and no camera rolls until
//! an IC says so. A signal that may have been released stays open. Whether somebody was taken out can't be known:
//! that is told to every IC, and so is that a press may be lost.

use super::{Loss, Moment, Notice, Set};

impl Set {
    pub(super) fn apply_saved(&mut self, lost: Option<Loss>, when: Moment) {
        self.notices.push_front((when.at, Notice::LogSaved(lost)));
        if lost.is_none() {
            return;
        }
        self.not_yet = true;
        self.forget_attestations();
        self.forget_check_in();
        self.forget_press_tests();
        self.doubt_ways();
        self.end_all_changes();
        for scene in self.planned_scenes_of_the_day() {
            self.reopen_riders(&scene);
        }
        self.forget_open_invites();
    }

    /// What was saved of a damaged log, the latest time that it was.
    pub fn log_saved(&self) -> Option<Option<Loss>> {
        self.notices().find_map(|(_, notice)| match notice {
            Notice::LogSaved(lost) => Some(*lost),
            _ => None,
        })
    }
}
