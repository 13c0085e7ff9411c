//! Frames from phones: several people on two lanes, lines that break, a disk that fails, and anything as a frame.
//!
//! The input is a small script, a line each. `0`–`6` is a frame of that person on lane `a`, `A`–`G` on lane `b`, the rest
//! of the line being its text; `-` and `+` break and open a line (`-0`, `+A`), `.` lets the log and the views run, `~` lets
//! time go by (`~5`: five seconds), `!` has the disk fail, or work again. In a text `$0`–`$6` is a person's id, `$s` and
//! `$t` the first two open signals', `$q` the check-in's, `$c` the last change's, `$n` a new id, `$p` that one again.

use quiethold::{
    clock::Clock,
    hub::{Hub, JoinRequest, Outbox, Outgoing, Session, Settings},
    keys::Keys,
    log::{AppendError, Log, ReadAll, Seq},
    protocol::{ClientFrame, HubFrame},
    set::{Entry, Moment, Set},
    socket::{Ear, Then},
    words::{Command, CommandId, DeviceId, Lane, PersonId, Role, Secure},
};
use std::sync::{
    Arc, Mutex, OnceLock, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
};
use uuid::Uuid;

const PEOPLE: [(Role, &str); 7] = [
    (Role::Ic, "Mara"),
    (Role::Ad, "Tom"),
    (Role::Performer, "Ana"),
    (Role::Performer, "Ben"),
    (Role::Performer, "Cleo"),
    (Role::Crew, "Sound"),
    (Role::Door, "Door"),
];
const MORNING: u64 = 1_790_000_000_000;

/// Every frame is carried out, answered or refused; nobody but the IC reads who; the log folds to the state.
pub fn frames(data: &[u8]) {
    let Ok(script) = std::str::from_utf8(data) else { return };
    // What the hub does a moment later it begins here; nobody waits for it.
    let later = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let _later = later.enter();
    let mut stage = Stage::new();
    for line in script.lines().take(48) {
        stage.line(line);
    }
    stage.end();
}

#[derive(Clone, Default)]
struct HandClock(Arc<AtomicU64>);

impl Clock for HandClock {
    fn now(&self) -> Moment {
        let mono = self.0.load(SeqCst);
        Moment { at: MORNING + mono, mono }
    }
}

/// A log in memory, through the same words as on a disk.
#[derive(Clone, Default)]
struct Memory {
    entries: Arc<Mutex<Vec<Vec<u8>>>>,
    fails: Arc<AtomicBool>,
}

impl Memory {
    fn read(&self) -> Vec<Entry> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries
            .iter()
            .map(|entry| serde_json::from_slice(entry).expect("an entry can be read again"))
            .collect()
    }
}

impl Log for Memory {
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError> {
        if self.fails.load(SeqCst) {
            return Err(AppendError::Unavailable("the disk is full".into()));
        }
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(entries.len() as Seq, expected);
        entries.extend(batch.iter().map(|entry| serde_json::to_vec(entry).expect("an entry can be written")));
        Ok(entries.len() as Seq)
    }

    fn id(&self) -> Uuid {
        Uuid::nil()
    }

    fn read_all(&self) -> ReadAll {
        let log = self.clone();
        Box::new(move || Ok(log.read()))
    }
}

/// A day that has begun: everybody has joined and was let in.
fn morning() -> &'static (Vec<Vec<u8>>, Vec<PersonId>) {
    static MORNING: OnceLock<(Vec<Vec<u8>>, Vec<PersonId>)> = OnceLock::new();
    MORNING.get_or_init(|| {
        let log = Memory::default();
        let hub = hub(&log, HandClock::default(), 7);
        hub.commit();
        let mut people = Vec::new();
        let say = |by: PersonId, nth: u128, command: Command| {
            let outbox = Arc::new(Outbox::default());
            let session = Session::connect(&hub, by, Lane::A, Secure::Local, &outbox, None).expect("known");
            drop(session.command(CommandId(Uuid::from_u128(nth)), None, None, command));
            hub.commit();
        };
        for (nth, (role, name)) in (1000..).zip(PEOPLE) {
            let request = JoinRequest {
                invite: hub.invite(role).expect("an invite"),
                name: name.into(),
                title: None,
                device: DeviceId(Uuid::from_u128(nth)),
            };
            let mut answer = hub.join(&request).expect("a good invite");
            hub.commit();
            let person = answer.try_recv().expect("an answer").expect("joined").person;
            people.push(person);
            if role == Role::Performer {
                say(people[0], nth, Command::Admit { person, as_: None, replaces: None, for_: None });
            }
        }
        say(people[0], 1, Command::OnFloor { on: true });
        say(people[1], 2, Command::OnFloor { on: true });
        let entries = log.entries.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (entries, people)
    })
}

