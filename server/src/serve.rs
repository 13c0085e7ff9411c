//! Starting the hub: the data folder, the log, the threads, the port.

use crate::{
    clock::SystemClock,
    hub::{Hub, Settings},
    keys::Keys,
    log::{OpenError, SqliteLog},
    net::{self, Chosen, ListenError},
    set::Patience,
    web::{Advertised, Web},
    words::Role,
};
use axum::serve::ListenerExt;
use serde::Serialize;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    net::{IpAddr, SocketAddr},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

/// How to start a hub.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The day's folder.
    pub data: PathBuf,
    /// "Stage 4".
    pub name: String,
    /// The address for the codes, if a person has chosen one.
    pub address: Option<IpAddr>,
    /// While rolling, a hold that nobody cuts or calls is called after this.
    pub call_after_rolling: Duration,
    /// Else, a hold that no IC acknowledges is called after this.
    pub call_unanswered_after: Duration,
}

/// Why the hub did not start.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum ServeError {
    #[error(
        "The data folder {folder} can't be used. The hub has not started, and no phone can connect.\n\
         Check that the folder can be read and written and that the disk is not full, or take another one: quiethold serve --data FOLDER"
    )]
    Folder { folder: PathBuf, source: io::Error },
    #[error(
        "Another hub is running with the data folder {0}. Phones that are connected to that one stay with it; this one has not started.\n\
         Close the other one first, or take another folder: quiethold serve --data FOLDER"
    )]
    InUse(PathBuf),
    #[error("{0}")]
    Log(#[from] OpenError),
    #[error("{0}")]
    Listen(#[from] ListenError),
    #[error("The laptop refused the hub a thread ({0}). Close other programs and start it again.")]
    Thread(io::Error),
}

/// The secrets to hand out.
#[derive(Clone, Debug, Serialize)]
pub struct Invites {
    /// None once an IC has joined today.
    pub ic: Option<String>,
    /// None once a 1st AD has joined with it.
    pub ad: Option<String>,
    /// To the waiting room.
    pub performer: String,
    /// Let in at once.
    pub crew: String,
    /// Let in at once.
    pub door: String,
}

/// A hub that runs.
pub struct Running {
    /// The hub itself.
    pub hub: Arc<Hub>,
    /// `http://192.168.1.20:8080`, as in the codes.
    pub url: String,
    /// `http://127.0.0.1:8080`
    pub local_url: String,
    /// Opens the hub's own page on the laptop.
    pub laptop_key: String,
    /// The secrets to hand out.
    pub invites: Invites,
    /// Which interface the codes carry.
    pub chosen: Chosen,
    folder: PathBuf,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
    threads: Vec<thread::JoinHandle<()>>,
    /// Held as long as the hub runs, so that no second one writes the same log.
    _lock: File,
}

/// Timers and presence are looked at this often: what is due comes at most so much later.
const TICK: Duration = Duration::from_millis(100);

/// Starts a hub.
///
/// # Errors
/// See [`ServeError`]: each says what happened, what it means on set, and what to do.
pub async fn serve(config: Config) -> Result<Running, ServeError> {
    let folder = config.data.clone();
    let broken = |source| ServeError::Folder { folder: folder.clone(), source };
    make_folder(&folder).map_err(broken)?;
    let lock = lock(&folder)?;
    let day = day_key(&folder.join("day.key")).map_err(broken)?;
    let log = folder.join("day.sqlite");
    if !log.exists() {
        private(&log).map_err(broken)?; // SQLite gives its other files the same permissions
    }
    let (log, entries) = SqliteLog::open(&log)?;
    let patience =
        Patience::within_bounds(millis(config.call_after_rolling), millis(config.call_unanswered_after));
    let settings = Settings { name: config.name, patience };
    let keys = Keys::new(day);
    let laptop_key = keys.laptop();
    let hub = Arc::new(Hub::new(Box::new(log), &entries, Box::<SystemClock>::default(), keys, settings));
    hub.commit();

    let listeners = net::listen(config.listen).await?;
    let port = listeners.first().and_then(|l| l.local_addr().ok()).map_or(config.listen.port(), |a| a.port());
    let listen = SocketAddr::new(config.listen.ip(), port);
    let advertised = Arc::new(Advertised::new(listen, laptop_key.clone(), config.address));
    hub.hand_out(advertised.handouts());
    write_private(
        &folder.join("hub.json"),
        serde_json::json!({
            "port": port, "key": laptop_key, "pid": std::process::id(),
        })
        .to_string()
        .as_bytes(),
    )
    .map_err(broken)?;

    let threads = vec![
        run("log", hub.clone(), Hub::keep_log).map_err(ServeError::Thread)?,
        run("views", hub.clone(), Hub::keep_views).map_err(ServeError::Thread)?,
    ];
    let (stop, stopped) = watch::channel(false);
    let mut servers = JoinSet::new();
    let router = Web::new(hub.clone(), advertised.clone()).router();
    for listener in listeners {
        let service = router.clone().into_make_service_with_connect_info::<SocketAddr>();
        // Else a small frame may wait 40 ms for the peer's acknowledgement of the one before.
        let listener = listener.tap_io(|tcp| drop(tcp.set_nodelay(true)));
        let mut stopped = stopped.clone();
        servers.spawn(async move {
            let until = async move { drop(stopped.wait_for(|stop| *stop).await) };
            if let Err(why) = axum::serve(listener, service).with_graceful_shutdown(until).await {
                tracing::error!(%why, "the hub's port ended");
            }
        });
    }
    servers.spawn(tick(hub.clone(), advertised.clone(), stopped));

    let invite = |role| hub.invite(role).unwrap_or_default();
    Ok(Running {
        url: advertised.handouts().base_url,
        local_url: format!("http://127.0.0.1:{port}"),
        laptop_key,
        invites: Invites {
            ic: hub.invite(Role::Ic).filter(|_| !hub.is_claimed()),
            ad: hub.invite(Role::Ad),
            performer: invite(Role::Performer),
            crew: invite(Role::Crew),
            door: invite(Role::Door),
        },
        chosen: advertised.chosen(),
        hub,
        folder,
        stop,
        servers,
        threads,
        _lock: lock,
    })
}

impl Running {
    /// Sends everyone away with "come back after a short wait", and writes what is left.
    pub async fn shutdown(mut self) {
        self.hub.close();
        // Sockets that were upgraded are not ended by the server: they get a moment to take their close.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let _ = self.stop.send(true);
        let _ = tokio::time::timeout(Duration::from_secs(2), async {
            while self.servers.join_next().await.is_some() {}
        })
        .await;
        for thread in self.threads.drain(..) {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        let _ = fs::remove_file(self.folder.join("hub.json"));
    }
}

async fn tick(hub: Arc<Hub>, advertised: Arc<Advertised>, mut stopped: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(TICK);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = every.tick() => {
                hub.tick();
                advertised.look_again(&hub);
            }
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}

/// A thread of the hub. It goes on after a panic: a hub whose log or views had died silently would be a dead
/// phone that looks alive.
fn run(name: &str, hub: Arc<Hub>, work: fn(&Hub)) -> io::Result<thread::JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        while catch_unwind(AssertUnwindSafe(|| work(&hub))).is_err() {
            tracing::error!(thread = thread::current().name(), "a thread of the hub failed and goes on");
            thread::sleep(TICK);
        }
    })
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A folder that is there already keeps its permissions; what the hub puts into it is its owner's alone.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn lock(folder: &Path) -> Result<File, ServeError> {
    let broken = |source| ServeError::Folder { folder: folder.to_owned(), source };
    let path = folder.join("hub.lock");
    let file = OpenOptions::new().create(true).append(true).open(&path).map_err(broken)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(ServeError::InUse(folder.to_owned())),
        Err(fs::TryLockError::Error(source)) => Err(broken(source)),
    }
}

/// The day's key, made on the first start. From it come the invites and the signals' ids.
fn day_key(path: &Path) -> io::Result<[u8; 32]> {
    match fs::read(path) {
        Ok(bytes) => bytes
            .try_into()
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "day.key does not hold a day's key")),
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            let key = Keys::new_day();
            // It gets its name once it is whole: half a key would close this folder for good.
            let half = path.with_extension("half");
            write_private(&half, &key)?;
            fs::rename(&half, path)?;
            Ok(key)
        }
        Err(why) => Err(why),
    }
}

fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    let mut file = private(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new file that only its owner can read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
