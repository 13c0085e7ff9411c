//! The real hub, real sockets, real browsers.