fn hub(log: &Memory, clock: HandClock, seed: u64) -> Arc<Hub> {
    let entries = log.read();
    Arc::new(Hub::new(
        Box::new(log.clone()),
        &entries,
        Box::new(clock),
        Keys::seeded(seed),
        Settings::default(),
    ))
}

struct Line {
    session: Session,
    outbox: Arc<Outbox>,
    ear: Ear,
    /// Everything that came, until the hub ended it.
    got: Vec<HubFrame>,
    ended: bool,
    /// What has to be answered.
    asked: Vec<CommandId>,
}

struct Stage {
    log: Memory,
    hub: Arc<Hub>,
    clock: HandClock,
    lines: [[Option<Line>; 2]; PEOPLE.len()],
    ids: u128,
}

impl Stage {
    fn new() -> Self {
        let (entries, _) = morning();
        let log = Memory { entries: Arc::new(Mutex::new(entries.clone())), fails: Arc::default() };
        let clock = HandClock::default();
        let hub = hub(&log, clock.clone(), 8);
        let mut stage = Self { log, hub, clock, lines: Default::default(), ids: 0 };
        for who in 0..PEOPLE.len() {
            stage.open(who, Lane::A);
        }
        stage
    }

    fn open(&mut self, who: usize, lane: Lane) {
        let outbox = Arc::new(Outbox::default());
        self.lines[who][lane as usize] = None;
        let session = Session::connect(&self.hub, morning().1[who], lane, Secure::Local, &outbox, None);
        let Some(session) = session else { return };
        session.beat(0, true, Some(true), None);
        self.lines[who][lane as usize] = Some(Line {
            session,
            outbox,
            ear: Ear::default(),
            got: Vec::new(),
            ended: false,
            asked: Vec::new(),
        });
    }

    fn line(&mut self, line: &str) {
        let mut letters = line.chars();
        let rest = |letters: std::str::Chars<'_>| letters.as_str().to_owned();
        match letters.next() {
            Some('.') => self.settle(),
            Some('!') => drop(self.log.fails.fetch_xor(true, SeqCst)),
            Some('~') => {
                let seconds = rest(letters).parse().unwrap_or(1).min(20);
                for _ in 0..2 * seconds {
                    self.clock.0.fetch_add(500, SeqCst);
                    self.hub.tick();
                }
            }
            Some('-') => {
                if let Some((who, lane)) = letters.next().and_then(whose) {
                    self.lines[who][lane as usize] = None;
                }
            }
            Some('+') => {
                if let Some((who, lane)) = letters.next().and_then(whose) {
                    self.open(who, lane);
                }
            }
            Some(letter) => {
                if let Some((who, lane)) = whose(letter) {
                    self.frame(who, lane, letters.as_str());
                }
            }
            None => {}
        }
    }

    fn frame(&mut self, who: usize, lane: Lane, text: &str) {
        let text = self.filled_in(text);
        let read = serde_json::from_str::<ClientFrame>(&text);
        if matches!(&read, Ok(ClientFrame::Do { cmd: Command::Report { .. }, .. })) {
            return; // made by a thread of its own
        }
        let before = read.is_err().then(|| told(&self.hub.set()));
        let Some(here) = &mut self.lines[who][lane as usize] else { return };
        if here.ended {
            return;
        }
        if let Ok(ClientFrame::Do { id, .. }) = &read {
            here.asked.push(*id);
        }
        match here.ear.take(&text, &here.session, &here.outbox) {
            Then::Refuse(refusal) => Session::refuse(&here.outbox, &refusal),
            Then::GoOn | Then::Beaten | Then::Meet(_) => {}
        }
        if let Some(before) = before {
            assert_eq!(before, told(&self.hub.set()), "what can't be read did something");
        }
        self.drain();
    }

