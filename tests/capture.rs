//! A whole day on the wire, as somebody on that Wi-Fi writes it down: the hub in one network, the phones in another,
//! plain http between them, and a capture that must hold nothing of it.
#![cfg(target_os = "linux")]

use quiethold::{
    protocol::ClientFrame,
    sealed::{LONGEST, PAD, TAG},
    words::{
        Access, Answer, Command, Lane, Level, Reply, Role, SignalId, Status, UnixMs, Verdict, Way, Word,
    },
};
use quiethold_tests::{
    Heard, Hub, Line, Options, Phone, Route,
    capture::{Capture, Captured, readable},
    http,
    link::Link,
    tap::{Taken, messages},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    panic::resume_unwind,
    time::Duration,
};
use tokio::{sync::mpsc, task::JoinHandle, time::interval};
use uuid::Uuid;

/// Long enough that none of it comes up by chance in what is sealed.
const SCENE: &str = "TERRACE-42A";
const TITLE: &str = "The morning after on the terrace";
const LINE: &str = "Kiss on the mouth, closed";
const CHANGE: &str = "The sheet slips to the hip";
const QUESTION: &str = "Warm enough under the robe?";
const NOTICE: &str = "Back at half past eleven";
const NAMES: [&str; 6] =
    ["Imke Visser", "Aldo Marchetti", "Ana Zeller", "Ben Quist", "Wanda Herrlich", "Bo of sound"];

fn plan() -> String {
    let performer = |name| {
        format!(
            "[[scenes.performers]]\nname = \"{name}\"\nrider_received = 2026-01-02T12:00\nrider_confirmed = true\n"
        )
    };
    let person = |name| format!("[[people]]\nname = \"{name}\"\njob = \"performer\"\n");
    [
        person("Ana Zeller"),
        person("Ben Quist"),
        format!("[[scenes]]\nnumber = \"{SCENE}\"\ntitle = \"{TITLE}\"\ncall = 2026-01-22T09:30\n"),
        "kinds = [\"nudity\"]\n[scenes.closed_set]\npeople = [\"Director\"]\n".into(),
        performer("Ana Zeller"),
        performer("Ben Quist"),
        format!("[[scenes.lines]]\nwho = [\"Ana Zeller\"]\nto = [\"Ben Quist\"]\nwhat = \"{LINE}\"\nsay = \"yes\"\n"),
    ]
    .concat()
}

/// The second socket of a phone. It beats; what it is told to say it says.
struct Twin {
    says: mpsc::UnboundedSender<ClientFrame>,
    socket: JoinHandle<()>,
}

impl Drop for Twin {
    fn drop(&mut self) {
        self.socket.abort();
    }
}

impl Twin {
    async fn of(phone: &Phone) -> Self {
        let card = phone.card();
        let mut line = Line::open(card.hub).await;
        line.resume_on(Lane::B, &card.token).await;
        line.frame().await;
        let (says, mut said) = mpsc::unbounded_channel();
        let socket = tokio::spawn(async move {
            let mut beats = interval(Duration::from_secs(1));
            loop {
                let frame = tokio::select! {
                    _ = beats.tick() => ClientFrame::Beat { n: 0, visible: true, awake: Some(true), rtt: None },
                    Some(frame) = said.recv() => frame,
                    heard = line.hear() => match heard {
                        Heard::End(_) => return,
                        Heard::Frame(..) => continue,
                    },
                };
                line.say(&frame).await;
            }
        });
        Self { says, socket }
    }

    fn says(&self, frame: ClientFrame) {
        let _ = self.says.send(frame);
    }
}

/// The people of this day, each with both lanes.
struct Shoot {
    ic: Phone,
    ad: Phone,
    ana: Phone,
    ben: Phone,
    wanda: Phone,
    crew: Phone,
    door: Phone,
    twins: Vec<Twin>,
    /// Whatever nobody else may read.
    private: Vec<String>,
}

