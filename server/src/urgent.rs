//! What is urgent has a thread of its own: the sockets of those who signal and of those who are told of signals. Pages,
//! handshakes, the crew's beats and the views of ten thousand have others, and give way to it.

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

/// How far a thread that makes views steps back: it gets a third of a busy core beside what is urgent.
#[cfg(target_os = "linux")]
const STEP_BACK: i32 = 5;

/// The calling thread lets the others go first. Where the system doesn't do that for one thread, nothing changes.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    {
        use rustix::{
            process::{getpriority_process, setpriority_process},
            thread::gettid,
        };
        let own = Some(gettid());
        let _ = getpriority_process(own).and_then(|now| setpriority_process(own, now + STEP_BACK));
    }
}
