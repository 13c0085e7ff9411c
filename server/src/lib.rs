//! Quiet Hold: a performer's silent hold reaches the intimacy coordinator within milliseconds, and nobody else.
#![forbid(unsafe_code)]

pub mod cli;
pub mod net;
pub mod protocol;
pub mod qr;
pub mod set;
pub mod words;
