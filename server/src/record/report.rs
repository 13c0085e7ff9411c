//! A report: the same story as a page to read and print, and as JSON for other programs.

use super::{Story, clockface::Clockface, page};
use crate::words::{Reader, UnixMs};
use serde_json::json;

/// A report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// One self-contained page.
    pub html: String,
    /// The same for other programs.
    pub json: String,
}

/// Everything that a report is made from.
pub(super) struct Edition<'a> {
    pub story: &'a Story,
    pub reader: Reader,
    pub clock: Clockface,
}

impl Report {
    /// The report of a story that has nothing in it which this reader may not have.
    ///
    /// # Panics
    /// Never: our own types can always be written.
    pub fn of(story: &Story, reader: Reader) -> Self {
        let edition = Edition { story, reader, clock: Clockface::here() };
        let json = json!({ "for": reader, "about": edition.about(), "story": story });
        Self {
            html: page::html(&edition),
            json: serde_json::to_string_pretty(&json).expect("our own types can always be written"),
        }
    }
}

const DAY: UnixMs = 24 * 60 * 60 * 1000;

impl Edition<'_> {
    /// What stands at the top of each report.
    pub fn about(&self) -> Vec<String> {
        let mut about = vec![
            "This report is no evidence of consent. That somebody pressed nothing, or answered yes, proves nothing about what they wanted; a hold says only: stop the action now."
                .to_owned(),
        ];
        let until = match self.story.wrapped_at {
            Some(at) => format!(
                "until {}; then the hub's laptop destroys it",
                self.clock.date(at + u64::from(self.story.keep_days) * DAY)
            ),
            None => format!(
                "until {} days after the wrap; then the hub's laptop destroys it. The day is not wrapped yet, so this is how it stands now",
                self.story.keep_days
            ),
        };
        about.push(match self.reader {
            Reader::Ic => format!(
                "Kept by the intimacy coordinator alone, sealed to the recovery words, {until}. Whoever keeps a copy of this page answers for it."
            ),
            Reader::Production => format!(
                "For production: no names, and only those signals that the intimacy coordinator chose to show. Times of cuts and takes may still tell those who were there something. The intimacy coordinator keeps the day's record {until}. Production answers for this copy."
            ),
        });
        let told = |receives: bool| self.story.people.iter().filter(move |p| p.role.receives() == receives);
        let theirs = told(false).any(|p| p.who.is_some());
        if self.reader == Reader::Ic && told(false).next().is_some() && !theirs {
            about.push(
                "Of names it has those of the ICs and 1st ADs only: those of performers, watchers and chaperones were not kept. Where only one performer was on set, whoever was there still knows whose a signal or an answer was."
                    .to_owned(),
            );
        }
        about
    }
}