    fn filled_in(&mut self, text: &str) -> String {
        let set = self.hub.set();
        let mut parts = text.split('$');
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let mut letters = part.chars();
            let nobody = Uuid::from_u128(404);
            let id = match letters.next() {
                Some(digit @ '0'..='6') => morning().1[digit as usize - '0' as usize].0,
                Some('s') => set.signals().next().map_or(nobody, |s| s.id.0),
                Some('t') => set.signals().nth(1).map_or(nobody, |s| s.id.0),
                Some('q') => set.check_in().map_or(nobody, |c| c.id.0),
                Some('c') => set.changes().last().map_or(nobody, |c| c.id.0),
                Some('n') => {
                    self.ids += 1;
                    Uuid::from_u128(self.ids)
                }
                Some('p') => Uuid::from_u128(self.ids),
                _ => {
                    whole.push_str(part);
                    continue;
                }
            };
            whole.push_str(&id.to_string());
            whole.push_str(letters.as_str());
        }
        whole
    }

    /// The log's and the publisher's threads have their turn.
    fn settle(&mut self) {
        self.hub.commit();
        self.hub.commit();
        self.hub.publish();
        self.drain();
    }

    fn drain(&mut self) {
        for (who, lanes) in self.lines.iter_mut().enumerate() {
            for line in lanes.iter_mut().flatten() {
                line.drain(PEOPLE[who].0);
            }
        }
    }

    fn end(mut self) {
        self.log.fails.store(false, SeqCst);
        for _ in 0..4 {
            self.settle();
        }
        let mut folded = Set::default();
        for entry in &self.log.read() {
            folded.apply(entry, 0);
        }
        if !self.hub.set().is_day_over() {
            assert_eq!(told(&folded), told(&self.hub.set()), "the state is not the fold of the log");
        }
        for line in self.lines.iter().flatten().flatten().filter(|line| !line.ended) {
            for asked in &line.asked {
                let answered = line.got.iter().any(|frame| match frame {
                    HubFrame::Done { id } => id == asked,
                    HubFrame::Denied { id, .. } => *id == Some(*asked),
                    _ => false,
                });
                assert!(answered, "a command without an answer");
            }
        }
    }
}

impl Line {
    fn drain(&mut self, role: Role) {
        while !self.ended {
            match self.outbox.try_next() {
                Some(Outgoing::Frame(text)) => {
                    let frame = serde_json::from_str(&text).expect("the hub's frames can be read");
                    if let HubFrame::Alert(alert) = &frame {
                        assert!(alert.who.is_none() || role == Role::Ic, "an alert tells who");
                        assert!(matches!(role, Role::Ic | Role::Ad), "an alert to somebody else");
                    }
                    self.got.push(frame);
                }
                Some(Outgoing::Close(_)) => self.ended = true,
                None => return,
            }
        }
    }
}

fn whose(letter: char) -> Option<(usize, Lane)> {
    match letter {
        '0'..='6' => Some((letter as usize - '0' as usize, Lane::A)),
        'A'..='G' => Some((letter as usize - 'A' as usize, Lane::B)),
        _ => None,
    }
}

/// What people are told of a state.
fn told(set: &Set) -> String {
    let signals: Vec<_> = set
        .signals()
        .map(|signal| {
            let mut signal = signal.clone();
            signal.armed = 0;
            signal
        })
        .collect();
    let changes: Vec<_> = set.changes().collect();
    format!(
        "{signals:?} {changes:?} {:?} {:?} {:?} {} {} {}",
        set.check_in().map(|c| c.id),
        set.scene(),
        set.access(),
        set.is_called(),
        set.is_stood_down(),
        set.is_not_yet()
    )
}
