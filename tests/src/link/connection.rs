//! A page's line to the hub, as `client-web/src/connection.ts` keeps it: two lanes, what is urgent on both, chasers behind
//! it until the hub names it, a beat each second and again where its echo is missing, a lane anew that is silent.

use super::{
    decoys::{Decoys, Then},
    manner::Manner,
    page::{Event, Order, What},
    socket::{FromLane, Said, Socket},
};
use crate::{Route, third::ThirdLane};
use quiethold::{
    protocol::{ClientFrame, Close, HubFrame, VERSION},
    words::{Command, CommandId, DeviceId, Lane, Role, SignalId},
};
use std::{
    collections::HashMap,
    net::IpAddr,
    time::{Duration, Instant},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    time::sleep_until,
};
use uuid::Uuid;

/// Something urgent, until it is named.
struct Chase {
    what: Uuid,
    since: Instant,
    next: usize,
    /// On the websockets chasers follow it.
    chasers: bool,
    /// By datagram it goes once more itself.
    copy: Option<ClientFrame>,
}

pub(super) struct Connection {
    nth: usize,
    route: Route,
    from: IpAddr,
    join: ClientFrame,
    token: Option<String>,
    /// What the page calls itself: see [`ClientFrame::Resume`].
    page: Uuid,
    manner: Manner,
    lanes: [Option<Socket>; 2],
    /// The socket that takes lane b's place once it is welcomed.
    coming: Option<Socket>,
    born: u64,
    heard: UnboundedSender<FromLane>,
    ears: UnboundedReceiver<FromLane>,
    events: UnboundedSender<Event>,
    n: u64,
    /// When the last beat was said, and how often it was said again.
    beaten: Instant,
    again: usize,
    /// An outage took the last beat on both lanes.
    worn: bool,
    /// When lane b was last opened anew for that.
    renewed: Option<Instant>,
    chases: Vec<Chase>,
    third: Option<ThirdLane>,
    /// What the hub has not answered: said again after each welcome.
    kept: Vec<Kept>,
    /// With the number of the latest alert of it.
    shown: HashMap<SignalId, u32>,
    decoys: Decoys,
    is_ic: bool,
    /// Lane b was last opened anew.
    opened: Instant,
}

/// A command, since when it waits, and whether it is urgent.
type Kept = (CommandId, Command, Instant, bool);

/// In the middle of what the page does: a worn lane is renewed this often at most.
const RENEW: Duration = Duration::from_secs(15);

/// So long it looks for another way.
const GIVE_UP: Duration = Duration::from_secs(3);

/// The datagram lane's place behind the two lanes.
const THIRD: usize = 2;

const LOOK: Duration = Duration::from_millis(250);

impl Connection {
    pub fn new(
        nth: usize,
        (route, from): (Route, IpAddr),
        (invite, name): (&str, &str),
        manner: Manner,
        events: UnboundedSender<Event>,
    ) -> Self {
        let (heard, ears) = unbounded_channel();
        Self {
            nth,
            route,
            from,
            join: ClientFrame::Join {
                v: VERSION,
                invite: invite.to_owned(),
                name: name.to_owned(),
                title: None,
                lang: None,
                device: DeviceId(Uuid::new_v4()),
            },
            token: None,
            page: Uuid::new_v4(),
            manner,
            lanes: [None, None],
            coming: None,
            born: 0,
            heard,
            ears,
            events,
            n: 0,
            beaten: Instant::now(),
            again: 0,
            worn: false,
            renewed: None,
            chases: Vec::new(),
            third: None,
            kept: Vec::new(),
            shown: HashMap::new(),
            decoys: Decoys::default(),
            is_ic: false,
            opened: Instant::now(),
        }
    }

