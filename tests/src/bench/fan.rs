//! The part `fan`: ten thousand phones. What one of them costs, how long a status takes to the last of them, and what
//! that does to a hold in the meantime.

use super::{
    peers::BareTcp,
    plan::Plan,
    process::Process,
    row::{Curve, Part, Row, Unit},
    set::{Set, written},
    socket::{Air, Carrier},
};
use crate::Hub;
use quiethold::{
    net::files,
    protocol::ClientFrame,
    words::{Command, CommandId, Role, Status},
};
use rand::Rng;
use std::{
    fs, thread,
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Signals while nothing else happens, for each view to all.
const QUIET: usize = 3;
/// How long a view to all may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long they may take to come in.
const LONGEST: Duration = Duration::from_secs(300);
/// Phones that have not beaten for thirty seconds are hung up on.
const BEAT: Duration = Duration::from_secs(8);
/// What a signal takes of the commands that the hub takes from the IC's screen.
const OF_THE_IC: Duration = Duration::from_millis(52);

/// The large set.
struct Large {
    set: Set,
    crew: Process,
    relay: BareTcp,
    receivers: Process,
    fans: usize,
    beaten: Instant,
}

/// What one repetition found.
struct Found {
    quiet: Curve,
    during: Curve,
    hub: Curve,
    tcp: Curve,
}

/// Measures.
pub fn run(plan: &Plan) -> Part {
    files::raise_limit();
    let mut set = Set::on(Hub::start(), "hub", &Air::Open, 20, 0);
    let before = resident(set.hub.pid());
    let many = plan.many.to_string();
    let own = set.hub.address.to_string();
    let crew = Process::own(&["sinks", &own, &many, set.hub.invite(Role::Crew)]);
    wait(&mut set, &crew);
    eprintln!("    {many} phones are in");
    let relay = BareTcp::start(0, 0);
    let receivers = Process::own(&["sinks", &relay.at.to_string(), &many]);
    wait(&mut set, &receivers);
    let mut large = Large { set, crew, relay, receivers, fans: 0, beaten: Instant::now() };
    large.beat();
    large.status(&mut Curve::new(""), |_| {});
    let mut found = Vec::new();
    let mut kilobytes = Vec::new();
    for repetition in 1..=plan.repetitions {
        found.push(large.repetition(plan));
        #[allow(clippy::cast_precision_loss)] // some millions of bytes
        kilobytes
            .push(resident(large.set.hub.pid()).saturating_sub(before) as f64 * 1.024 / plan.many as f64);
        eprintln!("    repetition {repetition} of {}", plan.repetitions);
    }
    told(plan, &found, kilobytes)
}

/// Until all of them are there. Meanwhile the set beats.
fn wait(set: &mut Set, sinks: &Process) {
    let began = Instant::now();
    loop {
        match sinks.line_within(Duration::from_secs(3)) {
            Some(line) => return assert_eq!(line, "here"),
            None => set.beat(),
        }
        assert!(began.elapsed() < LONGEST, "the phones don't come in");
    }
}

impl Large {
    fn beat(&mut self) {
        self.beaten = Instant::now();
        self.set.beat();
        self.crew.tell("beat");
        assert_eq!(self.crew.line(), "beaten");
        // The echoes are read before anything is measured.
        thread::sleep(Duration::from_millis(300));
        self.set.beat();
    }

    fn signal(&mut self, curve: &mut Curve) {
        curve.record(self.set.signal());
        self.set.let_go();
    }

    fn repetition(&mut self, plan: &Plan) -> Found {
        let [quiet, during, hub, tcp] =
            ["quiet", "during a status to all", "hub", "bare TCP"].map(Curve::new);
        let mut found = Found { quiet, during, hub, tcp };
        for _ in 0..plan.fans {
            let began = Instant::now();
            if self.beaten.elapsed() > BEAT {
                self.beat();
            } else {
                self.set.beat();
            }
            for _ in 0..QUIET {
                thread::sleep(Duration::from_millis(rand::rng().random_range(2..10)));
                self.signal(&mut found.quiet);
            }
            let length = self.status(&mut found.hub, |_| {});
            self.bare(&mut found.tcp, length);
            let mut signals = u32::try_from(QUIET).unwrap_or(0);
            self.status(&mut Curve::new(""), |large| {
                large.signal(&mut found.during);
                signals += 1;
            });
            if plan.fans > 10 {
                thread::sleep((OF_THE_IC * signals).saturating_sub(began.elapsed()));
            }
        }
        found
    }

    /// The 1st AD says a status: how long until the last phone was sent it. Meanwhile something else is done, as often
    /// as there is time. The length of what each was sent.
    fn status(&mut self, took: &mut Curve, mut meanwhile: impl FnMut(&mut Self)) -> usize {
        self.fans += 1;
        let setup = format!("F{}", self.fans);
        self.crew.tell(&format!("mark \"setup\":\"{setup}\""));
        assert_eq!(self.crew.line(), "marked");
        let status = if self.fans.is_multiple_of(2) { Status::Blocking } else { Status::Rehearsal };
        let cmd = Command::Status { status, scene: Some("42A".into()), setup: Some(setup), override_: None };
        let said = written(&ClientFrame::Do { id: CommandId(Uuid::new_v4()), age: None, at: None, cmd });
        let sent = Instant::now();
        self.set.ad().text(&said);
        loop {
            let wait = Duration::from_millis(rand::rng().random_range(0..8));
            if let Some(all) = self.crew.line_within(wait) {
                took.record(sent.elapsed());
                return length(&all);
            }
            assert!(sent.elapsed() < PATIENCE, "a status reached not everybody");
            meanwhile(self);
        }
    }

    /// The same by a relay that only passes bytes on.
    fn bare(&mut self, took: &mut Curve, length: usize) {
        let mark = format!("\"fan\":{}.", self.fans);
        self.receivers.tell(&format!("mark {mark}"));
        assert_eq!(self.receivers.line(), "marked");
        let said = format!("{mark:<length$}");
        let sent = Instant::now();
        self.relay.say(said.as_bytes());
        self.receivers.line();
        took.record(sent.elapsed());
    }
}

fn length(all: &str) -> usize {
    all.strip_prefix("all ").and_then(|length| length.parse().ok()).expect("all, and how long")
}

/// The memory of a process, in KiB.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kilo| kilo.parse().ok()).unwrap_or(0)
}

