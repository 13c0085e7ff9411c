//! `quiethold`: the command line.
fn main() {}
