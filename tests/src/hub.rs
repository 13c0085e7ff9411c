//! The hub as its own process: started, killed, and started again on the same folder and port.

use crate::line::Route;
use quiethold::words::Role;
use serde::Deserialize;
use std::{
    env, fs,
    io::{BufRead, BufReader, Read},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU16, Ordering},
        mpsc,
    },
    thread,
    time::SystemTime,
};
use tempfile::TempDir;

/// The first line of `--json`.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Ready {
    pub ready: bool,
    pub url: String,
    /// The hub's public key, where frames have to be sealed.
    pub key: Option<String>,
    pub invites: Invites,
}

/// The invites in it.
#[derive(Clone, Debug, Deserialize)]
#[allow(missing_docs)]
pub struct Invites {
    pub ic: Option<String>,
    pub ad: Option<String>,
    pub performer: String,
    pub crew: String,
    pub door: String,
}

/// How to start a hub.
#[derive(Clone, Debug)]
pub struct Options {
    /// More arguments of `serve`.
    pub args: Vec<String>,
    /// Where the hub listens.
    pub listen: String,
    /// The day's folder; none: a new one, thrown away at the end.
    pub folder: Option<PathBuf>,
    /// A shell script that ends in `exec "$@"`, to start the hub under some limit.
    pub under: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { args: vec![], listen: format!("127.0.0.1:{}", free_port()), folder: None, under: None }
    }
}

/// A running hub. Dropped, it is killed.
pub struct Hub {
    options: Options,
    /// The day's folder.
    pub folder: PathBuf,
    /// What it said when it was ready.
    pub ready: Ready,
    /// Where it listens, on loopback.
    pub address: SocketAddr,
    child: Child,
    said: Arc<Mutex<Said>>,
    _thrown_away: Option<TempDir>,
}

#[derive(Default)]
struct Said {
    out: String,
    err: String,
}

/// A hub that did not start.
#[derive(Debug)]
pub struct NotStarted {
    /// How it ended.
    pub status: ExitStatus,
    /// What it said on standard error.
    pub said: String,
}

/// The hub's program: `QUIETHOLD`, or the one beside this test, built if it is older than its sources.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(told) = env::var_os("QUIETHOLD") {
            return told.into();
        }
        let test = env::current_exe().expect("a test knows where it lies");
        // target/debug/deps/a-test, or a program in target/debug.
        let folder =
            test.parent().map(|own| if own.ends_with("deps") { own.join("..") } else { own.to_owned() });
        let folder = folder.and_then(|folder| folder.canonicalize().ok()).expect("cargo's folder");
        let program = folder.join(format!("quiethold{}", env::consts::EXE_SUFFIX));
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
        if changed(&program) < newest(&sources) {
            let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let mut build = Command::new(cargo);
            build.args(["build", "--quiet", "--workspace", "--bin", "quiethold"]);
            if folder.ends_with("release") {
                build.arg("--release");
            }
            let status =
                build.current_dir(env!("CARGO_MANIFEST_DIR")).status().expect("cargo can be started");
            assert!(status.success(), "the hub can't be built");
        }
        program
    })
}