impl Shoot {
    async fn morning(hub: &Hub, route: &Route) -> Self {
        let join = async |role, name| Phone::join_by(route.clone(), hub.invite(role), name).await;
        let ic = join(Role::Ic, NAMES[0]).await;
        let ad = join(Role::Ad, NAMES[1]).await;
        ic.does(Command::OnFloor { on: true }).await;
        ad.does(Command::OnFloor { on: true }).await;
        let text = plan();
        ic.does(Command::PlanPart { upload: Uuid::new_v4(), part: 0, of: 1, text }).await;
        let ana = join(Role::Performer, "Ana Zeller").await;
        let ben = join(Role::Performer, "Ben Quist").await;
        for (performer, name) in [(&ana, "Ana Zeller"), (&ben, "Ben Quist")] {
            let as_ = Some(name.to_owned());
            ic.does(Command::Admit { person: performer.id(), as_, replaces: None, for_: None }).await;
        }
        let for_ = Some(ben.id());
        ic.does(Command::Invite { role: Role::Watcher, name: None, for_ }).await;
        let view = ic.ic_sees("the watcher's code", |v| v.invites.iter().any(|i| i.for_ == for_)).await;
        let code = view.invites.iter().find(|i| i.for_ == for_).expect("just seen").invite.clone();
        let wanda = Phone::join_by(route.clone(), &code, NAMES[4]).await;
        ic.does(Command::Admit { person: wanda.id(), as_: None, replaces: None, for_ }).await;
        let crew = join(Role::Crew, NAMES[5]).await;
        let door = join(Role::Door, "").await;
        ic.ic_sees("everybody is in", |v| v.waiting.is_empty() && v.people.len() == 7).await;

        let phones = [&ic, &ad, &ana, &ben, &wanda, &crew, &door];
        let mut twins = Vec::new();
        let mut private: Vec<String> =
            [SCENE, TITLE, LINE, CHANGE, QUESTION, NOTICE].into_iter().chain(NAMES).map(Into::into).collect();
        private.extend(view.invites.iter().map(|invite| invite.invite.clone()));
        private.extend(
            [hub.invite(Role::Performer), hub.invite(Role::Ic), hub.invite(Role::Ad)].map(Into::into),
        );
        private.push(ic.with(|s| s.recovery.clone()).expect("the first IC is shown the words"));
        for phone in phones {
            twins.push(Twin::of(phone).await);
            private.push(phone.card().token);
            private.push(phone.id().0.to_string());
        }
        Self { ic, ad, ana, ben, wanda, crew, door, twins, private }
    }

    fn phones(&self) -> [&Phone; 7] {
        [&self.ic, &self.ad, &self.ana, &self.ben, &self.wanda, &self.crew, &self.door]
    }

    async fn status(&self, status: Status) {
        let scene = Some(SCENE.into());
        self.ad.does(Command::Status { status, scene, setup: None, override_: None }).await;
    }

    /// All that the list asks.
    async fn prepare(&self) {
        self.status(Status::Rehearsal).await;
        self.status(Status::LastLooks).await;
        for (performer, way, presses) in
            [(&self.ana, Way::InHand, &self.ana), (&self.ben, Way::Watcher, &self.wanda)]
        {
            self.ic.does(Command::Way { person: performer.id(), way }).await;
            presses.does(Command::Raise { level: Level::Hold, test: true, for_: None }).await;
        }
        self.ad.does(Command::Access { access: Access::Closed, notice: Some(NOTICE.into()) }).await;
        for receiver in [&self.ic, &self.ad] {
            let scene = SCENE.into();
            let attest = Command::Attest { scene, people: true, monitors: true, devices: true, robes: true };
            receiver.does(attest).await;
        }
    }

