//! Shuttle's locks, under the names of `server/src/sync.rs`.

pub use shuttle::sync::{Condvar, Mutex, MutexGuard};
