//! How much is measured: the whole of it, or a quick look.

use std::time::Duration;

/// How much is measured.
#[derive(Clone, Debug)]
pub struct Plan {
    /// In the part `hold` only these systems, where any are named.
    pub systems: Vec<String>,
    /// Each figure so many times.
    pub repetitions: usize,
    /// Every system's slice comes so many times in a repetition.
    pub rounds: usize,
    /// Idle clients beside those that take part.
    pub others: usize,
    /// Signals in a slice, one right behind the other.
    pub hot: usize,
    /// Signals in a slice with some time in between.
    pub cold: usize,
    /// Phones of the large set.
    pub many: usize,
    /// Views to all of them in a repetition.
    pub fans: usize,
}

impl Plan {
    /// What docs/performance.md keeps.
    pub const FULL: Self = Self {
        systems: Vec::new(),
        repetitions: 5,
        rounds: 14,
        others: 500,
        hot: 26,
        cold: 12,
        many: 10_000,
        fans: 40,
    };
    /// Some seconds.
    pub const QUICK: Self = Self {
        systems: Vec::new(),
        repetitions: 2,
        rounds: 1,
        others: 50,
        hot: 12,
        cold: 5,
        many: 300,
        fans: 4,
    };

    /// Whether a system is measured.
    pub fn has(&self, system: &str) -> bool {
        self.systems.is_empty() || self.systems.iter().any(|name| name == system)
    }
}

/// Taken up by the first signals of each slice, which are not counted: the slice before was another system's.
pub const WARM: usize = 4;
/// Between two signals of which each is to find everybody asleep.
pub const COLD: Duration = Duration::from_millis(2);
