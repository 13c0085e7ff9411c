//! The part `link`: holds over a link that loses, fails and roams.

use super::{
    plan::Plan,
    row::{Part, Row},
    table,
};
use std::time::Duration;

/// How much is played.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Each air so often.
    pub repetitions: usize,
    /// Sets side by side.
    pub sets: u16,
    /// From one press to the next on each set.
    pub every: Duration,
    /// Presses over the air with the tightest target, in all repetitions together; the others have their share of it.
    pub presses: usize,
    /// Presses on the real page in a real browser.
    pub in_chromium: usize,
    /// So long that page is watched when nothing happens, without a scene and in one.
    pub watch: Duration,
}

/// What docs/performance.md keeps.
const FULL: Size = Size {
    repetitions: 5,
    sets: 48,
    every: Duration::from_secs(1),
    presses: 25_000,
    in_chromium: 48,
    watch: Duration::from_secs(60),
};
/// A look.
const QUICK: Size = Size {
    repetitions: 1,
    sets: 6,
    every: Duration::from_millis(400),
    presses: 120,
    in_chromium: 6,
    watch: Duration::from_secs(3),
};

/// Measures holds over the emulated link.
///
/// # Panics
/// When a press never arrived: then there is something to mend and nothing to keep.
pub fn run(plan: &Plan) -> Part {
    let mut part = Part { name: "link", title: "A bad link".to_owned(), ..Part::default() };
    let size = if plan.repetitions < Plan::FULL.repetitions { QUICK } else { FULL };
    #[cfg(target_os = "linux")]
    let found = crate::link::rows::rows(size).map_err(|why| why.0);
    #[cfg(not(target_os = "linux"))]
    let found: Result<(), String> = Err("the emulated link needs Linux".to_owned());
    match found {
        #[cfg(target_os = "linux")]
        Ok(found) => {
            let (presses, never, skipped) = (found.presses, found.never, found.skipped);
            part.told = format!(
                "From the press to the later of the IC's and the 1st AD's alert, over an emulated link (5.1 ms each way; loss by \
                 chance on each packet; outages and roams of each phone by itself, both its sockets together), {} sets side by \
                 side with a hub each, a press every {} ms on each by the clock, whatever became of the ones before. Beside it, in \
                 turn on the same link, the same phones over a bare TCP relay. *Limit*: something that is said every 2 ms until it \
                 arrives. Times over 200 ms are counted over all repetitions. {presses} presses in all; never arrived: {never}; not \
                 made, since every performer's last hold was still open: {skipped}.",
                size.sets,
                size.every.as_millis(),
            );
            part.rows = found.rows;
            part.plots = found.plots;
            if never > 0 {
                println!("{}", table::text(&part));
                panic!("{never} of {presses} presses never arrived");
            }
        }
        Err(why) => {
            part.told = format!("Not run on this machine: {why}.");
            part.rows = vec![Row::not_run("5 % loss, p99", "hub")];
        }
    }
    part
}
