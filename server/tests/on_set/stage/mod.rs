//! A stage for the tests of the rules: a real hub on a real SQLite log, with a clock and a chance of its
//! own and no sockets. Frames go in by `Session`, and come out of `Outbox` as the bytes that a phone gets.
#![allow(clippy::result_large_err)]

pub mod acts;
pub mod planned;
pub mod plans;

use quiethold::{
    clock::Clock,
    hub::{Hub, JoinRequest, Outbox, Outgoing, Refusal, Session, Settings},
    keys::Keys,
    log::{AppendError, Log, ReadAll, Seq, SqliteLog},
    protocol::{HubFrame, IcView, PerformerView},
    record::RecordKey,
    set::{Entry, Moment, Set},
    words::{Command, CommandId, DeviceId, Lane, PersonId, Role, Secure},
};
use std::{
    path::Path,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
        mpsc::Receiver,
    },
};
use uuid::Uuid;

/// Nine o'clock on some morning.
pub const MORNING: u64 = 1_790_000_000_000;

/// The monotonic clock, and by how much somebody has set the wall clock wrong.
#[derive(Clone, Default)]
pub struct HandClock(Arc<AtomicU64>, Arc<AtomicI64>);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        let mono = self.0.load(Ordering::SeqCst);
        Moment { at: (MORNING + mono).saturating_add_signed(self.1.load(Ordering::SeqCst)), mono }
    }
}

type Meanwhile = Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>;

/// The real log, on which something can happen just while the disk works.
struct BusyLog {
    log: SqliteLog,
    meanwhile: Meanwhile,
}

impl Log for BusyLog {
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError> {
        if let Some(happens) = self.meanwhile.lock().expect("nobody panics with it").take() {
            happens();
        }
        self.log.append(expected, batch)
    }

    fn id(&self) -> Uuid {
        self.log.id()
    }

    fn read_all(&self) -> ReadAll {
        self.log.read_all()
    }
}

pub struct Stage {
    pub hub: Arc<Hub>,
    meanwhile: Meanwhile,
    clock: HandClock,
    folder: tempfile::TempDir,
    commands: u128,
    /// How finely time goes by, in milliseconds.
    pub step: u64,
    pub people: Vec<Phone>,
    /// No phone of what happened before has it.
    first_device: u128,
}

pub struct Phone {
    pub id: PersonId,
    pub token: String,
    pub session: Option<Arc<Session>>,
    pub outbox: Arc<Outbox>,
    /// Every frame's bytes since it joined.
    pub got: Vec<Arc<str>>,
}

impl Phone {
    pub fn drain(&mut self) {
        while let Some(Outgoing::Frame(frame)) = self.outbox.try_next() {
            self.got.push(frame);
        }
    }

    pub fn frames(&self) -> Vec<HubFrame> {
        self.got.iter().map(|f| serde_json::from_str(f).expect("the hub's frames can be read")).collect()
    }

    pub fn alerts(&self) -> Vec<quiethold::protocol::Alert> {
        self.frames()
            .into_iter()
            .filter_map(|f| match f {
                HubFrame::Alert(alert) => Some(alert),
                _ => None,
            })
            .collect()
    }

    fn view_json(&self) -> serde_json::Value {
        let with_view = |f: &Arc<str>| {
            let frame: serde_json::Value = serde_json::from_str(f).expect("the hub's frames can be read");
            frame.get("view").cloned()
        };
        self.got.iter().rev().find_map(with_view).expect("a view came")
    }

    pub fn ic_view(&self) -> IcView {
        serde_json::from_value(self.view_json()).expect("an IC's view")
    }

    pub fn ad_view(&self) -> quiethold::protocol::AdView {
        serde_json::from_value(self.view_json()).expect("a 1st AD's view")
    }

    pub fn performer_view(&self) -> PerformerView {
        serde_json::from_value(self.view_json()).expect("a performer's view")
    }

    pub fn watcher_view(&self) -> quiethold::protocol::WatcherView {
        serde_json::from_value(self.view_json()).expect("a watcher's view")
    }

    /// Why the hub sent it away.
    pub fn refused(&self) -> Option<(quiethold::protocol::RefusalCode, String)> {
        self.frames().into_iter().find_map(|f| match f {
            HubFrame::Refused { code, message } => Some((code, message)),
            _ => None,
        })
    }

    pub fn public_view(&self) -> quiethold::protocol::PublicView {
        serde_json::from_value(self.view_json()).expect("a public view")
    }
}

impl Stage {
    pub fn new() -> Self {
        Self::after(&[])
    }

