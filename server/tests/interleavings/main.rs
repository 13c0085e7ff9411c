//! The hub's own code under a scheduler that tries the orders in which threads may come (shuttle): a wake-up that is lost in one
//! order of a thousand would be an alert that nobody hears. Whatever waits for ever ends the test.
//!
//! `hub/` is compiled once more here, with shuttle's locks in the place of the system's; all else is the library's.

mod air;
mod lanes;
mod sync;
mod whole;
mod writing;

#[allow(dead_code, unused_imports, unreachable_pub, missing_docs, clippy::all, clippy::pedantic)]
#[path = "../../src/hub/mod.rs"]
mod hub;

// What `hub/` calls `crate::…`.
use quiethold::{budget, clock, keys, log, plan, protocol, record, sealed, set, view, words};

use std::sync::OnceLock;
use tokio::runtime::{Builder, Runtime};

/// So many orders of each story, twice.
const ORDERS: usize = 150;

/// Plays a story in many orders.
fn in_many_orders(story: impl Fn() + Copy + Send + Sync + 'static) {
    // The writer's time limits are tokio's. Nobody drives them here, so they never run out.
    static CLOCK: OnceLock<Runtime> = OnceLock::new();
    let clock = CLOCK.get_or_init(|| Builder::new_current_thread().enable_time().build().expect("a runtime"));
    let _clock = clock.enter();
    let orders = std::env::var("ORDERS").ok().and_then(|orders| orders.parse().ok()).unwrap_or(ORDERS);
    let mut config = shuttle::Config::new();
    config.stack_size = 1 << 20;
    let scheduler = shuttle::scheduler::RandomScheduler::new(orders);
    shuttle::Runner::new(scheduler, config.clone()).run(story);
    // Few changes between threads find other faults than many.
    let scheduler = shuttle::scheduler::PctScheduler::new(3, orders);
    shuttle::Runner::new(scheduler, config).run(story);
}
