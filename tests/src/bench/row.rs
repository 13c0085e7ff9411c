//! What the bench finds: rows of a table, and the curves behind them.

use hdrhistogram::Histogram;
use std::time::Duration;

/// In what a row is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Millionths of a second.
    Micros,
    /// Thousandths of a second.
    Millis,
    /// So many times something else.
    Times,
    /// A share of the whole, in per cent.
    Percent,
    /// Thousands of bytes.
    KiloBytes,
    /// A number of things.
    Count,
}

impl Unit {
    /// As it stands behind a number.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Micros => "µs",
            Self::Millis => "ms",
            Self::Times => "×",
            Self::Percent => "%",
            Self::KiloBytes => "kB",
            Self::Count => "",
        }
    }

    /// A value with as many digits as say something.
    pub fn write(self, value: f64) -> String {
        match self {
            Self::Times => format!("{value:.2}"),
            Self::Count if value.fract() == 0.0 => format!("{value:.0}"),
            Self::Percent => format!("{value:.3}"),
            _ if value < 10.0 => format!("{value:.2}"),
            _ if value < 100.0 => format!("{value:.1}"),
            _ => format!("{value:.0}"),
        }
    }
}

/// What a row should come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// No more than this.
    pub at_most: f64,
    /// What would be better still.
    pub stretch: Option<f64>,
}

/// One row of a table: one figure of one system, measured several times.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// "hot, p99".
    pub name: String,
    /// "hub", "NATS".
    pub system: String,
    /// Of the values.
    pub unit: Unit,
    /// One for each repetition; empty: it was not run.
    pub values: Vec<f64>,
    /// What it should come to, if anything is said.
    pub target: Option<Target>,
}

impl Row {
    /// A row without a target.
    pub fn new(name: impl Into<String>, system: impl Into<String>, unit: Unit, values: Vec<f64>) -> Self {
        Self { name: name.into(), system: system.into(), unit, values, target: None }
    }

    /// What could not be had here.
    pub fn not_run(name: impl Into<String>, system: impl Into<String>) -> Self {
        Self::new(name, system, Unit::Count, Vec::new())
    }

    /// The same, with what it should come to.
    #[must_use]
    pub fn at_most(mut self, at_most: f64, stretch: Option<f64>) -> Self {
        self.target = Some(Target { at_most, stretch });
        self
    }

    /// This over another, repetition by repetition: both were measured side by side.
    #[must_use]
    pub fn over(&self, floor: &Self) -> Self {
        let values = self.values.iter().zip(&floor.values).map(|(own, floor)| own / floor).collect();
        Self::new(&self.name, format!("{} over {}", self.system, floor.system), Unit::Times, values)
    }

    /// The one in the middle.
    pub fn median(&self) -> Option<f64> {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    }

    /// Whether the median is within the target; none without a target or without a value.
    pub fn is_reached(&self) -> Option<bool> {
        Some(self.median()? <= self.target?.at_most)
    }

    /// "1.21 (1.15–1.30)".
    pub fn spread(&self) -> String {
        let Some(median) = self.median() else { return "not run".to_owned() };
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let [median, least, most] = [median, least, most].map(|value| self.unit.write(value));
        if least == most { median } else { format!("{median} ({least}–{most})") }
    }
}

/// How long something took, over and over.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Whose.
    pub system: String,
    /// In nanoseconds.
    pub took: Histogram<u64>,
}

impl Curve {
    /// Of nothing yet.
    ///
    /// # Panics
    /// Never: three digits are valid.
    pub fn new(system: impl Into<String>) -> Self {
        Self { system: system.into(), took: Histogram::new(3).expect("three digits are valid") }
    }

    /// One more.
    pub fn record(&mut self, took: Duration) {
        // It grows with what is put in, up to hours.
        let _ = self.took.record(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    /// So much of it took at most so long.
    pub fn within(&self, quantile: f64, unit: Unit) -> f64 {
        #[allow(clippy::cast_precision_loss)] // nanoseconds of less than a day
        let nanos = self.took.value_at_quantile(quantile) as f64;
        if unit == Unit::Millis { nanos / 1e6 } else { nanos / 1e3 }
    }
}

/// One part of the bench: what was measured together.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// One word: for `--only`, and the name of its files.
    pub name: &'static str,
    /// The heading.
    pub title: String,
    /// How it was measured, in a few sentences.
    pub told: String,
    /// The figures.
    pub rows: Vec<Row>,
    /// Of which a plot is drawn: its title, and the curves in it.
    pub plots: Vec<(String, Vec<Curve>)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_five_counts_and_a_row_that_was_not_run_reaches_nothing() {
        let row = Row::new("p99", "hub", Unit::Micros, vec![9.0, 1.0, 2.0, 3.0, 4.0]).at_most(3.0, None);
        assert_eq!((row.median(), row.is_reached()), (Some(3.0), Some(true)));
        assert_eq!(row.spread(), "3.00 (1.00–9.00)");
        let missing = Row::not_run("p99", "NATS").at_most(1.0, None);
        assert_eq!((missing.is_reached(), missing.spread().as_str()), (None, "not run"));
    }

    #[test]
    fn what_was_measured_side_by_side_is_divided_side_by_side() {
        let hub = Row::new("p50", "hub", Unit::Micros, vec![20.0, 30.0]);
        let relay = Row::new("p50", "relay", Unit::Micros, vec![10.0, 10.0]);
        let ratio = hub.over(&relay);
        assert_eq!((ratio.values, ratio.unit), (vec![2.0, 3.0], Unit::Times));
    }
}