    /// A check-in, and a change that is agreed.
    async fn ask(&self) {
        self.ic.does(Command::CheckIn { to: None, text: Some(QUESTION.into()) }).await;
        for performer in [&self.ana, &self.ben] {
            let view = performer.performer_sees("the question", |v| v.question.is_some()).await;
            let check_in = view.question.expect("just seen").id;
            performer.does(Command::Answer { check_in, answer: Answer::Green }).await;
        }
        self.ic.does(Command::Change { scene: SCENE.into(), text: CHANGE.into(), sensitive: false }).await;
        for performer in [&self.ana, &self.ben] {
            let view = performer.performer_sees("the change", |v| !v.changes.is_empty()).await;
            performer.does(Command::Reply { change: view.changes[0].id, reply: Reply::Yes }).await;
        }
        let change = self.ic.ic_sees("the change", |v| !v.changes.is_empty()).await.changes[0].id;
        self.ic.does(Command::Publish { change, state: Verdict::Agreed, amendment: false }).await;
        for name in ["Ana Zeller", "Ben Quist"] {
            let (scene, name, received) = (SCENE.into(), name.into(), None::<UnixMs>);
            let rider = Command::Rider { scene, name, received, confirmed: Some(true), late_hire: None };
            self.ic.does(rider).await;
        }
        self.ic.does(Command::Clear { clear: true }).await;
    }

    /// A hold on both lanes of somebody's phone, answered, cut and released.
    async fn hold(&mut self, nth: usize, level: Level) {
        let phone = self.phones()[nth];
        let seen = self.ic.with(|s| s.alerts.len());
        let cmd = Command::Raise { level, test: false, for_: None };
        let id = phone.press(cmd.clone());
        self.twins[nth].says(ClientFrame::Do { id, age: None, at: None, cmd });
        phone.answer(id).await.expect("a raise is never denied");
        let signal = self.ic.waits("it", |s| s.alerts.get(seen).map(|alert| alert.signal)).await;
        self.ad.alerted("it", |alert| alert.signal == signal).await;
        if level == Level::Hold {
            self.ad.does(Command::Call).await;
            self.status(Status::Cut).await;
        }
        self.over(signal).await;
    }

    async fn over(&mut self, signal: SignalId) {
        self.ad.does(Command::Acknowledge { signal, again: None }).await;
        self.ic.does(Command::Acknowledge { signal, again: None }).await;
        self.ic.does(Command::Release { signal, in_person: true, presses: None }).await;
        self.private.push(signal.0.to_string());
    }

    /// Endings, and the wrap.
    async fn evening(&self) {
        for performer in [&self.ana, &self.ben] {
            let person = performer.id();
            self.ic.does(Command::Closure { person }).await;
            performer.performer_sees("the ending", |v| v.closure.is_some()).await;
            performer.does(Command::Close { answer: Answer::Green, word: Word::InSight }).await;
            self.ic.does(Command::Closed { person, in_person: true }).await;
            performer.is_sent_away().await;
        }
        self.status(Status::Wrapped).await;
        self.ic.does(Command::Wrap { keep_names: false }).await;
    }
}

/// The page, and every script and style of it, as a browser fetches them.
async fn loads_the_page(route: &Route) -> usize {
    let mut wanted = BTreeSet::from(["/".to_owned()]);
    let mut loaded = BTreeSet::new();
    while let Some(path) = wanted.pop_first() {
        let reply = http::get(route.host, &path).await;
        assert_eq!(reply.status, 200, "{path}");
        for part in reply.body.split(['"', '\'', '`']) {
            let name = part.rsplit('/').next().unwrap_or_default();
            if part.starts_with(['/', '.', 'a'])
                && name.len() > 8
                && ["js", "css"].iter().any(|end| name.ends_with(end))
            {
                wanted.insert(format!("/assets/{name}"));
            }
        }
        loaded.insert(path);
        wanted.retain(|path| !loaded.contains(path));
    }
    loaded.len()
}

