//! The real hub as its own process, real sockets, and people who use them. The stories stand beside `src`.
//!
//! Nothing here sleeps and then looks: whoever waits for something waits for it to be seen, with [`PATIENCE`].
#![allow(clippy::missing_panics_doc)] // a harness tells what went wrong by failing the test

pub mod bench;
#[cfg(target_os = "linux")]
pub mod capture;
mod day;
mod disk;
pub mod http;
mod hub;
mod line;
#[cfg(target_os = "linux")]
pub mod link;
mod phone;
#[cfg(all(target_os = "linux", feature = "browsers"))]
pub mod screen;
pub mod soak;
pub mod tap;
pub mod third;

pub use day::Day;
pub use disk::SmallDisk;
pub use hub::{Hub, Invites, Options, Ready, binary};
pub use line::{Heard, Line, Route};
pub use phone::{Answer, Card, Phone, State};
pub use tap::Tap;

use std::time::Duration;

/// How long something may take on a loaded machine before it counts as never coming.
pub const PATIENCE: Duration = Duration::from_secs(20);
