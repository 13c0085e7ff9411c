//! What the disk takes by itself, and many signals at once on it.

use super::{
    plan::Plan,
    row::{Curve, Part, Row, Unit},
    set::Set,
    socket::{Air, Carrier},
};
use crate::Hub;
use std::{
    fs::File,
    io::Write,
    thread,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// As long as a signal's entry in the log, about.
const ENTRY: [u8; 400] = [b'h'; 400];
/// So many performers at once.
const AT_ONCE: usize = 100;

/// A file that grows, on the same disk as the hub's log.
pub struct Appends {
    file: File,
    _folder: TempDir,
}

impl Default for Appends {
    fn default() -> Self {
        Self::new()
    }
}

impl Appends {
    /// A new one.
    pub fn new() -> Self {
        let folder = TempDir::with_prefix("quiethold-bench-").expect("a folder");
        let file = File::create(folder.path().join("log")).expect("a file");
        Self { file, _folder: folder }
    }

    /// One entry, on disk.
    pub fn one(&mut self) -> Duration {
        let began = Instant::now();
        self.file.write_all(&ENTRY).and_then(|()| self.file.sync_data()).expect("the disk takes it");
        began.elapsed()
    }
}

/// Measures a hundred signals at once, beside one.
pub fn run(plan: &Plan) -> Part {
    let mut set = Set::on(Hub::start(), "hub", &Air::Open, AT_ONCE, 0);
    let mut one = Vec::new();
    let mut hundred = Vec::new();
    for repetition in 1..=plan.repetitions {
        let mut all = Curve::new("hub");
        for _ in 0..plan.rounds.min(2) {
            for _ in 0..20 {
                set.signal();
                set.release();
                thread::sleep(Duration::from_millis(26));
            }
            set.beat();
            all.record(set.all_at_once());
        }
        let singles = set.recorded().map(|c| std::mem::replace(c, Curve::new("hub")));
        one.extend(singles.map(|curve| curve.within(0.5, Unit::Micros)));
        hundred.push(all.within(0.5, Unit::Micros));
        eprintln!("    repetition {repetition} of {}", plan.repetitions);
    }
    let one = Row::new("one signal recorded, p50", "hub", Unit::Micros, one);
    let hundred = Row::new("100 at once recorded, p50", "hub", Unit::Micros, hundred);
    let mut ratio = hundred.over(&one).at_most(5.0, None);
    "hub over one".clone_into(&mut ratio.system);
    Part {
        name: "disk",
        title: "A hundred signals at once".to_owned(),
        told: format!(
            "{AT_ONCE} performers press at once: until the last of them reads that it is on disk, over the same of one \
             alone on the same set, in turn. In between all are released, which is not timed."
        ),
        rows: vec![ratio, one, hundred],
        plots: vec![],
    }
}
