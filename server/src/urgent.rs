//! What is urgent has a thread of its own: the sockets of those who signal and of those who are told of signals. Pages,
//! handshakes, the crew's beats and the views of ten thousand have others.

use std::{io, thread};
use tokio::{
    runtime::{Builder, Handle},
    sync::watch,
};

/// Starts the thread. It runs until it is told to stop.
///
/// # Errors
/// When the laptop refuses a thread.
pub fn start(mut stopped: watch::Receiver<bool>) -> io::Result<(Handle, thread::JoinHandle<()>)> {
    // One thread: whoever reads a press writes the alerts, and wakes nobody for it.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new().name("urgent".to_owned()).spawn(move || {
        let _ = runtime.block_on(stopped.wait_for(|stop| *stop));
    })?;
    Ok((handle, thread))
}
