//! Quiet Hold: a performer's silent hold reaches the intimacy coordinator within milliseconds, and nobody else.
#![forbid(unsafe_code)]

pub mod budget;
pub mod cli;
pub mod clock;
pub mod datagram;
pub mod demo;
pub mod doctor;
pub mod hub;
pub mod keys;
pub mod log;
pub mod net;
pub mod plan;
pub mod protocol;
pub mod qr;
pub mod record;
pub mod sealed;
pub mod serve;
pub mod set;
pub mod socket;
mod sync;
pub mod tls;
mod urgent;
pub mod view;
pub mod web;
pub mod wifi;
pub mod words;
