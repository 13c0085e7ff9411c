//! Somebody's phone, tablet or laptop: it keeps the latest view, beats each second, paints alerts, keeps what was
//! not answered, comes back by itself and says it again under the same id. As a page does.

use crate::{
    Hub, PATIENCE,
    line::{Heard, Line, Route},
};
use quiethold::{
    protocol::{
        AdView, Alert, ClientFrame, HubFrame, IcView, PerformerView, PublicView, RefusalCode, VERSION, View,
        WatcherView, You,
    },
    words::{Command, CommandId, DenialCode, DeviceId, Lane, PersonId, Role},
};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};
use tokio::{
    sync::{Notify, watch},
    task::JoinHandle,
    time::{MissedTickBehavior, interval, sleep, timeout},
};
use uuid::Uuid;

/// The hub's answer to a command.
pub type Answer = Result<(), (DenialCode, String)>;

/// What a phone keeps between two pages.
#[derive(Clone, Debug)]
pub struct Card {
    /// Where the hub is.
    pub hub: Route,
    /// The device token.
    pub token: String,
}

/// Everything that a phone knows.
#[derive(Debug, Default)]
pub struct State {
    /// Whom the hub takes it for.
    pub you: Option<You>,
    /// The device token.
    pub token: Option<String>,
    /// What it was asked by decoys, with the number of the repeat.
    pub decoys: Vec<(Uuid, u32)>,
    /// The recovery words, as the first IC was shown them.
    pub recovery: Option<String>,
    /// Of each welcome: the hub's start, and the view that came with it.
    pub welcomes: Vec<(Uuid, View)>,
    /// The latest.
    pub view: Option<View>,
    /// All, in order.
    pub alerts: Vec<Alert>,
    /// By command.
    pub answers: HashMap<CommandId, Answer>,
    /// Not answered yet.
    pub kept: Vec<Kept>,
    /// Every frame's bytes but the echoes of beats.
    pub frames: Vec<String>,
    /// The last beat that was echoed.
    pub echoed: u64,
    /// Why the hub sent it away.
    pub refused: Option<(RefusalCode, String)>,
    /// How each of its sockets ended.
    pub ends: Vec<Option<u16>>,
    /// Connected and welcomed.
    pub live: bool,
}

/// A command that was not answered yet.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Kept {
    pub id: CommandId,
    pub cmd: Command,
    pub pressed: Instant,
    on: Option<usize>,
}

struct Habits {
    visible: AtomicBool,
    beats: AtomicBool,
    paints: AtomicBool,
    online: AtomicBool,
    /// Out of the network, nobody hangs up: the socket stays open, and is dead.
    silently: AtomicBool,
    /// Beats that were asked for besides those of each second.
    breaths: AtomicU64,
    decoys: std::sync::Mutex<Vec<ClientFrame>>,
    changed: Notify,
}

/// Beats that were asked for are numbered from here.
const BREATHS: u64 = 1 << 32;

/// A phone in somebody's hand. Dropped, its page is closed.
pub struct Phone {
    /// Where the hub is.
    pub hub: Route,
    state: watch::Sender<State>,
    habits: Arc<Habits>,
    page: JoinHandle<()>,
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.page.abort();
    }
}

impl Phone {
    /// Joins by the invite that the hub said at its start.
    pub async fn join(hub: &Hub, role: Role, name: &str) -> Self {
        Self::join_by(hub.address, hub.invite(role), name).await
    }

    /// Joins by an invite.
    pub async fn join_by(hub: impl Into<Route>, invite: &str, name: &str) -> Self {
        let phone = Self::tries_to_join(hub, invite, name);
        phone.waits("the hub lets it in", |s| s.live.then_some(())).await;
        phone
    }

    /// Tries to join; the hub may send it away.
    pub fn tries_to_join(hub: impl Into<Route>, invite: &str, name: &str) -> Self {
        let join = ClientFrame::Join {
            v: VERSION,
            invite: invite.to_owned(),
            name: name.to_owned(),
            title: None,
            lang: None,
            device: DeviceId(Uuid::new_v4()),
        };
        Self::open(hub.into(), Lane::A, Some(join), None)
    }

    /// The page is opened again.
    pub async fn come_back(card: &Card) -> Self {
        Self::come_back_on(Lane::A, card).await
    }

    /// The same page's socket on this lane.
    pub async fn come_back_on(lane: Lane, card: &Card) -> Self {
        let phone = Self::open(card.hub.clone(), lane, None, Some(card.token.clone()));
        phone.waits("the hub knows it", |s| s.live.then_some(())).await;
        phone
    }