    /// A hub that begins with what has happened.
    pub fn after(happened: &[Entry]) -> Self {
        // In memory where there is such a folder: a commit per act of a random day is a lot of disk.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.expect("a folder");
        let clock = HandClock::default();
        let meanwhile = Meanwhile::default();
        if !happened.is_empty() {
            let log = SqliteLog::open(&folder.path().join("day.sqlite"), record_key());
            log.expect("the log opens").0.append(0, happened).expect("it is written");
        }
        let hub = start(folder.path(), clock.clone(), Keys::seeded(7), &meanwhile);
        let first_device = 1000 + 1000 * happened.len() as u128;
        Self { hub, meanwhile, clock, folder, commands: 0, step: 100, people: Vec::new(), first_device }
    }

    /// IC, 1st AD and performers, all let in, beating and on the floor.
    pub fn with(performers: usize) -> Self {
        let mut stage = Self::new();
        let ic = stage.join(Role::Ic, "Mara");
        let ad = stage.join(Role::Ad, "Tom");
        for name in ["Ana", "Ben", "Cleo", "Dov"].iter().take(performers) {
            let who = stage.join(Role::Performer, name);
            let person = stage.people[who].id;
            stage.say(ic, Command::Admit { person, as_: None, replaces: None, for_: None }).expect("let in");
        }
        stage.say(ic, Command::OnFloor { on: true }).expect("on the floor");
        stage.say(ad, Command::OnFloor { on: true }).expect("on the floor");
        stage.beat_all();
        stage
    }

    pub const IC: usize = 0;
    pub const AD: usize = 1;
    pub const ANA: usize = 2;
    pub const BEN: usize = 3;

    pub fn join(&mut self, role: Role, name: &str) -> usize {
        self.try_join(role, name).expect("joined")
    }

    pub fn try_join(&mut self, role: Role, name: &str) -> Result<usize, Refusal> {
        let invite = self.hub.invite(role).expect("an invite");
        self.join_by(invite, name)
    }

    pub fn join_by(&mut self, invite: String, name: &str) -> Result<usize, Refusal> {
        let outbox = Arc::new(Outbox::default());
        let device = DeviceId(Uuid::from_u128(self.first_device + self.people.len() as u128));
        let request = JoinRequest { invite, name: name.into(), title: None, device };
        let mut answer = self.hub.join(&request)?;
        self.hub.commit();
        let joined = answer.try_recv().expect("an answer")?;
        let (id, token) = (joined.person, joined.token.clone());
        let session =
            Session::connect(&self.hub, id, Lane::A, Secure::Local, &outbox, Some(joined)).map(Arc::new);
        self.people.push(Phone { id, token, session, outbox, got: Vec::new() });
        self.settle();
        Ok(self.people.len() - 1)
    }

    pub fn id(&self, who: usize) -> PersonId {
        self.people[who].id
    }

    pub fn next_id(&mut self) -> CommandId {
        self.commands += 1;
        CommandId(Uuid::from_u128(self.commands))
    }

    /// Sends a command without letting the log's thread run.
    pub fn send(&mut self, who: usize, command: Command) -> CommandId {
        let id = self.next_id();
        self.send_as(who, id, None, command);
        id
    }

    pub fn send_as(&mut self, who: usize, id: CommandId, age: Option<u64>, command: Command) {
        if let Some(session) = &self.people[who].session {
            drop(session.command(id, age, None, command));
        }
    }

    /// Sends a command, and everything that follows from it happens.
    pub fn say(&mut self, who: usize, command: Command) -> Result<(), HubFrame> {
        let id = self.send(who, command);
        self.settle();
        self.answer(who, id)
    }

    pub fn answer(&self, who: usize, id: CommandId) -> Result<(), HubFrame> {
        match self.answer_if_any(who, id) {
            Some(HubFrame::Done { .. }) => Ok(()),
            Some(denied) => Err(denied),
            None => panic!("no answer to {id:?}"),
        }
    }

    /// A phone that was taken out gets none.
    pub fn answer_if_any(&self, who: usize, id: CommandId) -> Option<HubFrame> {
        let to = |f: &HubFrame| match f {
            HubFrame::Done { id: to } => *to == id,
            HubFrame::Denied { id: to, .. } => *to == Some(id),
            _ => false,
        };
        let frames = self.people[who].got.iter().rev().take(40);
        frames.map(|f| serde_json::from_str(f).expect("the hub's frames can be read")).find(to)
    }

