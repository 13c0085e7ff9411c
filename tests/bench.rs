//! One figure, in one run on one machine: from the performer's frame to the later of the 1st AD's and the IC's
//! alert frame, beside a bare tokio-tungstenite relay that forwards a frame to two sockets and does nothing else.
//!
//! Hub and relay are processes of their own; their samples alternate, so that whatever else the machine does
//! meets both. `scripts/bench` runs it.

use futures_util::{SinkExt, StreamExt};
use hdrhistogram::Histogram;
use quiethold::{
    protocol::{ClientFrame, HubFrame, View},
    words::{AlertLevel, Command, CommandId, Level, Role, SignalId},
};
use quiethold_tests::{Hub, Line};
use std::{
    env,
    io::{BufRead, BufReader},
    net::SocketAddr,
    process::{Child, Command as Process, Stdio},
    time::{Duration, Instant},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::{WebSocketStream, accept_async, client_async, tungstenite::Message};
use uuid::Uuid;

const REPETITIONS: usize = 7;
const SAMPLES: usize = 400;
/// The hub takes some forty commands a second from one screen, as no person gives them.
const PACE: Duration = Duration::from_millis(22);

type Socket = WebSocketStream<TcpStream>;

fn main() {
    if env::args().any(|arg| arg == "relay") {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        return runtime.block_on(relay());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(compare());
}

/// The first socket's frames go to the two others.
async fn relay() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    println!("{}", listener.local_addr().expect("it is bound"));
    let mut sockets = Vec::new();
    for _ in 0..3 {
        let (tcp, _) = listener.accept().await.expect("a connection");
        tcp.set_nodelay(true).expect("any TCP has it");
        sockets.push(accept_async(tcp).await.expect("a websocket"));
    }
    let mut to: Vec<_> = sockets.split_off(1).into_iter().map(|socket| socket.split().0).collect();
    let mut from = sockets.remove(0);
    while let Some(Ok(frame)) = from.next().await {
        for receiver in &mut to {
            let _ = receiver.send(frame.clone()).await;
        }
    }
}

/// The relay and its three sockets.
struct Relay {
    process: Child,
    performer: Socket,
    receivers: [Socket; 2],
}

impl Relay {
    async fn start() -> Self {
        let own = env::current_exe().expect("a program knows where it lies");
        let mut process =
            Process::new(own).arg("relay").stdout(Stdio::piped()).spawn().expect("it can be started");
        let mut line = String::new();
        let out = process.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut line).expect("the relay says where it listens");
        let at: SocketAddr = line.trim().parse().expect("an address");
        let performer = connect(at).await;
        let receivers = [connect(at).await, connect(at).await];
        Self { process, performer, receivers }
    }

    async fn sample(&mut self) -> Duration {
        let text = hold().1;
        let sent = Instant::now();
        self.performer.send(Message::text(text)).await.expect("the relay lives");
        let [one, other] = &mut self.receivers;
        let (one, other) = tokio::join!(one.next(), other.next());
        let took = sent.elapsed();
        assert!(matches!((one, other), (Some(Ok(_)), Some(Ok(_)))), "the relay lives");
        took
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

async fn connect(at: SocketAddr) -> Socket {
    let tcp = TcpStream::connect(at).await.expect("the relay listens");
    tcp.set_nodelay(true).expect("any TCP has it");
    client_async(format!("ws://{at}/"), tcp).await.expect("a websocket").0
}

fn hold() -> (CommandId, String) {
    let id = CommandId(Uuid::new_v4());
    let cmd = Command::Raise { level: Level::Hold, test: false, for_: None };
    let text = serde_json::to_string(&ClientFrame::Do { id, age: None, at: None, cmd })
        .expect("our own types can be written");
    (id, text)
}

/// The hub and its three people.
struct Set {
    _hub: Hub,
    ic: Line,
    ad: Line,
    performer: Line,
    beats: u64,
}

impl Set {
    async fn start() -> Self {
        let hub = Hub::start();
        let mut ic = join(&hub, Role::Ic, "Imke").await;
        let ad = join(&hub, Role::Ad, "Aldo").await;
        let mut performer = join(&hub, Role::Performer, "Ana").await;
        let person = ic
            .until(|frame| match frame {
                HubFrame::View { view: View::Ic(view), .. } => view.waiting.first().map(|w| w.id),
                _ => None,
            })
            .await;
        does(&mut ic, Command::Admit { person, as_: None, replaces: None, for_: None }).await;
        let let_in = |frame| matches!(frame, HubFrame::View { view: View::Performer(_), .. }).then_some(());
        performer.until(let_in).await;
        Self { _hub: hub, ic, ad, performer, beats: 0 }
    }

    async fn sample(&mut self) -> Duration {
        let (id, text) = hold();
        let sent = Instant::now();
        self.performer.text(text).await;
        let (signal, _) = tokio::join!(alert(&mut self.ic), alert(&mut self.ad));
        let took = sent.elapsed();
        // Then it comes to rest: on disk, and released.
        self.performer
            .until(|frame| matches!(frame, HubFrame::Done { id: done } if done == id).then_some(()))
            .await;
        does(&mut self.ic, Command::Release { signal, in_person: true, presses: None }).await;
        took
    }

    /// Reads what is left of the last sample, so that the next one doesn't have to.
    async fn rest(&mut self) {
        for line in [&mut self.ic, &mut self.ad, &mut self.performer] {
            while tokio::time::timeout(Duration::from_millis(2), line.hear()).await.is_ok() {}
        }
    }

    /// Else their sockets would be closed.
    async fn beat(&mut self) {
        self.beats += 1;
        for line in [&mut self.ic, &mut self.ad, &mut self.performer] {
            line.say(&ClientFrame::Beat { n: self.beats, visible: true, awake: Some(true), rtt: None }).await;
        }
    }
}

async fn join(hub: &Hub, role: Role, name: &str) -> Line {
    let mut line = Line::open(hub.address).await;
    line.join(hub.invite(role), name).await;
    line.until(|frame| matches!(frame, HubFrame::Welcome { .. }).then_some(())).await;
    line
}

async fn does(line: &mut Line, cmd: Command) {
    let id = CommandId(Uuid::new_v4());
    line.say(&ClientFrame::Do { id, age: None, at: None, cmd }).await;
    line.until(|frame| match frame {
        HubFrame::Done { id: done } => (done == id).then_some(()),
        HubFrame::Denied { message, .. } => panic!("{message}"),
        _ => None,
    })
    .await;
}

async fn alert(line: &mut Line) -> SignalId {
    line.until(|frame| match frame {
        HubFrame::Alert(alert) if alert.level == AlertLevel::Hold => Some(alert.signal),
        _ => None,
    })
    .await
}

#[derive(Clone, Copy)]
struct Figures {
    p50: f64,
    p99: f64,
}

fn figures(took: &Histogram<u64>) -> Figures {
    #[allow(clippy::cast_precision_loss)] // nanoseconds of less than a day
    let micros = |quantile| took.value_at_quantile(quantile) as f64 / 1000.0;
    Figures { p50: micros(0.50), p99: micros(0.99) }
}

async fn compare() {
    let mut set = Set::start().await;
    let mut relay = Relay::start().await;
    for _ in 0..50 {
        set.rest().await;
        set.sample().await;
        relay.sample().await;
        tokio::time::sleep(PACE).await;
    }
    let (mut of_hub, mut of_relay) = (Vec::new(), Vec::new());
    for repetition in 1..=REPETITIONS {
        let new = || Histogram::<u64>::new(3).expect("three digits are valid");
        let (mut hub_took, mut relay_took) = (new(), new());
        for n in 0..SAMPLES {
            if n % 40 == 0 {
                set.beat().await;
            }
            set.rest().await;
            let next = Instant::now() + PACE;
            let (hub, bare) = if n % 2 == 0 {
                (set.sample().await, relay.sample().await)
            } else {
                let bare = relay.sample().await;
                (set.sample().await, bare)
            };
            let nanos = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            hub_took.record(nanos(hub)).expect("it grows");
            relay_took.record(nanos(bare)).expect("it grows");
            tokio::time::sleep_until(next.into()).await;
        }
        of_hub.push(figures(&hub_took));
        of_relay.push(figures(&relay_took));
        eprintln!("repetition {repetition} of {REPETITIONS}");
    }
    println!(
        "A performer's hold, to the later of the IC's and the 1st AD's alert. {REPETITIONS} repetitions of"
    );
    println!(
        "{SAMPLES} holds, hub and relay in turn, loopback; medians, and the least and most, in microseconds.\n"
    );
    println!("{:<8}{:>28}{:>28}", "", "p50", "p99");
    row("hub", &of_hub);
    row("relay", &of_relay);
    let times = |what: fn(&Figures) -> f64| median(&of_hub, what) / median(&of_relay, what);
    println!("{:<8}{:>27.2}x{:>27.2}x", "", times(|f| f.p50), times(|f| f.p99));
}

fn row(name: &str, all: &[Figures]) {
    let spread = |what: fn(&Figures) -> f64| {
        let least = all.iter().map(what).fold(f64::INFINITY, f64::min);
        let most = all.iter().map(what).fold(0.0, f64::max);
        format!("{:.0} ({least:.0}–{most:.0})", median(all, what))
    };
    println!("{name:<8}{:>28}{:>28}", spread(|f| f.p50), spread(|f| f.p99));
}

fn median(all: &[Figures], what: fn(&Figures) -> f64) -> f64 {
    let mut values: Vec<f64> = all.iter().map(what).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