    fn open(hub: Route, lane: Lane, join: Option<ClientFrame>, token: Option<String>) -> Self {
        let state = watch::Sender::new(State { token, ..State::default() });
        let habits = Arc::new(Habits {
            visible: AtomicBool::new(true),
            beats: AtomicBool::new(true),
            paints: AtomicBool::new(true),
            online: AtomicBool::new(true),
            silently: AtomicBool::new(false),
            breaths: AtomicU64::new(BREATHS),
            decoys: std::sync::Mutex::default(),
            changed: Notify::new(),
        });
        let page = tokio::spawn(page(hub.clone(), lane, join, state.clone(), habits.clone()));
        Self { hub, state, habits, page }
    }

    /// What the phone keeps.
    pub fn card(&self) -> Card {
        Card { hub: self.hub.clone(), token: self.with(|s| s.token.clone()).expect("it has joined") }
    }

    /// Looks at what the phone knows now.
    pub fn with<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.borrow())
    }

    /// Waits until the phone knows something.
    pub async fn waits<T>(&self, what: &str, look: impl Fn(&State) -> Option<T>) -> T {
        let mut state = self.state.subscribe();
        let seen = timeout(PATIENCE, state.wait_for(|state| look(state).is_some())).await;
        let Ok(Ok(seen)) = seen else {
            let now = self.state.borrow();
            panic!(
                "{:?} waited in vain: {what}\nview: {:#?}\nrefused: {:?}, ends: {:?}",
                now.you, now.view, now.refused, now.ends
            )
        };
        look(&seen).expect("just seen")
    }

    /// Waits until the view shows something.
    pub async fn shows<T>(&self, what: &str, look: impl Fn(&View) -> Option<T>) -> T {
        self.waits(what, |state| state.view.as_ref().and_then(&look)).await
    }

    /// Waits until the IC's view is so.
    pub async fn ic_sees(&self, what: &str, so: impl Fn(&IcView) -> bool) -> IcView {
        self.shows(what, |view| match view {
            View::Ic(view) if so(view) => Some((**view).clone()),
            _ => None,
        })
        .await
    }

    /// Waits until the 1st AD's view is so.
    pub async fn ad_sees(&self, what: &str, so: impl Fn(&AdView) -> bool) -> AdView {
        self.shows(what, |view| match view {
            View::Ad(view) if so(view) => Some((**view).clone()),
            _ => None,
        })
        .await
    }

    /// Waits until the performer's view is so.
    pub async fn performer_sees(&self, what: &str, so: impl Fn(&PerformerView) -> bool) -> PerformerView {
        self.shows(what, |view| match view {
            View::Performer(view) if so(view) => Some((**view).clone()),
            _ => None,
        })
        .await
    }

    /// Waits until the watcher's view is so.
    pub async fn watcher_sees(&self, what: &str, so: impl Fn(&WatcherView) -> bool) -> WatcherView {
        self.shows(what, |view| match view {
            View::Watcher(view) if so(view) => Some((**view).clone()),
            _ => None,
        })
        .await
    }

    /// Waits until what everyone inside sees is so.
    pub async fn public_sees(&self, what: &str, so: impl Fn(&PublicView) -> bool) -> PublicView {
        self.shows(what, |view| {
            let public = match view {
                View::Ic(view) => &view.public,
                View::Ad(view) => &view.public,
                View::Performer(view) => &view.public,
                View::Watcher(view) => &view.public,
                View::Public(public) => public,
            };
            so(public).then(|| public.clone())
        })
        .await
    }

    /// Waits for an alert.
    pub async fn alerted(&self, what: &str, so: impl Fn(&Alert) -> bool) -> Alert {
        self.waits(what, |state| state.alerts.iter().find(|a| so(a)).cloned()).await
    }

    /// Whose phone it is.
    pub fn id(&self) -> PersonId {
        self.with(|s| s.you.as_ref().map(|you| you.id)).expect("it has joined")
    }

    /// Gives a command and takes its id.
    pub fn press(&self, cmd: Command) -> CommandId {
        let id = CommandId(Uuid::new_v4());
        self.press_as(id, cmd);
        id
    }

    /// Gives a command under an id.
    pub fn press_as(&self, id: CommandId, cmd: Command) {
        let kept = Kept { id, cmd, pressed: Instant::now(), on: None };
        self.state.send_modify(|s| s.kept.push(kept));
        self.habits.changed.notify_one();
    }

    /// The answer to a command.
    pub async fn answer(&self, id: CommandId) -> Answer {
        self.waits("the hub answers", |state| state.answers.get(&id).cloned()).await
    }

    /// Gives a command and waits for its answer.
    pub async fn tries(&self, cmd: Command) -> Answer {
        let id = self.press(cmd);
        self.answer(id).await
    }

    /// Gives a command, and takes a denial for a mishap.
    pub async fn does(&self, cmd: Command) {
        let asked = format!("{cmd:?}");
        if let Err(why) = self.tries(cmd).await {
            panic!("{asked} was denied: {why:?}");
        }
    }

    /// Gives a command that must be denied, and takes the code.
    pub async fn is_denied(&self, cmd: Command) -> DenialCode {
        let asked = format!("{cmd:?}");
        let (code, sentence) = self.tries(cmd).await.expect_err(&asked);
        assert!(sentence.len() > 10 && sentence.ends_with('.'), "{asked}: not a sentence: {sentence}");
        code
    }

    /// The page goes out of sight, or comes back into it.
    pub fn is_visible(&self, visible: bool) {
        self.habits.visible.store(visible, Relaxed);
        self.habits.changed.notify_one();
    }

    /// The page is frozen: its socket stays, its script stands still. Or it thaws.
    pub fn is_frozen(&self, frozen: bool) {
        self.habits.beats.store(!frozen, Relaxed);
        self.habits.changed.notify_one();
    }

    /// Whether the page says that it has painted an alert.
    pub fn paints(&self, paints: bool) {
        self.habits.paints.store(paints, Relaxed);
    }

    /// The phone leaves the network, or finds it again.
    pub fn is_online(&self, online: bool) {
        self.habits.online.store(online, Relaxed);
        self.habits.changed.notify_one();
    }

    /// The access point is gone: the socket stays open, nobody reads it, writes to it or hangs up. Till it is online.
    pub fn vanishes(&self) {
        self.habits.silently.store(true, Relaxed);
        self.is_online(false);
    }

    /// Sends a decoy, as a page does at random while a scene is live.
    pub fn sends_decoy(&self) {
        self.says_decoy(Uuid::new_v4(), 0);
    }

    /// A receiver's page answers the latest decoy once more: 1 as when a person has tapped, 2 as when they release.
    pub fn answers_decoy(&self, again: u32) {
        self.says_decoy(self.with(|s| s.decoys.last().expect("it was asked").0), again);
    }

    fn says_decoy(&self, id: Uuid, again: u32) {
        self.habits.decoys.lock().expect("whole").push(ClientFrame::Decoy { id, again });
        self.habits.changed.notify_one();
    }

    /// Waits until the phone has noticed that it is out of the network.
    pub async fn is_cut_off(&self) {
        self.waits("the line is gone", |s| (!s.live).then_some(())).await;
    }

    /// Waits until the hub has sent this phone away for good.
    pub async fn is_sent_away(&self) -> RefusalCode {
        let code = self.waits("it is sent away", |s| s.refused.as_ref().map(|(code, _)| *code)).await;
        self.waits("its socket ends", |s| (!s.live).then_some(())).await;
        code
    }

    /// How many frames have come so far.
    pub fn frame_count(&self) -> usize {
        self.with(|s| s.frames.len())
    }

    /// Beats now and waits for the echo: whatever the hub had said before it has arrived.
    pub async fn breathes(&self) {
        let breath = self.habits.breaths.fetch_add(1, Relaxed) + 1;
        self.habits.changed.notify_one();
        self.waits("the echo of a beat", |s| (s.echoed >= breath).then_some(())).await;
    }
}

