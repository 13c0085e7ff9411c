//! The table: printed, and kept in docs/soak.md.

use super::Longest;
use std::{fmt::Write, fs, io, path::Path, time::Duration};

/// What one fault came to.
#[derive(Debug)]
pub struct Row {
    /// What was done.
    pub what: &'static str,
    /// How often.
    pub times: u64,
    /// What a phone saw as recorded and is not there.
    pub lost: u64,
    /// The longest time of a hold to the IC meanwhile; none where no hub ran.
    pub hold: Option<Duration>,
    /// What else is to be said, with its figures.
    pub said: String,
}

impl Row {
    /// A row.
    pub fn new(what: &'static str, times: u64, lost: u64, hold: Longest, said: impl Into<String>) -> Self {
        Self { what, times, lost, hold: hold.0, said: said.into() }
    }
}

const BEGIN: &str = "<!-- begin: written by scripts/soak -->";
const END: &str = "<!-- end: written by scripts/soak -->";

/// The rows as text.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| what was done | times | lost | longest hold meanwhile | |\n| --- | ---: | ---: | ---: | --- |\n",
    );
    for row in rows {
        let hold = row.hold.map_or_else(|| "no hub ran".to_owned(), millis);
        let _ =
            writeln!(text, "| {} | {} | {} | {hold} | {} |", row.what, count(row.times), row.lost, row.said);
    }
    text
}

/// `1,234`
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `3.4 ms`, `1.2 s`
pub fn millis(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    if ms < 1000.0 { format!("{ms:.1} ms") } else { format!("{:.1} s", ms / 1000.0) }
}

/// Puts the table between the page's marks.
///
/// # Errors
/// When the page can't be read or written, or has no marks.
pub fn write(page: &Path, about: &str, rows: &[Row]) -> io::Result<()> {
    let text = fs::read_to_string(page)?;
    let marks = text.find(BEGIN).zip(text.find(END)).filter(|(begin, end)| begin < end);
    let (begin, end) = marks.ok_or_else(|| io::Error::other("the page has lost its marks"))?;
    let text = format!("{}{BEGIN}\n\n{about}\n\n{}\n{}", &text[..begin], table(rows), &text[end..]);
    fs::write(page, text)
}