fn changed(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

fn newest(folder: &Path) -> SystemTime {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries
        .map(|path| if path.is_dir() { newest(&path) } else { changed(&path) })
        .max()
        .unwrap_or(SystemTime::UNIX_EPOCH)
}

/// A port below those that the system gives to outgoing connections: else one of them could take it while the
/// hub is down between a kill and the next start.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let start = 20_000 + u16::try_from(std::process::id() % 400).unwrap_or(0) * 30;
    (0..1000)
        .map(|_| start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("one of a thousand ports is free")
}

impl Options {
    /// A hub that phones in the same network reach.
    pub fn for_the_network() -> Self {
        Self { listen: format!("0.0.0.0:{}", free_port()), ..Self::default() }
    }
}

impl Hub {
    /// A hub on a folder of its own.
    pub fn start() -> Self {
        Self::with(Options::default())
    }

    /// A hub with options.
    pub fn with(options: Options) -> Self {
        Self::try_with(options).unwrap_or_else(|why| panic!("the hub did not start:\n{}", why.said))
    }

    /// A hub that may not start.
    ///
    /// # Errors
    /// When it ends before it is ready.
    pub fn try_with(options: Options) -> Result<Self, NotStarted> {
        let thrown_away = options
            .folder
            .is_none()
            .then(|| TempDir::with_prefix("quiethold-test-").expect("a folder for the day"));
        let own = thrown_away.as_ref().map(|folder| folder.path().to_owned());
        let folder = own.or_else(|| options.folder.clone()).expect("one or the other");
        let said = Arc::default();
        let (child, ready) = run(&options, &folder, &said)?;
        let port = ready.url.rsplit(':').next().and_then(|p| p.parse().ok()).expect("the url names a port");
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        Ok(Self { options, folder, ready, address, child, said, _thrown_away: thrown_away })
    }

    /// The way of a phone in the same network; none if this machine is in no network.
    pub fn route_in_the_network(&self) -> Option<Route> {
        let address: SocketAddr = self.ready.url.trim_start_matches("http://").parse().expect("an address");
        let key = self.ready.key.clone();
        (!address.ip().is_loopback()).then_some(Route { tcp: address, host: address, key })
    }

    /// kill -9.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Ctrl-C, and how it ended.
    pub fn stop(&mut self) -> ExitStatus {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().expect("kill can be started");
        assert!(sent.success(), "the hub was gone already");
        self.child.wait().expect("the hub ends")
    }

    /// Another start on the same folder and port.
    pub fn start_again(&mut self) {
        self.kill();
        self.options.listen = match self.options.listen.rsplit_once(':') {
            Some((ip, _)) => format!("{ip}:{}", self.address.port()),
            None => self.address.to_string(),
        };
        let (child, ready) = run(&self.options, &self.folder, &self.said)
            .unwrap_or_else(|why| panic!("the hub did not start again:\n{}", why.said));
        (self.child, self.ready) = (child, ready);
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Everything on standard error so far.
    pub fn logs(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).err.clone()
    }

    /// Everything on standard output so far.
    pub fn output(&self) -> String {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).out.clone()
    }

    /// What `hub.json` says.
    pub fn key(&self) -> String {
        let text = fs::read_to_string(self.folder.join("hub.json")).expect("a running hub leaves hub.json");
        let left: serde_json::Value = serde_json::from_str(&text).expect("hub.json is JSON");
        left["key"].as_str().expect("hub.json holds the laptop's key").to_owned()
    }

    /// The invite of a role, as the hub said it at its start.
    pub fn invite(&self, role: Role) -> &str {
        let invites = &self.ready.invites;
        match role {
            Role::Ic => invites.ic.as_deref().expect("no IC has joined yet"),
            Role::Ad => invites.ad.as_deref().expect("the 1st AD's has not been used yet"),
            Role::Performer => &invites.performer,
            Role::Crew => &invites.crew,
            Role::Door => &invites.door,
            Role::Watcher | Role::Chaperone => panic!("the IC makes these for one performer"),
        }
    }

    /// `quiethold` with other arguments, to its end.
    pub fn ask(args: &[&str]) -> std::process::Output {
        let mut command = Command::new(binary());
        command.args(args).env_remove("RUST_LOG").stdin(Stdio::null());
        command.output().expect("quiethold can be started")
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.kill();
    }
}

fn run(options: &Options, folder: &Path, said: &Arc<Mutex<Said>>) -> Result<(Child, Ready), NotStarted> {
    let mut command = match &options.under {
        Some(script) => {
            let mut shell = Command::new("sh");
            shell.args(["-c", script, "sh"]).arg(binary());
            shell
        }
        None => Command::new(binary()),
    };
    command.args(["serve", "--json", "--listen", &options.listen, "--data"]).arg(folder).args(&options.args);
    command.env_remove("RUST_LOG").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the hub can be started");
    let (first, ready) = mpsc::channel();
    let out = child.stdout.take().expect("it is piped");
    let kept = said.clone();
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.out += &line;
            kept.out.push('\n');
            drop(kept);
            let _ = first.send(line);
        }
    });
    let mut err = child.stderr.take().expect("it is piped");
    let kept = said.clone();
    let (starting, started) = mpsc::channel::<()>();
    let complaints = thread::spawn(move || {
        let (mut all, mut starting) = (String::new(), Some(starting));
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = err.read(&mut buffer) {
            let text = String::from_utf8_lossy(&buffer[..read]);
            all += &text;
            kept.lock().unwrap_or_else(PoisonError::into_inner).err += &text;
            starting = starting.filter(|_| !all.contains("the hub runs"));
        }
        all
    });
    match ready.recv_timeout(crate::PATIENCE) {
        Ok(line) => {
            // What it told of its start was written before that line, and may be read behind it.
            let _ = started.recv_timeout(crate::PATIENCE);
            let ready = serde_json::from_str(&line).unwrap_or_else(|why| {
                let _ = child.kill();
                panic!("{why}: {line}")
            });
            Ok((child, ready))
        }
        Err(mpsc::RecvTimeoutError::Timeout) => {
            let _ = child.kill();
            panic!("the hub neither got ready nor ended");
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            let status = child.wait().expect("it ends");
            Err(NotStarted { status, said: complaints.join().unwrap_or_default() })
        }
    }
}
