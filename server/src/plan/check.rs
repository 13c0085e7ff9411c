//! What has to fit together in a plan.

use super::{mistakes::Mistakes, section::At};
use crate::{
    set::{same_name, text_names},
    words::{Job, Kind, ListedPerson, PlannedPerson},
};

/// Somebody of `[[people]]`, as far as they could be read.
pub(super) struct ReadPerson {
    pub line: u32,
    pub name: At<String>,
    pub job: Option<Job>,
    pub minor: bool,
    pub chaperone: Option<At<String>>,
}

impl ReadPerson {
    pub fn planned(&self) -> PlannedPerson {
        PlannedPerson {
            name: self.name.value.clone(),
            job: self.job.unwrap_or(Job::Crew),
            minor: self.minor,
            chaperone: self.chaperone.as_ref().map(|c| c.value.clone()),
        }
    }
}

/// Practice: roles that exclude each other.
const IC_ALONE: &str = "The IC is not at the same time producer, director, AD, board member, performer or chaperone. Name another IC, or somebody else for this.";

/// Never in the interface.
const NEVER: [&str; 9] =
    ["panic", "alarm", "incident", "complaint", "veto", "violation", "consent", "talent", "victim"];

fn find<'p>(people: &'p [ReadPerson], name: &str) -> Option<&'p ReadPerson> {
    people.iter().find(|p| same_name(&p.name.value, name))
}

fn excludes_ic(job: Job) -> bool {
    !matches!(job, Job::Ic | Job::Crew)
}

pub(super) fn people(people: &[ReadPerson], mistakes: &mut Mistakes) {
    for (i, person) in people.iter().enumerate() {
        doubled(person, &people[..i], mistakes);
        if person.minor {
            minor(person, people, mistakes);
        } else if let Some(chaperone) = &person.chaperone {
            mistakes
                .add(chaperone.line, "Only a minor has a chaperone: write minor = true, or leave this out.");
        }
    }
}

fn doubled(person: &ReadPerson, before: &[ReadPerson], mistakes: &mut Mistakes) {
    let Some(earlier) = find(before, &person.name.value) else { return };
    let jobs = [earlier.job, person.job];
    if jobs.contains(&Some(Job::Ic)) && jobs.into_iter().flatten().any(excludes_ic) {
        return mistakes.add(person.name.line, IC_ALONE);
    }
    let sentence = format!("This person stands here twice, first on line {}.", earlier.name.line);
    mistakes.add(person.name.line, sentence);
}

fn minor(person: &ReadPerson, people: &[ReadPerson], mistakes: &mut Mistakes) {
    if person.job.is_some_and(|job| job != Job::Performer) {
        mistakes.add(person.line, "Only a performer is written down as a minor here.");
    }
    let Some(chaperone) = &person.chaperone else {
        return mistakes
            .add(person.line, "A minor needs a chaperone: chaperone = \"…\", with a name of [[people]].");
    };
    match find(people, &chaperone.value).map(|found| found.job) {
        None => mistakes.add(chaperone.line, "This chaperone is not among [[people]]."),
        Some(Some(Job::Ic)) => mistakes.add(chaperone.line, IC_ALONE),
        Some(Some(job)) if job != Job::Chaperone => {
            mistakes.add(chaperone.line, "In [[people]] this person has another job than chaperone.");
        }
        Some(_) => {}
    }
}

/// Everyone on set reads a title.
pub(super) fn title(title: &At<String>, people: &[ReadPerson], mistakes: &mut Mistakes) {
    if people.iter().any(|p| p.minor && text_names(&title.value, &p.name.value)) {
        mistakes.add(title.line, "This title names a minor, and everyone on set reads it. Use another one.");
    }
}

pub(super) fn part(name: &At<String>, kinds: &[Kind], people: &[ReadPerson], mistakes: &mut Mistakes) {
    let Some(person) = find(people, &name.value) else {
        return mistakes.add(name.line, "This name is not among [[people]].");
    };
    match person.job {
        Some(Job::Ic) => mistakes.add(name.line, IC_ALONE),
        Some(job) if job != Job::Performer => mistakes.add(
            name.line,
            "In [[people]] this person has another job. Whoever plays in a scene is a performer.",
        ),
        _ => {}
    }
    if person.minor && kinds.iter().any(|kind| kind.is_exposing()) {
        mistakes.add(name.line, "No minor plays in a scene with nudity, simulated sex or the like.");
    }
}

pub(super) fn listed(
    name: &At<String>,
    before: &[ListedPerson],
    people: &[ReadPerson],
    mistakes: &mut Mistakes,
) {
    if before.iter().any(|p| same_name(&p.name, &name.value)) {
        mistakes.add(name.line, "This is on the closed-set list twice.");
    }
    if find(people, &name.value).is_some_and(|p| p.job == Some(Job::Performer)) {
        mistakes.add(name.line, "Performers are in by the plan. The closed-set list is for everybody else.");
    }
}

pub(super) fn trade_word(text: &At<String>, mistakes: &mut Mistakes) {
    let lower = text.value.to_lowercase();
    if NEVER.iter().any(|never| lower.contains(never)) {
        mistakes.add(text.line, "This word frightens or blames, and is never used here. Take another one.");
    }
}
