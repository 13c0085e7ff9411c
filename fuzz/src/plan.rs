//! The day plan's text.

use jiff::tz::TimeZone;
use quiethold::plan::{read, sentences, write};

/// A text is a plan, or has mistakes that a person can find. A plan that is written and read again is the same plan.
pub fn plan(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let zone = TimeZone::UTC;
    match read(text, &zone) {
        Ok(draft) => {
            let written = write(&draft.plan, &zone);
            let again = read(&written, &zone).unwrap_or_else(|mistakes| {
                panic!("the hub can't read what it wrote: {}\n{written}", sentences(&mistakes))
            });
            assert_eq!(draft.plan, again.plan, "{written}");
            assert_eq!(draft.hash, again.hash);
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty(), "refused without a word");
            let lines = text.matches('\n').count() + 1;
            for mistake in mistakes {
                let line = usize::try_from(mistake.line).expect("a line");
                assert!((1..=lines).contains(&line), "line {line} of {lines}: {mistake}");
                assert!(!mistake.sentence.trim().is_empty());
            }
        }
    }
}
