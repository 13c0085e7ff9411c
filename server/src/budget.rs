//! How much one peer may ask for.

use std::time::Instant;

/// A token bucket.
#[derive(Debug)]
pub struct Budget {
    left: f64,
    at: Instant,
    most: f64,
    per_second: f64,
}

impl Budget {
    /// Full: so many at once, and then so many a second.
    pub fn of(most: f64, per_second: f64) -> Self {
        Self { left: most, at: Instant::now(), most, per_second }
    }

    /// Whether there is one left, which is taken.
    pub fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * self.per_second).min(self.most);
        self.at = now;
        let within = self.left >= 1.0;
        if within {
            self.left -= 1.0;
        }
        within
    }
}
