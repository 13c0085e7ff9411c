//! The day's plan as a file: reading it with every mistake and its line, and writing it again.
//!
//! `docs/day.example.toml` is such a file, with comments. What a plan that comes in on the day may change is a
//! rule of the set: `set/import.rs`.

mod check;
mod mistakes;
mod read;
mod section;
mod time;
mod words;
mod write;

pub use mistakes::{Mistake, sentences};
pub use read::read;
pub use write::write;

use crate::{
    set::{Fault, Place},
    words::{DayPlan, LineId},
};
use jiff::tz::TimeZone;
use mistakes::Mistakes;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// A day plan has at most so many bytes: ten times what a long day needs.
pub const MAX_SIZE: usize = 256 * 1024;

/// What an IC begins with who has no plan yet: the example, as comments.
pub fn starter() -> String {
    let example = include_str!("../../../docs/day.example.toml");
    let commented = |line: &str| match line {
        "" => String::new(),
        line if line.starts_with('#') => line.to_owned(),
        line => format!("# {line}"),
    };
    example.lines().map(|line| commented(line) + "\n").collect()
}

/// A plan that was read, and where in its text everything stands.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What it says.
    pub plan: Arc<DayPlan>,
    /// Of what it says, however it is written.
    pub hash: String,
    places: Places,
}

/// The lines of a plan's parts, in the plan's own order.
#[derive(Clone, Debug, Default)]
struct Places {
    scenes: u32,
    people: u32,
    each_scene: Vec<ScenePlaces>,
    each_person: Vec<u32>,
}

#[derive(Clone, Debug, Default)]
struct ScenePlaces {
    kinds: u32,
    limits: u32,
    parts: Vec<u32>,
    lines: Vec<u32>,
}

impl Draft {
    fn new(plan: DayPlan, places: Places) -> Self {
        let hash = Sha256::digest(write(&plan, &TimeZone::UTC).as_bytes());
        let hash = hash.iter().map(|b| format!("{b:02x}")).collect();
        Self { plan: Arc::new(plan), hash, places }
    }

    /// What the rules of the day found, with lines.
    pub fn mistakes(&self, faults: &[Fault]) -> Vec<Mistake> {
        let mut found = Mistakes::default();
        for (place, sentence) in faults {
            found.add(self.line(*place), *sentence);
        }
        found.sorted()
    }

    fn line(&self, place: Place) -> u32 {
        let scene = |i: usize| self.places.each_scene.get(i);
        let line = match place {
            Place::Scenes => Some(self.places.scenes),
            Place::People => Some(self.places.people),
            Place::Person(i) => self.places.each_person.get(i).copied(),
            Place::Kinds(i) => scene(i).map(|s| s.kinds),
            Place::Limits(i) => scene(i).map(|s| s.limits),
            Place::Part(i, j) => scene(i).and_then(|s| s.parts.get(j).copied()),
            Place::Line(i, j) => scene(i).and_then(|s| s.lines.get(j).copied()),
        };
        line.unwrap_or(1)
    }
}

/// The id of a line: the same for the same line of the same scene, in whichever order it names people.
pub fn line_id(scene: &str, who: &[String], to: &[String], what: &str) -> LineId {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text.as_bytes());
    };
    let mut sorted = [who.to_vec(), to.to_vec()];
    part(scene);
    for names in &mut sorted {
        names.sort();
        part(&names.len().to_string());
        for name in names {
            part(name);
        }
    }
    part(what);
    let hash = hash.finalize();
    LineId(Uuid::from_bytes(std::array::from_fn(|i| hash[i])))
}

#[cfg(test)]
mod tests;