    /// Until the page is closed.
    pub async fn live(mut self, mut orders: UnboundedReceiver<Order>) {
        self.open(0);
        let mut beat = Instant::now() + self.manner.beat;
        let mut look = Instant::now() + LOOK;
        loop {
            let chase = self.chases.iter().filter_map(|c| self.due(c)).min();
            let anew = self.anew_at();
            let again = self.beat_again_at();
            let decoys = self.decoys.next();
            let next =
                chase.into_iter().chain(anew).chain(again).chain(decoys).fold(beat.min(look), Instant::min);
            tokio::select! {
                biased;
                order = orders.recv() => match order {
                    Some(Order::Urgent(id, cmd)) => {
                        self.kept.push((id, cmd.clone(), Instant::now(), true));
                        self.urgent(&ClientFrame::Do { id, age: None, at: None, cmd }, id.0);
                    }
                    Some(Order::Plain(id, cmd)) => {
                        self.kept.push((id, cmd.clone(), Instant::now(), false));
                        self.plain(&ClientFrame::Do { id, age: None, at: None, cmd });
                    }
                    None => return,
                },
                Some((lane, birth, at, frame)) = self.ears.recv() => {
                    if self.coming.as_ref().is_some_and(|socket| socket.birth == birth) {
                        let coming = self.coming.take();
                        if frame.is_ok() {
                            self.lanes[lane] = coming;
                        }
                    }
                    if lane == THIRD || self.lanes[lane].as_ref().is_some_and(|socket| socket.birth == birth) {
                        if let (Some(third), Ok((frame, _))) = (&self.third, &frame) {
                            third.answered(frame);
                        }
                        self.take(lane, at, frame);
                        self.open_third().await;
                    }
                }
                () = sleep_until(next.into()) => {
                    let now = Instant::now();
                    self.chase(now);
                    if self.anew_at().is_some_and(|at| at <= now) {
                        self.opened = now;
                        self.coming = self.dial(1);
                    }
                    if again.is_some_and(|at| at <= now) {
                        self.again += 1;
                        let unechoed = self.unechoed();
                        self.worn |= self.manner.renews && self.again == 1 && unechoed.len() == 2;
                        for lane in unechoed {
                            self.say_beat(lane);
                        }
                    }
                    self.answer_decoys(now);
                    if now >= beat {
                        beat = now + self.manner.beat;
                        self.beat();
                    }
                    if now >= look {
                        look = now + LOOK;
                        for lane in [0, 1] {
                            if self.lanes[lane].as_ref().is_some_and(|s| s.heard.elapsed() > self.manner.silence) {
                                self.open(lane);
                            }
                        }
                    }
                }
            }
        }
    }

    fn answer_decoys(&mut self, now: Instant) {
        for then in self.decoys.due(now) {
            match then {
                Then::Taps(id) => self.urgent(&ClientFrame::Decoy { id, again: 1 }, id),
                Then::Releases(id) if self.is_ic => drop(self.plain(&ClientFrame::Decoy { id, again: 2 })),
                Then::Releases(_) => {}
            }
        }
    }

    fn due(&self, chase: &Chase) -> Option<Instant> {
        self.manner.chasers.get(chase.next).map(|ms| chase.since + Duration::from_millis(*ms))
    }

    /// A new socket for a lane, at once.
    fn open(&mut self, lane: usize) {
        self.lanes[lane] = self.dial(lane);
        if lane == 1 {
            self.coming = None;
        }
    }

    fn dial(&mut self, lane: usize) -> Option<Socket> {
        self.born += 1;
        let hello = match &self.token {
            Some(token) => {
                let lane = if lane == 0 { Lane::A } else { Lane::B };
                let (page, nth) = (Some(self.page), u32::try_from(self.born).ok());
                ClientFrame::Resume { v: VERSION, token: token.clone(), lane, page, nth }
            }
            None if lane == 0 => self.join.clone(),
            None => return None,
        };
        let way = (self.route.clone(), self.from);
        Some(Socket::dial(way, (lane, self.born), &hello, self.heard.clone()))
    }

    /// Once there is a websocket to open it by.
    async fn open_third(&mut self) {
        if !self.manner.datagrams
            || self.third.is_some()
            || !self.lanes[0].as_ref().is_some_and(|socket| socket.live)
        {
            return;
        }
        let heard = self.heard.clone();
        let ear = move |said: Option<(HubFrame, usize)>| {
            if let Some((frame, _)) = said {
                let bytes = serde_json::to_string(&frame).expect("our own types can be written");
                let _ = heard.send((THIRD, 0, Instant::now(), Ok((Box::new(frame), bytes))));
            }
        };
        let (third, offer) = ThirdLane::offer(self.from, self.route.tcp.ip(), Box::new(ear)).await;
        self.third = Some(third);
        self.plain(&offer);
    }

    fn say(&self, lane: usize, frame: &ClientFrame) -> bool {
        self.lanes[lane].as_ref().is_some_and(|socket| socket.live && socket.say(frame))
    }

    fn plain(&self, frame: &ClientFrame) -> bool {
        self.say(0, frame) || self.say(1, frame)
    }

    fn urgent(&mut self, frame: &ClientFrame, what: Uuid) {
        for lane in [0, 1] {
            self.say(lane, frame);
        }
        if let Some(third) = &self.third {
            third.say(frame);
        }
        let copy = Some(frame.clone());
        match self.chases.iter_mut().find(|chase| chase.what == what) {
            Some(running) if running.chasers => running.copy = copy,
            _ => {
                self.chases.retain(|chase| chase.what != what);
                self.chases.push(Chase { what, since: Instant::now(), next: 0, chasers: true, copy });
            }
        }
    }

    fn chase(&mut self, now: Instant) {
        let mut due = false;
        for at in 0..self.chases.len() {
            while self.due(&self.chases[at]).is_some_and(|when| when <= now) {
                self.chases[at].next += 1;
                due |= self.chases[at].chasers;
                if let (Some(third), Some(frame)) = (&self.third, &self.chases[at].copy) {
                    third.say(frame);
                }
            }
        }
        let most = self.manner.chasers.len();
        self.chases.retain(|chase| chase.next < most && (chase.chasers || chase.copy.is_some()));
        if due {
            for lane in [0, 1] {
                self.say(lane, &ClientFrame::Chaser);
            }
        }
    }

