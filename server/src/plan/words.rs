//! The plan's words, as a person writes them.

use crate::words::{Job, Kind, Say, TradeWord};

/// A word of a closed list.
pub(super) trait PlanWord: Copy + PartialEq + 'static {
    /// All of them, as they are written.
    const ALL: &'static [(&'static str, Self)];

    /// However it is capitalised, with spaces, hyphens or underscores.
    fn read(text: &str) -> Option<Self> {
        let plain = |text: &str| text.trim().to_lowercase().replace(['_', '-'], " ");
        Self::ALL.iter().find(|(word, _)| plain(word) == plain(text)).map(|(_, value)| *value)
    }

    fn write(self) -> &'static str {
        Self::ALL.iter().find(|(_, value)| *value == self).map_or("", |(word, _)| word)
    }

    /// "yes, ask or not here".
    fn choice() -> String {
        let words: Vec<&str> = Self::ALL.iter().map(|(word, _)| *word).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => words.concat(),
        }
    }
}

impl PlanWord for Say {
    const ALL: &'static [(&'static str, Self)] =
        &[("yes", Say::Yes), ("ask", Say::Ask), ("not here", Say::NotHere)];
}

impl PlanWord for Kind {
    const ALL: &'static [(&'static str, Self)] = &[
        ("nudity", Kind::Nudity),
        ("simulated sex", Kind::SimulatedSex),
        ("explicit", Kind::Explicit),
        ("hyper exposed", Kind::HyperExposed),
        ("kiss", Kind::Kiss),
        ("other", Kind::Other),
    ];
}

impl PlanWord for Job {
    const ALL: &'static [(&'static str, Self)] = &[
        ("performer", Job::Performer),
        ("chaperone", Job::Chaperone),
        ("ic", Job::Ic),
        ("ad", Job::Ad),
        ("director", Job::Director),
        ("producer", Job::Producer),
        ("board member", Job::BoardMember),
        ("crew", Job::Crew),
    ];
}

impl PlanWord for TradeWord {
    const ALL: &'static [(&'static str, Self)] = &[
        ("ic", TradeWord::Ic),
        ("ad", TradeWord::Ad),
        ("closed_set", TradeWord::ClosedSet),
        ("blocking", TradeWord::Blocking),
        ("rehearsal", TradeWord::Rehearsal),
        ("last_looks", TradeWord::LastLooks),
        ("picture_up", TradeWord::PictureUp),
        ("rolling", TradeWord::Rolling),
        ("cut", TradeWord::Cut),
        ("reset", TradeWord::Reset),
        ("closure", TradeWord::Closure),
        ("wrapped", TradeWord::Wrapped),
    ];
}
