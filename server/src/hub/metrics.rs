//! Figures for whoever looks after the laptop (`GET /metrics`, from the laptop itself).
//!
//! No signal leaves a trace in them: not one of what happens when somebody presses, answers or releases is counted or
//! timed here. How fast a hold is, the press-tests tell, which take the same way; how long everybody's views take, only
//! those changes that every crew phone is told of too. docs/threat-model.md says why.

use super::Hub;
use crate::{
    protocol::RefusalCode,
    words::{Role, SignalId},
};
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// From a tenth of a millisecond, on the laptop itself, to a phone that has been out of reach.
const SECONDS: [f64; 15] =
    [0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0, 30.0];

/// A press-test that nobody has painted by then is forgotten.
const TEST_LASTS: Duration = Duration::from_secs(30);

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Code {
    code: String,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Clients {
    role: String,
    lanes: u32,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Phones {
    link: &'static str,
}

/// What is counted and timed.
pub struct Metrics {
    registry: Registry,
    written: Histogram,
    recorded: Histogram,
    shown: Histogram,
    finger: Histogram,
    fan_out: Histogram,
    connections: Counter,
    refused: Family<Code, Counter>,
    clients: Family<Clients, Gauge>,
    performers: Family<Phones, Gauge>,
    disk_trouble: Gauge,
    datagram_lanes: Gauge,
    memory: Gauge,
    /// Press-tests on their way: since when, whether it is on disk, whether it was painted.
    tests: Mutex<HashMap<SignalId, Test>>,
}

struct Test {
    arrived: Instant,
    recorded: bool,
    shown: bool,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("quiethold");
        let mut timed = |name: &str, help: &str| {
            let histogram = Histogram::new(SECONDS);
            registry.register_with_unit(name, help, Unit::Seconds, histogram.clone());
            histogram
        };
        let written = timed("test_written", "Press-test, from its arrival until its alerts are written");
        let recorded = timed("test_recorded", "Press-test, from its arrival until it is on disk");
        let shown =
            timed("test_shown", "Press-test, from its arrival until the first screen says it has painted it");
        let finger =
            timed("test_finger_to_screen", "Press-test, from the finger to the paint, by the pages' clocks");
        let fan_out = timed("fan_out", "A change that everybody on set sees, until all are told");
        let (connections, datagram_lanes) = (Counter::default(), Gauge::default());
        let (disk_trouble, memory) = (Gauge::default(), Gauge::default());
        let (refused, clients, performers) = (Family::default(), Family::default(), Family::default());
        registry.register("connections", "Websockets that were opened", connections.clone());
        registry.register("refused", "Websockets that were refused, by why", refused.clone());
        registry.register("clients", "People with an open page, by role and lanes", clients.clone());
        registry.register(
            "datagram_lanes",
            "Linked phones with a datagram lane, too",
            datagram_lanes.clone(),
        );
        registry.register("performers", "Performers' phones, by link", performers.clone());
        registry.register("disk_trouble", "1 while the log can't be written", disk_trouble.clone());
        registry.register_with_unit(
            "resident_memory",
            "What the hub takes of the laptop's memory, where the system tells",
            Unit::Bytes,
            memory.clone(),
        );
        let tests = Mutex::default();
        Self {
            registry,
            written,
            recorded,
            shown,
            finger,
            fan_out,
            connections,
            refused,
            clients,
            performers,
            disk_trouble,
            datagram_lanes,
            memory,
            tests,
        }
    }
}

impl Metrics {
    /// A websocket was opened.
    pub fn connected(&self) {
        self.connections.inc();
    }

    /// A websocket was refused.
    pub fn refused(&self, code: RefusalCode) {
        let code = serde_json::to_string(&code).unwrap_or_default().trim_matches('"').to_owned();
        self.refused.get_or_create(&Code { code }).inc();
    }

    /// The alerts of a press-test are written.
    pub(super) fn test_written(&self, signal: SignalId, arrived: Instant) {
        self.written.observe(arrived.elapsed().as_secs_f64());
        let mut tests = self.tests();
        tests.retain(|_, test| test.arrived.elapsed() < TEST_LASTS);
        tests.insert(signal, Test { arrived, recorded: false, shown: false });
    }

    /// A press-test is on disk.
    pub(super) fn test_recorded(&self, signal: SignalId) {
        if let Some(test) = self.tests().get_mut(&signal)
            && !std::mem::replace(&mut test.recorded, true)
        {
            self.recorded.observe(test.arrived.elapsed().as_secs_f64());
        }
    }

    /// A screen has painted a press-test, so many milliseconds after the finger.
    pub(super) fn test_shown(&self, signal: SignalId, ms: u32) {
        if let Some(test) = self.tests().get_mut(&signal)
            && !std::mem::replace(&mut test.shown, true)
        {
            self.shown.observe(test.arrived.elapsed().as_secs_f64());
            self.finger.observe(f64::from(ms) / 1000.0);
        }
    }

    /// Everybody was told of a change that everybody sees.
    pub(super) fn fanned_out(&self, since: Instant) {
        self.fan_out.observe(since.elapsed().as_secs_f64());
    }

    fn tests(&self) -> std::sync::MutexGuard<'_, HashMap<SignalId, Test>> {
        self.tests.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hub {
    /// What is counted and timed, as Prometheus reads it.
    pub fn metrics_text(&self) -> String {
        let metrics = &self.metrics;
        metrics.clients.clear();
        for client in self.clients.live() {
            let lanes = u32::try_from(client.outboxes().len()).unwrap_or(2);
            if lanes > 0 {
                metrics.clients.get_or_create(&Clients { role: name(client.role), lanes }).inc();
            }
        }
        let counts = self.counts();
        let phones = [("live", counts.live), ("trouble", counts.trouble), ("away", counts.away)];
        for (link, count) in phones {
            metrics.performers.get_or_create(&Phones { link }).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        metrics.datagram_lanes.set(i64::try_from(counts.by_datagram).unwrap_or(i64::MAX));
        metrics.disk_trouble.set(i64::from(counts.disk_trouble));
        metrics.memory.set(resident_memory().unwrap_or_default());
        let mut text = String::new();
        // Writing into memory does not fail; half a page would say so itself, by ending early.
        let _ = encode(&mut text, &metrics.registry);
        text
    }
}

fn name(role: Role) -> String {
    serde_json::to_string(&role).unwrap_or_default().trim_matches('"').to_owned()
}

/// In bytes. Linux alone tells it in a file.
fn resident_memory() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<i64>().ok()?.checked_mul(1024)
}
