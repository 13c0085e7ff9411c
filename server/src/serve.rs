//! Starting the hub: the data folder, the log, the threads, the port.

use crate::{
    clock::SystemClock,
    datagram::Datagrams,
    hub::{Handouts, Hub, PlanNotSet, Settings},
    keys::Keys,
    net::{self, Chosen, Hosts, ListenError, Places},
    plan,
    protocol::WifiView,
    record::{self, DayFolder, FolderError},
    set::Patience,
    tls::{self, TlsError},
    urgent, view,
    web::{Advertised, Port, Trust, Web},
    words::Role,
};
use serde::Serialize;
use std::{
    fs::File,
    io::{self, Read},
    net::{IpAddr, SocketAddr},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
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
    /// The day plan's file.
    pub plan: Option<PathBuf>,
    /// The address for the codes, if a person has chosen one.
    pub address: Option<IpAddr>,
    /// While rolling, a hold that nobody cuts or calls is called after this.
    pub call_after_rolling: Duration,
    /// Else, a hold that no IC acknowledges is called after this.
    pub call_unanswered_after: Duration,
    /// Where the certificate for https comes from; none: plain http.
    pub tls: Option<tls::Source>,
    /// Sealed records are destroyed so many days after the wrap.
    pub keep_days: u32,
    /// The Wi-Fi's own code.
    pub wifi: Option<WifiView>,
    /// Pages may open a datagram lane.
    pub datagrams: bool,
}

/// Why the hub did not start.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum ServeError {
    #[error("{0}")]
    Folder(#[from] FolderError),
    #[error("{0}")]
    Listen(#[from] ListenError),
    #[error("{0}")]
    Tls(#[from] TlsError),
    #[error(
        "The day plan {file} can't be used. The hub has not started: else nobody would notice that the plan is missing.\n\n\
         {why}\n\nMend the file, or start without --plan."
    )]
    Plan { file: PathBuf, why: String },
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
    /// For the codes.
    pub handouts: Handouts,
    /// `http://127.0.0.1:8080`
    pub local_url: String,
    /// The running day keeps its old plan, and why; for the person at the laptop.
    pub plan_kept: Option<String>,
    /// The day's log was damaged: what was saved, and what to do; for the person at the laptop.
    pub log_saved: Option<String>,
    /// Opens the hub's own page on the laptop.
    pub laptop_key: String,
    /// The secrets to hand out.
    pub invites: Invites,
    /// Which interface the codes carry.
    pub chosen: Chosen,
    /// Where production's own phones are set up, if the laptop has a CA.
    pub trust: Option<Trust>,
    /// Held as long as the hub runs, so that no second one writes the same log.
    folder: DayFolder,
    stop: watch::Sender<bool>,
    servers: JoinSet<()>,
    threads: Vec<thread::JoinHandle<()>>,
}

/// Timers and presence are looked at this often: what is due comes at most so much later.
const TICK: Duration = Duration::from_millis(100);

/// Starts a hub.
///
/// # Errors
/// See [`ServeError`]: each says what happened, what it means on set, and what to do.
pub async fn serve(config: Config) -> Result<Running, ServeError> {
    let folder = DayFolder::take(&config.data)?;
    forget_old_records(folder.path(), config.keep_days);
    let day = folder.begin_day(&config.name, config.keep_days)?;
    let patience =
        Patience::within_bounds(millis(config.call_after_rolling), millis(config.call_unanswered_after));
    let settings = Settings {
        name: config.name,
        patience,
        keep_days: config.keep_days,
        wifi: config.wifi,
        folder: Some(folder.path().to_owned()),
    };
    let keys = Keys::new(day.key);
    let laptop_key = keys.laptop();
    let hub =
        Arc::new(Hub::new(Box::new(day.log), &day.entries, Box::<SystemClock>::default(), keys, settings));
    hub.commit();
    let log_saved = day.mended.then(|| view::log_saved(&hub.set())).flatten();
    let plan_kept = config.plan.as_deref().map(|file| take_plan(&hub, file)).transpose()?.flatten();

    let listeners = net::listen(config.listen).await?;
    let port = listeners.first().and_then(|l| l.local_addr().ok()).map_or(config.listen.port(), |a| a.port());
    let listen = SocketAddr::new(config.listen.ip(), port);
    let hosts = Hosts::now(listen.ip(), config.address);
    let tls = config.tls.map(|source| source.open(folder.path(), &hosts)).transpose()?.map(Arc::new);
    let (seal, key) = (hub.seal().public(), laptop_key.clone());
    let advertised = Arc::new(Advertised::new(listen, key, seal, config.address, tls.clone()));
    hub.hand_out(advertised.handouts());
    if let Err(why) = folder.leave_address(port, &laptop_key) {
        // A full disk, most likely: the phones need none of it.
        let why = why.to_string();
        tracing::warn!(%why, "hub.json can't be written: the command line does not find this hub until it is started again");
    }

    let (stop, stopped) = watch::channel(false);
    let (urgent, thread) = urgent::start(stopped.clone()).map_err(ServeError::Thread)?;
    let threads = vec![
        thread,
        run("log", hub.clone(), Hub::keep_log).map_err(ServeError::Thread)?,
        run("views", hub.clone(), Hub::keep_views).map_err(ServeError::Thread)?,
    ];
    let mut servers = JoinSet::new();
    let datagrams = if config.datagrams { datagrams(listen).await } else { None };
    if let Some(datagrams) = &datagrams {
        servers.spawn(datagrams.clone().serve(stopped.clone()));
    }
    let router = Web::new(hub.clone(), advertised.clone(), urgent, datagrams).router();
    let files = net::files::raise_limit();
    if files < net::files::ENOUGH {
        tracing::warn!(files, "this laptop lets the hub have few connections; a large set may not all fit");
    }
    let port = Port { router, places: Places::new(files), tls };
    for listener in listeners {
        servers.spawn(port.clone().serve(listener, stopped.clone()));
    }
    servers.spawn(tick(hub.clone(), advertised.clone(), stopped.clone()));
    servers.spawn(keep_forgetting(folder.path().to_owned(), config.keep_days, stopped));

    let invite = |role| hub.invite(role).unwrap_or_default();
    let handouts = advertised.handouts();
    Ok(Running {
        url: handouts.base_url.clone(),
        handouts,
        local_url: format!("http://127.0.0.1:{}", listen.port()),
        plan_kept,
        log_saved,
        laptop_key,
        invites: Invites {
            ic: hub.invite(Role::Ic).filter(|_| !hub.is_claimed()),
            ad: hub.invite(Role::Ad),
            performer: invite(Role::Performer),
            crew: invite(Role::Crew),
            door: invite(Role::Door),
        },
        chosen: advertised.chosen(),
        trust: advertised.trust(),
        hub,
        folder,
        stop,
        servers,
        threads,
    })
}

