//! What is told when the day's log was damaged: what was saved, what is lost, and what to do on set.

use crate::{
    record::Clockface,
    set::{Loss, Set},
};

/// To ICs, 1st ADs and whoever is at the laptop. Names nobody.
pub(super) fn sentences(lost: Option<Loss>) -> String {
    let Some(Loss { entries, end, after, until }) = lost else {
        return "The day's log was damaged. All of it was saved from its second copy: nothing is lost, and the day goes on. \
                After the day, have the laptop's disk looked at.".to_owned();
    };
    let clock = Clockface::here();
    let saved = match after {
        0 => "Nothing of its beginning was saved".to_owned(),
        after => format!("It was saved up to {}", clock.minute(after)),
    };
    let more = until.map(|until| format!(" and from {} on", clock.minute(until))).unwrap_or_default();
    let gone = match (entries, end) {
        (0, _) => "What came after that may be lost".to_owned(),
        (n, false) => format!("{n} {} in between {} lost", things(n), if n == 1 { "is" } else { "are" }),
        (n, true) => format!("{n} {} in between, and perhaps what came last, are lost", things(n)),
    };
    format!(
        "The day's log was damaged. {saved}{more}. {gone}. \
         Before anybody is touched or a camera rolls: the IC asks every performer for a press and a press-test, looks at every open signal, \
         goes through the plan and the riders with each of them, and takes out whoever should not be in the list of people. \
         \u{201C}Not yet\u{201D} is on until the IC clears it; what was attested, checked in or changed is asked again; \
         codes for ICs and 1st ADs who have not come yet are made anew."
    )
}

/// For the timeline.
pub(super) fn line(lost: Option<Loss>) -> &'static str {
    match lost {
        None => "The log was damaged; all of it was saved",
        Some(_) => "The log was damaged, and part of it is lost: \"not yet\"",
    }
}

fn things(n: u64) -> &'static str {
    if n == 1 { "entry" } else { "entries" }
}

/// The latest such telling of the day, for the laptop.
pub fn log_saved(set: &Set) -> Option<String> {
    set.log_saved().map(sentences)
}
