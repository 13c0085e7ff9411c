//! What `scripts/bench` measures with. Every figure stands beside another system's, measured in turn in one run: the
//! machine's own moods meet both.

mod row;

pub use row::{Curve, Part, Row, Target, Unit};