    /// When lane b is opened anew, since another way may be open by now: something urgent waits, or nothing is heard.
    fn anew_at(&self) -> Option<Instant> {
        let after = self.manner.anew?;
        let live = self.lanes.iter().flatten().filter(|socket| socket.live);
        let heard = live.map(|socket| socket.heard).max()?;
        // As the page: nothing was heard since it was said, and that is not long ago.
        let unheard = |kept: &&Kept| kept.3 && kept.2 > heard && kept.2.elapsed() < GIVE_UP;
        let waits = self.kept.iter().filter(unheard).map(|kept| kept.2 + after).min();
        let silent = self.manner.restless.map(|restless| heard + restless);
        Some(waits.into_iter().chain(silent).min()?.max(self.opened + after))
    }

    fn beat(&mut self) {
        self.n += 1;
        self.beaten = Instant::now();
        self.again = 0;
        let quiet = self.kept.is_empty() && !self.chases.iter().any(|chase| chase.chasers);
        let both = self.lanes.iter().flatten().filter(|socket| socket.live).count() == 2;
        if self.worn && quiet && both && self.renewed.is_none_or(|renewed| renewed.elapsed() > RENEW) {
            self.worn = false;
            self.renewed = Some(Instant::now());
            self.coming = self.dial(1);
        }
        for lane in [0, 1] {
            self.say_beat(lane);
        }
    }

    fn say_beat(&self, lane: usize) {
        self.say(lane, &ClientFrame::Beat { n: self.n, visible: true, awake: Some(true), rtt: None });
    }

    /// Lanes on which the last beat is not answered.
    fn unechoed(&self) -> Vec<usize> {
        let lacks = |lane: &usize| self.lanes[*lane].as_ref().is_some_and(|s| s.live && s.echoed < self.n);
        [0, 1].into_iter().filter(lacks).collect()
    }

    fn beat_again_at(&self) -> Option<Instant> {
        let after = self.manner.again.get(self.again)?;
        (!self.unechoed().is_empty()).then(|| self.beaten + Duration::from_millis(*after))
    }

    fn take(&mut self, lane: usize, at: Instant, heard: Said) {
        let (frame, bytes) = match heard {
            Ok(heard) => heard,
            Err(end) => {
                if end == Some(Close::Replaced as u16) {
                    let _ = self.events.send(Event { page: self.nth, at, what: What::Replaced });
                }
                self.lanes[lane] = None;
                return self.open(lane);
            }
        };
        if let Some(socket) = self.lanes.get_mut(lane).and_then(Option::as_mut) {
            socket.heard = socket.heard.max(at);
        }
        // What the hub asks names what the page answers: it doesn't say that the answer has come.
        let asks = matches!(*frame, HubFrame::Alert(_) | HubFrame::Decoy { answer: true, .. });
        for chase in &mut self.chases {
            if bytes.contains(&chase.what.to_string()) {
                chase.chasers &= lane == THIRD && !asks;
                chase.copy.take_if(|_| !asks);
            }
        }
        if lane == THIRD && !asks {
            return;
        }
        let what = match *frame {
            HubFrame::Welcome { token, you, .. } => {
                self.token = token.or(self.token.take());
                self.is_ic = you.role == Role::Ic;
                if let Some(socket) = &mut self.lanes[lane] {
                    socket.live = true;
                }
                self.beat();
                for (id, cmd, pressed, _) in self.kept.clone() {
                    let age = u64::try_from(pressed.elapsed().as_millis()).ok();
                    self.say(lane, &ClientFrame::Do { id, age, at: None, cmd });
                }
                if self.manner.twins && self.lanes[1].is_none() {
                    self.open(1);
                }
                What::Welcome(you)
            }
            HubFrame::Beat { n, .. } => {
                if let Some(socket) = &mut self.lanes[lane] {
                    socket.echoed = socket.echoed.max(n);
                }
                return;
            }
            HubFrame::Decoy { id: Some(id), answer: true, again } => {
                if self.decoys.asks(id, again) {
                    self.urgent(&ClientFrame::Decoy { id, again: 0 }, id);
                }
                return;
            }
            HubFrame::View { view, .. } => What::View(Box::new(view)),
            HubFrame::Alert(alert) => {
                let before = self.shown.insert(alert.signal, alert.again);
                if before.is_none_or(|before| before < alert.again) {
                    let shown =
                        ClientFrame::Shown { signal: alert.signal, again: Some(alert.again), at: None };
                    self.urgent(&shown, alert.signal.0);
                }
                What::Alert(alert)
            }
            HubFrame::Done { id } => {
                self.kept.retain(|(kept, ..)| *kept != id);
                What::Done(id)
            }
            HubFrame::Denied { id, code, message } => {
                self.kept.retain(|(kept, ..)| Some(*kept) != id);
                What::Denied(id, code, message)
            }
            _ => return,
        };
        let _ = self.events.send(Event { page: self.nth, at, what });
    }
}
