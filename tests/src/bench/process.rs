//! Processes beside the bench: its own program in another part, and other people's.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};
use tokio::io::AsyncReadExt;

/// How long a process may take to start, or to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with the bench.
pub struct Process {
    child: Child,
    says: mpsc::Receiver<String>,
    hears: Option<ChildStdin>,
}

impl Process {
    /// This same program, in another part.
    pub fn own(args: &[&str]) -> Self {
        let own = env::current_exe().expect("a program knows where it lies");
        Self::start(Command::new(own).args(args)).expect("it can be started")
    }

    /// Another program.
    ///
    /// # Errors
    /// Where it can't be started.
    pub fn start(command: &mut Command) -> std::io::Result<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (tell, says) = mpsc::channel();
        let out = child.stdout.take().expect("it is piped");
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        let hears = child.stdin.take();
        Ok(Self { child, says, hears })
    }

    /// The next line that it says.
    pub fn line(&self) -> String {
        self.says.recv_timeout(PATIENCE).expect("it says something")
    }

    /// The same, if it says one soon enough.
    pub fn line_within(&self, time: Duration) -> Option<String> {
        self.says.recv_timeout(time).ok()
    }

    /// Where it listens, as its first line says.
    pub fn address(&self) -> SocketAddr {
        self.line().parse().expect("an address")
    }

    /// Tells it something.
    pub fn tell(&mut self, line: &str) {
        let hears = self.hears.as_mut().expect("it is piped");
        writeln!(hears, "{line}").and_then(|()| hears.flush()).expect("it listens");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Until standard input ends: the bench is gone.
pub async fn told_to_end() {
    let mut nothing = [0; 64];
    while let Ok(1..) = tokio::io::stdin().read(&mut nothing).await {}
}

/// A port that is free now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("it is bound").port()
}

/// Waits until somebody listens there.
///
/// # Errors
/// When nobody does in good time.
pub fn listens(at: SocketAddr) -> Result<(), String> {
    let began = Instant::now();
    while TcpStream::connect(at).is_err() {
        if began.elapsed() > PATIENCE {
            return Err(format!("nobody listens at {at}"));
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Whether there is such a program, and where.
pub fn find(name: &str) -> Option<std::path::PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let known = ["/usr/sbin", "/usr/local/sbin"].map(Path::new).map(Path::to_owned);
    env::split_paths(&path).chain(known).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The first line that a program says.
pub fn said(program: impl AsRef<OsStr>, args: &[&str]) -> String {
    let said = Command::new(program).args(args).output();
    let said = said.map(|o| [o.stdout, o.stderr].concat()).unwrap_or_default();
    String::from_utf8_lossy(&said).lines().next().unwrap_or_default().trim().to_owned()
}
