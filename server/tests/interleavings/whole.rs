//! The whole hub: its lock, the log's thread, the publisher's, and the sockets of a performer and an IC.

use crate::{
    air::Air,
    clock::Clock,
    hub::{Hub, Outbox, Pen, Session, Settings},
    in_many_orders,
    keys::Keys,
    log::{AppendError, Log, ReadAll, Seq},
    protocol::{Close, HubFrame, View},
    set::{Entry, Moment},
    words::{Command, CommandId, DeviceId, Lane, Level, PersonId, Role, Secure, SignalId, Stage},
};
use shuttle::{future::block_on, thread};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;

/// Nine o'clock, for ever.
struct Nine;

impl Clock for Nine {
    fn now(&self) -> Moment {
        Moment { at: 1_790_000_000_000, mono: 0 }
    }
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<Entry>>>);

/// The same, on a disk that takes its time.
struct Disk(Memory);

impl Log for Disk {
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError> {
        thread::yield_now();
        self.0.append(expected, batch)
    }

    fn id(&self) -> Uuid {
        self.0.id()
    }

    fn read_all(&self) -> ReadAll {
        self.0.read_all()
    }
}

impl Log for Memory {
    fn append(&mut self, expected: Seq, batch: &[Entry]) -> Result<Seq, AppendError> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!(entries.len() as Seq, expected);
        entries.extend_from_slice(batch);
        Ok(entries.len() as Seq)
    }

    fn id(&self) -> Uuid {
        Uuid::nil()
    }

    fn read_all(&self) -> ReadAll {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::new(move || Ok(entries))
    }
}

struct Morning {
    entries: Vec<Entry>,
    ic: PersonId,
    ana: PersonId,
}

/// An IC and a performer are in. Made once, by the library's own hub: the recovery words take their time.
fn morning() -> &'static Morning {
    static MORNING: OnceLock<Morning> = OnceLock::new();
    MORNING.get_or_init(|| {
        use quiethold::hub::{Hub, JoinRequest, Outbox, Session, Settings};
        let log = Memory::default();
        let keys = Keys::seeded(7);
        let hub = Arc::new(Hub::new(Box::new(log.clone()), &[], Box::new(Nine), keys, Settings::default()));
        hub.commit();
        let [ic, ana] = [(Role::Ic, "Mara"), (Role::Performer, "Ana")].map(|(role, name)| {
            let invite = hub.invite(role).expect("an invite");
            let device = DeviceId(Uuid::new_v4());
            let request = JoinRequest { invite, name: name.into(), title: None, device };
            let mut answer = hub.join(&request).expect("a good invite");
            hub.commit();
            answer.try_recv().expect("an answer").expect("joined").person
        });
        let outbox = Arc::new(Outbox::default());
        let session = Session::connect(&hub, ic, Lane::A, Secure::Local, &outbox, None).expect("known");
        let admit = Command::Admit { person: ana, as_: None, replaces: None, for_: None };
        for (nth, command) in (1..).zip([admit, Command::OnFloor { on: true }]) {
            drop(session.command(CommandId(Uuid::from_u128(nth)), None, None, command));
            hub.commit();
        }
        let entries = log.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Morning { entries, ic, ana }
    })
}

/// A running hub, as `serve` starts it.
struct Day {
    hub: Arc<Hub>,
    threads: Vec<thread::JoinHandle<()>>,
}

impl Day {
    fn begin() -> Self {
        let entries = &morning().entries;
        let log = Disk(Memory(Arc::new(Mutex::new(entries.clone()))));
        let keys = Keys::seeded(8);
        let hub = Arc::new(Hub::new(Box::new(log), entries, Box::new(Nine), keys, Settings::default()));
        let (log, views) = (hub.clone(), hub.clone());
        let threads = vec![thread::spawn(move || log.keep_log()), thread::spawn(move || views.keep_views())];
        Self { hub, threads }
    }

    /// Somebody's socket, with all the room there is.
    fn phone(&mut self, person: PersonId, lane: Lane) -> Phone {
        let air = Air::default();
        air.has_room(usize::MAX / 2);
        let outbox = Arc::new(Outbox::default());
        outbox.take_up(Pen::new(air.clone()));
        let own = outbox.clone();
        self.threads.push(thread::spawn(move || block_on(own.keep_writing())));
        let session = Session::connect(&self.hub, person, lane, Secure::Local, &outbox, None).expect("known");
        session.beat(1, true, Some(true), None);
        Phone { air, outbox, session: Arc::new(session) }
    }

    fn end(self) {
        self.hub.close();
        for thread in self.threads {
            thread.join().expect("it ends");
        }
    }
}

#[derive(Clone)]
struct Phone {
    air: Air,
    outbox: Arc<Outbox>,
    session: Arc<Session>,
}

impl Phone {
    fn says(&self, id: u128, command: Command) {
        drop(self.session.command(CommandId(Uuid::from_u128(id)), None, None, command));
    }

    fn hears<T>(&self, look: impl Fn(&[HubFrame]) -> Option<T>) -> T {
        self.air.waits(|messages| look(&frames(messages)))
    }

    /// The first alert.
    fn alert(&self) -> SignalId {
        self.hears(|frames| {
            frames.iter().find_map(|frame| match frame {
                HubFrame::Alert(alert) => Some(alert.signal),
                _ => None,
            })
        })
    }

