//! What `scripts/bench` measures with. Every figure stands beside another system's, measured in turn in one run: the
//! machine's own moods meet both.

mod beside;
pub mod disk;
pub mod fan;
pub mod floors;
pub mod hold;
pub mod keep;
pub mod link;
pub mod machine;
pub mod page;
pub mod peers;
mod plan;
mod plot;
mod process;
mod row;
mod set;
pub mod sinks;
mod socket;
pub mod table;

pub use plan::Plan;
pub use row::{Curve, Part, Row, Target, Unit};