    /// The page of `who` paints every alert that it has not painted yet.
    pub fn paint(&mut self, who: usize) {
        self.settle();
        for alert in self.people[who].alerts() {
            if let Some(session) = &self.people[who].session {
                session.shown(alert.signal, Some(alert.again), None);
            }
        }
        self.settle();
    }

    pub fn beat(&mut self, who: usize, visible: bool) {
        if let Some(session) = &self.people[who].session {
            session.beat(0, visible, Some(true), None);
        }
    }

    pub fn beat_all(&mut self) {
        for who in 0..self.people.len() {
            self.beat(who, true);
        }
        self.settle();
    }

    /// Somebody sets the laptop's wall clock.
    pub fn set_clock_by(&mut self, hours: i64) {
        self.clock.1.store(hours * 3_600_000, Ordering::SeqCst);
    }

    /// Time goes by in seconds, with every phone beating and the hub's timers running.
    pub fn wait(&mut self, ms: u64) {
        self.wait_beating(ms, |_| true);
    }

    pub fn wait_beating(&mut self, ms: u64, beats: impl Fn(usize) -> bool) {
        let mut left = ms;
        while left > 0 {
            let step = left.min(self.step);
            let now = self.clock.0.fetch_add(step, Ordering::SeqCst) + step;
            left -= step;
            if now.is_multiple_of(1000) {
                for who in (0..self.people.len()).filter(|who| beats(*who)) {
                    self.beat(who, true);
                }
            }
            self.hub.tick();
            self.settle();
        }
    }

    /// Just while the disk next works, `who` says this.
    pub fn meanwhile(&mut self, who: usize, command: Command) -> CommandId {
        let id = self.next_id();
        let session = self.people[who].session.clone().expect("connected");
        let happens = move || drop(session.command(id, None, None, command));
        *self.meanwhile.lock().expect("nobody panics with it") = Some(Box::new(happens));
        id
    }

    /// The disk next works until it is told to go on.
    pub fn disk_hangs_until(&self, it_goes_on: Receiver<()>) {
        let hangs = move || {
            let _ = it_goes_on.recv();
        };
        *self.meanwhile.lock().expect("nobody panics with it") = Some(Box::new(hangs));
    }

    /// The log's thread and the publisher run until nothing is left to do.
    pub fn settle(&mut self) {
        self.hub.commit();
        self.hub.commit(); // what happened while the first one wrote
        self.hub.publish();
        for phone in &mut self.people {
            phone.drain();
        }
    }

    /// What the hub's clock says.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    pub fn set(&self) -> Set {
        self.hub.set()
    }

    /// What is on disk now.
    pub fn logged(&self) -> Vec<Entry> {
        self.hub.entries().expect("the log can be read")
    }

    /// The phone's only socket breaks, and another one is opened.
    pub fn reconnect(&mut self, who: usize) {
        let phone = &mut self.people[who];
        phone.session = None;
        phone.outbox = Arc::new(Outbox::default());
        phone.session =
            Session::connect(&self.hub, phone.id, Lane::A, Secure::Local, &phone.outbox, None).map(Arc::new);
        self.beat(who, true);
        self.settle();
    }

    /// The hub is killed and started again on the same folder; nobody has come back yet.
    pub fn kill_and_restart(&mut self) {
        for phone in &mut self.people {
            phone.session = None;
        }
        self.clock.0 = Arc::default();
        self.hub = Arc::new(nobody()); // the old one lets go of the log
        self.hub = start(self.folder.path(), self.clock.clone(), Keys::seeded(8), &self.meanwhile);
    }
}

/// A hub on no log.
fn nobody() -> Hub {
    let log = Box::new(quiethold::log::Wrapped(Uuid::nil()));
    let clock = HandClock::default();
    Hub::new(log, &[], Box::new(clock), Keys::seeded(0), Settings::default())
}

/// Every stage's log has the same key.
fn record_key() -> RecordKey {
    static KEY: LazyLock<RecordKey> = LazyLock::new(RecordKey::new);
    KEY.clone()
}

fn start(folder: &Path, clock: HandClock, keys: Keys, meanwhile: &Meanwhile) -> Arc<Hub> {
    let (log, entries) = SqliteLog::open(&folder.join("day.sqlite"), record_key()).expect("the log opens");
    let settings = Settings { name: "Stage 4".into(), ..Settings::default() };
    let log = BusyLog { log, meanwhile: meanwhile.clone() };
    let hub = Hub::new(Box::new(log), &entries, Box::new(clock), keys, settings);
    hub.commit();
    Arc::new(hub)
}
