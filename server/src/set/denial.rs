//! Why a command is denied: a code of the closed table, and a sentence that says what to do.

use super::Event;
use crate::words::DenialCode;
use std::{borrow::Cow, fmt};

/// A command that was not carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Denial {
    /// From the closed table.
    pub code: DenialCode,
    /// For the person.
    pub message: Cow<'static, str>,
    /// What happens all the same: a roll that skipped last looks asks the ways to signal again.
    pub also: Vec<Event>,
}

impl Denial {
    /// A denial with its sentence.
    pub fn new(code: DenialCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), also: Vec::new() }
    }

    pub(super) fn not_allowed(message: &'static str) -> Self {
        Self::new(DenialCode::NotAllowed, message)
    }

    pub(super) fn bad_command(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(DenialCode::BadCommand, message)
    }

    pub(super) fn not_admitted() -> Self {
        Self::not_allowed(
            "The IC has not let this phone in yet. Until then, use your agreed word or gesture.",
        )
    }

    pub(super) fn unknown_signal() -> Self {
        Self::new(DenialCode::UnknownSignal, "That signal is not open any more.")
    }

    pub(super) fn unknown_person() -> Self {
        Self::new(DenialCode::UnknownPerson, "Nobody here by that id: the list on your screen may be old.")
    }

    pub(super) fn unknown_line() -> Self {
        Self::new(
            DenialCode::UnknownLine,
            "That line is not in the plan any more: the list on your screen may be old.",
        )
    }

    pub(super) fn not_asked() -> Self {
        Self::new(DenialCode::NotAsked, "This was not asked of you.")
    }

    pub(super) fn unknown_scene() -> Self {
        Self::new(DenialCode::UnknownScene, "No such scene is open. Open the scene first.")
    }

    pub(super) fn unknown_planned_scene() -> Self {
        Self::new(
            DenialCode::UnknownScene,
            "No such scene is in the plan: the list on your screen may be old.",
        )
    }

    /// The disk can't be written.
    pub fn not_recorded() -> Self {
        Self::new(
            DenialCode::NotRecorded,
            "The laptop's disk can't be written, so this was not done. Signals, CUT and standing down still work. Free some space on the laptop.",
        )
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Denial {}
