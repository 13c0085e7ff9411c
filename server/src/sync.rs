//! The hub's locks. They stand here so that a test can put others in their place, which try the orders that threads
//! may come in: `server/tests/interleavings`.

pub use std::sync::{Condvar, Mutex, MutexGuard};
