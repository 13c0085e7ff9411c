//! The hub's readers of what comes from outside, and what must hold of each whatever they are given: no crash, an
//! answer to everything that asks for one, nothing lost. The fuzzer calls them (scripts/fuzz), and a short test of the
//! hub's own does, with what lies in `seeds/`.

mod datagram;
mod frames;
mod plan;
mod recovery;
mod sealed;

pub use datagram::datagram;
pub use frames::frames;
pub use plan::plan;
pub use recovery::recovery;
pub use sealed::sealed;