    /// Says that it has painted every alert so far: a view waits for that, or for a while that never passes here.
    fn paints(&self) {
        for frame in frames(&self.air.messages()) {
            if let HubFrame::Alert(alert) = frame {
                self.session.shown(alert.signal, Some(alert.again), None);
            }
        }
    }

    /// Waits until the latest view is as it should be.
    fn sees(&self, look: impl Fn(&View) -> bool) {
        self.hears(|frames| {
            let latest = frames.iter().rev().find_map(|frame| match frame {
                HubFrame::View { view, .. } | HubFrame::Welcome { view, .. } => Some(view),
                _ => None,
            });
            latest.filter(|view| look(view)).map(drop)
        });
    }

    /// No view came behind a later one.
    fn saw_all_in_order(&self) {
        let revs: Vec<u64> = frames(&self.air.messages())
            .iter()
            .filter_map(|frame| match frame {
                HubFrame::View { rev, .. } | HubFrame::Welcome { rev, .. } => Some(*rev),
                _ => None,
            })
            .collect();
        assert!(revs.is_sorted(), "{revs:?}");
    }
}

fn frames(messages: &[Message]) -> Vec<HubFrame> {
    let texts = messages.iter().filter(|message| message.is_text());
    texts.map(|text| serde_json::from_str(text.to_text().expect("a text")).expect("a frame")).collect()
}

fn hold() -> Command {
    Command::Raise { level: Level::Hold, test: false, for_: None }
}

/// The one signal of an IC's or a performer's view: how far it is, and whether it is on disk.
fn signal(view: &View) -> Option<(Stage, bool)> {
    match view {
        View::Ic(view) => view.signals.first().map(|signal| (signal.stage, signal.recorded)),
        View::Performer(view) => view.signal.as_ref().map(|signal| (signal.stage, signal.recorded)),
        _ => None,
    }
}

#[test]
fn a_hold_reaches_the_ic_and_the_ics_answer_the_performer() {
    let Morning { ic, ana, .. } = morning();
    in_many_orders(|| {
        let mut day = Day::begin();
        let (ic, ana) = (day.phone(*ic, Lane::A), day.phone(*ana, Lane::A));
        let presses = ana.clone();
        let presses = thread::spawn(move || presses.says(10, hold()));
        let answers = ic.clone();
        let answers = thread::spawn(move || {
            let signal = answers.alert();
            answers.session.shown(signal, Some(0), None);
            answers.says(11, Command::Acknowledge { signal, again: None });
        });
        let done = HubFrame::Done { id: CommandId(Uuid::from_u128(10)) };
        ana.hears(|frames| frames.contains(&done).then_some(()));
        for phone in [&ana, &ic] {
            phone.sees(|view| signal(view) == Some((Stage::Acknowledged, true)));
            phone.saw_all_in_order();
        }
        for thread in [presses, answers] {
            thread.join().expect("it ends");
        }
        day.end();
    });
}

#[test]
fn a_lane_that_breaks_in_that_moment_costs_nothing() {
    let Morning { ic, ana, .. } = morning();
    in_many_orders(|| {
        let mut day = Day::begin();
        let (lane_a, lane_b) = (day.phone(*ic, Lane::A), day.phone(*ic, Lane::B));
        let ana = day.phone(*ana, Lane::A);
        let presses = ana.clone();
        let presses = thread::spawn(move || presses.says(10, hold()));
        let breaks = thread::spawn(move || {
            drop(lane_a.session);
            lane_a.outbox.close(Close::Again);
        });
        lane_b.alert();
        lane_b.paints();
        lane_b.sees(|view| signal(view) == Some((Stage::Displayed, true)));
        for thread in [presses, breaks] {
            thread.join().expect("it ends");
        }
        lane_b.saw_all_in_order();
        day.end();
    });
}

#[test]
fn a_press_that_meets_a_release_stays_open() {
    let Morning { ic, ana, .. } = morning();
    in_many_orders(|| {
        let mut day = Day::begin();
        let (ic, ana) = (day.phone(*ic, Lane::A), day.phone(*ana, Lane::A));
        ana.says(10, hold());
        let signal_id = ic.alert();
        let releases = ic.clone();
        let releases = thread::spawn(move || {
            releases.says(11, Command::Release { signal: signal_id, in_person: true, presses: Some(1) });
        });
        let presses = ana.clone();
        let presses = thread::spawn(move || presses.says(12, hold()));
        let answered = |id: u128, frames: &[HubFrame]| {
            let id = CommandId(Uuid::from_u128(id));
            frames.iter().any(|frame| match frame {
                HubFrame::Done { id: of } => *of == id,
                HubFrame::Denied { id: of, .. } => *of == Some(id),
                _ => false,
            })
        };
        ic.hears(|frames| answered(11, frames).then_some(()));
        ana.hears(|frames| answered(12, frames).then_some(()));
        for thread in [releases, presses] {
            thread.join().expect("it ends");
        }
        ic.paints();
        for phone in [&ana, &ic] {
            phone.sees(|view| matches!(signal(view), Some((_, true))));
            phone.saw_all_in_order();
        }
        day.end();
    });
}