async fn page(
    hub: Route,
    on: Lane,
    join: Option<ClientFrame>,
    state: watch::Sender<State>,
    habits: Arc<Habits>,
) {
    // Not hung up on before the next one is dead, too.
    let mut dead = None;
    for connection in 0.. {
        while !habits.online.load(Relaxed) {
            habits.changed.notified().await;
        }
        let Ok(mut line) = Line::try_open(hub.clone()).await else {
            sleep(Duration::from_millis(20)).await;
            continue;
        };
        let token = state.borrow().token.clone();
        match (token, &join) {
            (Some(token), _) => line.resume_on(on, &token).await,
            (None, Some(join)) => line.say(join).await,
            (None, None) => return,
        }
        let end = one_line(&mut line, connection, &state, &habits).await;
        state.send_modify(|s| {
            s.live = false;
            s.ends.push(end);
        });
        if matches!(end, Some(4002..=4004)) {
            return;
        }
        if habits.silently.swap(false, Relaxed) {
            drop(dead.replace(line));
        }
    }
}

async fn one_line(
    line: &mut Line,
    connection: usize,
    state: &watch::Sender<State>,
    habits: &Habits,
) -> Option<u16> {
    let mut beats = interval(Duration::from_secs(1));
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut n = 0;
    let mut was_visible = true;
    let mut breathed = BREATHS;
    loop {
        tokio::select! {
            biased;
            heard = line.hear() => match heard {
                Heard::End(code) => return code,
                Heard::Frame(frame, bytes) => {
                    if matches!(*frame, HubFrame::Welcome { .. }) {
                        beats.reset_immediately();
                    }
                    if let Some(answer) = take(*frame, bytes, state, habits) {
                        line.say(&answer).await;
                    }
                    send_kept(line, connection, state).await;
                }
            },
            () = habits.changed.notified() => {
                if !habits.online.load(Relaxed) {
                    return None;
                }
                send_kept(line, connection, state).await;
                let visible = habits.visible.load(Relaxed);
                let breath = habits.breaths.load(Relaxed);
                if breath != std::mem::replace(&mut breathed, breath) {
                    line.say(&ClientFrame::Beat { n: breath, visible, awake: Some(true), rtt: None }).await;
                }
                let decoys = std::mem::take(&mut *habits.decoys.lock().expect("whole"));
                for decoy in decoys {
                    line.say(&decoy).await;
                }
                if visible != std::mem::replace(&mut was_visible, visible) {
                    beats.reset_immediately();
                }
            }
            _ = beats.tick() => if habits.beats.load(Relaxed) && state.borrow().live {
                n += 1;
                let visible = habits.visible.load(Relaxed);
                line.say(&ClientFrame::Beat { n, visible, awake: Some(true), rtt: None }).await;
            },
        }
    }
}