fn told(plan: &Plan, found: &[Found], kilobytes: Vec<f64>) -> Part {
    let many = plan.many;
    let row = |name: &str, system: &str, unit: Unit, of: fn(&Found) -> &Curve, share: f64| {
        Row::new(name, system, unit, found.iter().map(|found| of(found).within(share, unit)).collect())
    };
    let quiet = row("quiet, p99", "hub", Unit::Micros, |f| &f.quiet, 0.99);
    let during = row("during a status to all, p99", "hub", Unit::Micros, |f| &f.during, 0.99);
    let mut hold = during.over(&quiet).at_most(6.0, Some(3.0));
    "hub over its own quiet".clone_into(&mut hold.system);
    let last = format!("status to the last of {many}, p50");
    let own = row(&last, "hub", Unit::Millis, |f| &f.hub, 0.5);
    let bare = row(&last, "bare TCP", Unit::Millis, |f| &f.tcp, 0.5);
    let all = |name: &str, of: fn(&Found) -> &Curve| {
        let mut all = Curve::new(name);
        for found in found {
            let _ = all.took.add(&of(found).took);
        }
        all
    };
    Part {
        name: "fan",
        title: format!("{many} phones"),
        told: format!(
            "A crew of {many} in a process of its own. The 1st AD says a status, and every phone is sent it; a performer's \
             holds meet it at random moments, and others are made while all is quiet, in turn. The same bytes go by a \
             bare TCP relay to as many connections. Memory: what the hub has more than before they came, for each."
        ),
        rows: vec![
            hold,
            own.over(&bare).at_most(1.3, None),
            Row::new("resident memory of a connection", "hub", Unit::KiloBytes, kilobytes).at_most(8.0, None),
            row("quiet, p50", "hub", Unit::Micros, |f| &f.quiet, 0.5),
            quiet,
            row("during a status to all, p50", "hub", Unit::Micros, |f| &f.during, 0.5),
            during,
            own,
            bare,
        ],
        plots: vec![(
            format!("A hold, and a hold that meets a status to {many}"),
            vec![all("quiet", |f| &f.quiet), all("during a status", |f| &f.during)],
        )],
    }
}