/// What somebody reads in the capture: nothing that is private, and sealed frames in the padded lengths only.
fn reads_nothing(captured: &Captured, private: &[String]) -> usize {
    let Captured { file, connections } = captured;
    let both = connections.iter().flat_map(|one| [&one.up, &one.down]);
    let texts: Vec<String> = both.chain([file]).map(|bytes| readable(bytes)).collect();
    for private in private {
        assert!(private.len() >= 9, "{private}: could come up by chance");
        let private = private.to_lowercase();
        assert!(texts.iter().all(|text| !text.contains(&private)), "{private} crossed the wire");
    }
    let mut lengths = BTreeMap::new();
    let sockets: Vec<&Taken> = connections.iter().filter(|one| one.up.starts_with(b"GET /ws ")).collect();
    for socket in &sockets {
        for (bytes, by_hub, step) in [(&socket.up, false, [256, 256]), (&socket.down, true, [1024, 4096])] {
            let mut messages = messages(bytes).into_iter();
            let hello = messages.next().expect("a handshake");
            assert_eq!((hello.kind, hello.length), (2, 48));
            for message in messages {
                if message.kind >= 8 {
                    // A close: its code, and the hub's sentence for it, which the phone echoes.
                    let said = &bytes[message.end - message.length..message.end];
                    let known = ["", "do not come back", "come back after a short wait"].map(str::as_bytes);
                    let echo = !by_hub && message.length <= 30;
                    assert!(
                        message.kind == 8 && (echo || known.contains(&&said[2.min(said.len())..])),
                        "{message:?}"
                    );
                    continue;
                }
                let length = message.length - TAG;
                let step = if length <= 512 { PAD } else { step[usize::from(length > 4096)] };
                assert!(
                    message.kind == 2 && (length.is_multiple_of(step) || length == LONGEST),
                    "{message:?}"
                );
                *lengths.entry(message.length).or_insert(0) += 1;
            }
        }
    }
    println!("{} bytes, {} sockets; messages by length: {lengths:?}", file.len(), sockets.len());
    sockets.len()
}

async fn a_whole_day(hub: &Hub, route: &Route) -> Vec<String> {
    let files = loads_the_page(route).await;
    assert!(files > 5, "{files} files");
    let mut day = Shoot::morning(hub, route).await;
    day.status(Status::Blocking).await;
    day.prepare().await;
    day.ask().await;
    day.status(Status::Rolling).await;
    for (phone, twin) in day.phones().iter().zip(&day.twins) {
        phone.sends_decoy();
        twin.says(ClientFrame::Decoy { id: Uuid::new_v4(), again: 0 });
    }
    day.hold(2, Level::Hold).await;
    day.status(Status::Rolling).await;
    day.hold(4, Level::Hold).await;
    day.hold(3, Level::Pause).await;
    for phone in day.phones() {
        phone.breathes().await;
    }
    day.evening().await;
    std::mem::take(&mut day.private)
}

#[test]
fn a_capture_of_a_whole_day_holds_no_name_no_scene_no_token_and_only_padded_lengths() {
    let Ok(link) = Link::new(1) else { return };
    let (hub, route) = link.start_hub(Options::for_the_network());
    let Some(capture) = Capture::begin(link.hubs(), route.tcp.port()) else { return };
    // Said in the clear, last of all: what is found of this would be found of anything.
    let last = "/whoever-listens-reads-this";
    let phones = link.phones().spawn(move || {
        let one_thread = tokio::runtime::Builder::new_current_thread().enable_all().build();
        one_thread.expect("a runtime").block_on(async {
            let private = a_whole_day(&hub, &route).await;
            http::get(route.host, last).await;
            private
        })
    });
    let private = phones.join().unwrap_or_else(|why| resume_unwind(why));
    let captured = capture.end(last);
    let read = |text: &str| {
        captured
            .connections
            .iter()
            .any(|one| readable(&[one.up.as_slice(), &one.down].concat()).contains(text))
    };
    assert!(read(last) && read("<!doctype html>"), "the capture holds what crossed the wire");
    let sockets = reads_nothing(&captured, &private);
    assert!(sockets >= 2 * NAMES.len(), "{sockets} sockets");
}
