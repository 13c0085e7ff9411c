//! Mistakes in a plan: each a line and a sentence, all of them in one go. No sentence has a name in it: they
//! are told on standard error, too.

use std::{fmt, ops::Range};

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// From 1.
    pub line: u32,
    /// What is wrong, and what to write.
    pub sentence: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}: {}", self.line, self.sentence)
    }
}

/// More than anybody mends at once: so many are told, and how many more there are.
const MOST_TOLD: usize = 100;

/// All mistakes, a line each.
pub fn sentences(mistakes: &[Mistake]) -> String {
    let mut told: Vec<String> = mistakes.iter().take(MOST_TOLD).map(Mistake::to_string).collect();
    if mistakes.len() > MOST_TOLD {
        told.push(format!("And {} more.", mistakes.len() - MOST_TOLD));
    }
    told.join("\n")
}

/// What is collected while reading.
#[derive(Default)]
pub(super) struct Mistakes {
    /// Where each line of the text begins.
    starts: Vec<usize>,
    found: Vec<Mistake>,
}

impl Mistakes {
    pub fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { starts: ends.map(|(at, _)| at + 1).collect(), found: Vec::new() }
    }

    pub fn line(&self, span: &Range<usize>) -> u32 {
        let before = self.starts.partition_point(|start| *start <= span.start);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }

    pub fn add(&mut self, line: u32, sentence: impl Into<String>) {
        self.found.push(Mistake { line, sentence: sentence.into() });
    }

    pub fn at(&mut self, span: &Range<usize>, sentence: impl Into<String>) {
        self.add(self.line(span), sentence);
    }

    pub fn has_some(&self) -> bool {
        !self.found.is_empty()
    }

    pub fn sorted(mut self) -> Vec<Mistake> {
        self.found.sort();
        self.found.dedup();
        self.found
    }
}