/// None: signals go by the websockets alone.
async fn datagrams(listen: SocketAddr) -> Option<Arc<Datagrams>> {
    match Datagrams::listen(listen).await {
        Ok(datagrams) => {
            let port = datagrams.port();
            if port != listen.port() {
                tracing::warn!(
                    port,
                    "another program has the UDP port of this number: the datagram lane has this one"
                );
            }
            Some(datagrams)
        }
        Err(why) => {
            tracing::warn!(%why, "there is no datagram lane: signals go by the websockets alone");
            None
        }
    }
}

/// Gives the hub the plan's file. A running day keeps its old plan where there is a mistake in the new one, and
/// says so; without any plan the hub does not start.
fn take_plan(hub: &Hub, file: &Path) -> Result<Option<String>, ServeError> {
    let taken = read_file(file).and_then(|text| {
        hub.plan_from_file(&text).map_err(|why| match why {
            PlanNotSet::Mistakes(mistakes) => plan::sentences(&mistakes),
            PlanNotSet::NotRecorded => {
                "The laptop's disk can't be written. Free some space on it.".to_owned()
            }
        })
    });
    match taken {
        Ok(()) => Ok(None),
        Err(why) if hub.set().plan().is_some() => Ok(Some(format!(
            "The day plan {} was not taken. The day goes on with the plan that it has.\n\n{why}\n\n\
             Mend the file and start again, or send the plan from the IC's console.",
            file.display()
        ))),
        Err(why) => Err(ServeError::Plan { file: file.to_owned(), why }),
    }
}

fn read_file(file: &Path) -> Result<String, String> {
    let mut bytes = Vec::new();
    let most = plan::MAX_SIZE as u64 + 1;
    let read = File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map_err(|why| format!("The file can't be read: {why}."))?;
    String::from_utf8(bytes).map_err(|why| {
        let before = &why.as_bytes()[..why.utf8_error().valid_up_to()];
        let line = String::from_utf8_lossy(before).matches('\n').count() + 1;
        format!("Line {line}: This is no text in UTF-8. Save the file as UTF-8.")
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
        self.folder.remove_address();
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

/// Old records are looked for this often while the hub runs.
const FORGET: Duration = Duration::from_secs(60 * 60);

async fn keep_forgetting(folder: PathBuf, keep_days: u32, mut stopped: watch::Receiver<bool>) {
    while tokio::time::timeout(FORGET, stopped.wait_for(|stop| *stop)).await.is_err() {
        let folder = folder.clone();
        let _ = tokio::task::spawn_blocking(move || forget_old_records(&folder, keep_days)).await;
    }
}

fn forget_old_records(folder: &Path, keep_days: u32) {
    match record::forget_older_than(folder, keep_days, SystemTime::now()) {
        Ok(0) => {}
        Ok(files) => {
            tracing::warn!(files, keep_days, "sealed records that were kept long enough are destroyed");
        }
        Err(why) => {
            tracing::warn!(%why, "old sealed records could not be destroyed; it is tried again in an hour");
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