/// What was not said on this connection yet; with its age, if it was pressed a while ago.
async fn send_kept(line: &mut Line, connection: usize, state: &watch::Sender<State>) {
    let waiting: Vec<Kept> = {
        let state = state.borrow();
        if !state.live {
            return;
        }
        state.kept.iter().filter(|kept| kept.on != Some(connection)).cloned().collect()
    };
    if waiting.is_empty() {
        return;
    }
    state.send_modify(|s| s.kept.iter_mut().for_each(|kept| kept.on = Some(connection)));
    for Kept { id, cmd, pressed, on } in waiting {
        let late = on.is_some() || pressed.elapsed() > Duration::from_millis(500);
        let age = late.then(|| u64::try_from(pressed.elapsed().as_millis()).unwrap_or(u64::MAX));
        line.say(&ClientFrame::Do { id, age, at: None, cmd }).await;
    }
}

/// Takes a frame in, and says what the page answers by itself.
fn take(
    frame: HubFrame,
    bytes: String,
    state: &watch::Sender<State>,
    habits: &Habits,
) -> Option<ClientFrame> {
    let mut answer = None;
    state.send_modify(|s| {
        if !matches!(frame, HubFrame::Beat { .. }) {
            s.frames.push(bytes);
        }
        match frame {
            HubFrame::Welcome { token, recovery, you, epoch, view, .. } => {
                s.token = token.or(s.token.take());
                s.recovery = recovery.or(s.recovery.take());
                s.you = Some(you);
                s.welcomes.push((epoch, view.clone()));
                s.view = Some(view);
                s.live = true;
                s.refused = None;
            }
            HubFrame::View { view, .. } => s.view = Some(view),
            HubFrame::Alert(alert) => {
                if habits.paints.load(Relaxed) && habits.visible.load(Relaxed) && habits.beats.load(Relaxed) {
                    answer =
                        Some(ClientFrame::Shown { signal: alert.signal, again: Some(alert.again), at: None });
                }
                s.alerts.push(alert);
            }
            HubFrame::Beat { n, .. } => s.echoed = s.echoed.max(n),
            HubFrame::Done { id } => {
                s.kept.retain(|kept| kept.id != id);
                s.answers.insert(id, Ok(()));
            }
            HubFrame::Denied { id, code, message } => {
                if let Some(id) = id {
                    s.kept.retain(|kept| kept.id != id);
                    s.answers.insert(id, Err((code, message)));
                }
            }
            HubFrame::Refused { code, message } => s.refused = Some((code, message)),
            HubFrame::Decoy { id: Some(id), answer: true, again } => {
                answer = Some(ClientFrame::Decoy { id, again: 0 });
                s.decoys.push((id, again));
            }
            HubFrame::Datagram { .. }
            | HubFrame::Chaser
            | HubFrame::Decoy { .. }
            | HubFrame::Plan { .. }
            | HubFrame::Report { .. } => {}
        }
    });
    answer
}
