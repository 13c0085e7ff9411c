//! The rules of the set and the hub around them, told as stories. One program, so that it is linked once.

mod architecture;
mod asking;
mod clocks;
mod closure;
mod crowd;
mod damaged;
mod demo;
mod escalation;
mod fuzzing;
mod minors;
mod non_interference;
mod plan;
mod plan_properties;
mod presence;
mod properties;
mod record;
mod roles;
mod rolling;
mod sealed;
mod signal_life;
mod stage;
mod twins;
mod typescript;
mod watchers;
