//! Two lanes: what comes doubled, reordered between the lanes, or not at all on one of them, changes nothing.

use crate::stage::Stage;
use proptest::prelude::*;
use quiethold::{
    hub::{NotIn, Nth, Outbox, Outgoing, Pen, Session},
    protocol::{Close, HubFrame, View},
    words::{Command, CommandId, Lane, Level, Link, Secure, SignalId},
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::io::{AsyncReadExt, DuplexStream, duplex};

/// Somebody's second lane.
struct Twin {
    session: Session,
    outbox: Arc<Outbox>,
    got: Vec<Arc<str>>,
}

impl Twin {
    fn of(stage: &Stage, who: usize) -> Self {
        Self::on(stage, who, Lane::B)
    }

    fn on(stage: &Stage, who: usize, lane: Lane) -> Self {
        let outbox = Arc::new(Outbox::default());
        let session = Session::connect(&stage.hub, stage.id(who), lane, Secure::Local, &outbox, None);
        let mut twin = Self { session: session.expect("known"), outbox, got: Vec::new() };
        twin.drain();
        twin
    }

    fn drain(&mut self) -> Option<Close> {
        loop {
            match self.outbox.try_next() {
                Some(Outgoing::Frame(frame)) => self.got.push(frame),
                Some(Outgoing::Close(close)) => return Some(close),
                None => return None,
            }
        }
    }

    fn frames(&self) -> Vec<HubFrame> {
        self.got.iter().map(|f| serde_json::from_str(f).expect("the hub's frames can be read")).collect()
    }
}

fn hold() -> Command {
    Command::Raise { level: Level::Hold, test: false, for_: None }
}

/// A frame of a page, as it arrives.
#[derive(Clone, Debug)]
enum Said {
    Do(usize, CommandId, Command),
    Shown(usize, SignalId, u32),
}

impl Said {
    fn by(&self) -> usize {
        match self {
            Self::Do(who, ..) | Self::Shown(who, ..) => *who,
        }
    }
}

#[test]
fn what_is_urgent_comes_on_both_lanes_and_other_views_on_one() {
    let mut stage = Stage::with(2);
    let (mut ana, mut ic) = (Twin::of(&stage, Stage::ANA), Twin::of(&stage, Stage::IC));
    let (own, consoles) = (stage.people[Stage::ANA].got.len(), stage.people[Stage::IC].got.len());
    let id = stage.send(Stage::ANA, hold());
    stage.settle();
    ana.drain();
    ic.drain();
    let alerts = |frames: &[HubFrame]| frames.iter().filter(|f| matches!(f, HubFrame::Alert(_))).count();
    assert_eq!(alerts(&ic.frames()), 1, "the alert comes on lane b too");
    assert_eq!(alerts(&stage.people[Stage::IC].frames()[consoles..]), 1);
    assert!(ana.frames().contains(&HubFrame::Done { id }));
    assert!(stage.people[Stage::ANA].frames()[own..].contains(&HubFrame::Done { id }));
    let views = |got: &[Arc<str>]| got.iter().filter(|f| f.starts_with(r#"{"type":"view""#)).count();
    assert!(views(&ana.got) > 0, "one's own signal is urgent");

    let (before, of_b) = (views(&stage.people[Stage::ANA].got), views(&ana.got));
    stage
        .say(Stage::IC, Command::Access { access: quiethold::words::Access::Closing, notice: None })
        .expect("closing");
    ana.drain();
    assert_eq!(views(&ana.got), of_b, "set access is not urgent");
    assert!(views(&stage.people[Stage::ANA].got) > before);
}

#[test]
fn while_lane_a_is_gone_lane_b_has_it_all_and_misses_nothing_that_was_on_its_way() {
    let mut stage = Stage::with(2);
    let mut ana = Twin::of(&stage, Stage::ANA);
    stage.people[Stage::ANA].session = None;
    stage
        .say(Stage::IC, Command::Access { access: quiethold::words::Access::Closing, notice: None })
        .expect("closing");
    ana.drain();
    let last = ana.got.iter().rev().find(|f| f.contains(r#""type":"view""#)).expect("a view came");
    assert!(last.contains("closing"), "{last}");
}

#[test]
fn a_phone_is_live_as_long_as_either_lane_beats_and_a_stalled_beat_tells_nothing() {
    let mut stage = Stage::with(2);
    let ana = Twin::of(&stage, Stage::ANA);
    let link = |stage: &mut Stage| {
        stage.settle();
        stage.hub.tick();
        stage.settle();
        let person = stage.id(Stage::ANA);
        let view = stage.people[Stage::IC].ic_view();
        view.people.into_iter().find(|p| p.id == person).expect("listed")
    };
    // Lane a falls silent, lane b beats on.
    for n in 1..=5 {
        stage.wait_beating(1000, |who| who != Stage::ANA);
        ana.session.beat(n, true, Some(true), Some(12));
    }
    let seen = link(&mut stage);
    assert_eq!((seen.link, seen.lanes, seen.rtt_ms), (Link::Live, Some(1), Some(20)));
    // The page is hidden; a beat from before that, stalled on lane a, comes behind it.
    ana.session.beat(9, false, Some(true), None);
    let lane_a = stage.people[Stage::ANA].session.clone().expect("connected");
    lane_a.beat(8, true, Some(true), None);
    stage.wait_beating(3000, |who| who != Stage::ANA);
    assert_eq!(link(&mut stage).link, Link::Trouble, "nothing has been seen for 3 s");
}

#[test]
fn a_newer_socket_of_one_lane_replaces_that_lane_alone() {
    let mut stage = Stage::with(2);
    let mut first = Twin::of(&stage, Stage::ANA);
    let mut second = Twin::of(&stage, Stage::ANA);
    assert_eq!(first.drain(), Some(Close::Replaced));
    assert_eq!(second.drain(), None);
    drop(first);
    stage.settle();
    let id = stage.send(Stage::ANA, hold());
    stage.settle();
    second.drain();
    assert!(second.frames().contains(&HubFrame::Done { id }), "the newer one is still known");
    assert_eq!(stage.answer(Stage::ANA, id), Ok(()));
}

#[test]
fn an_alert_is_chased_until_its_signal_is_named_on_either_lane() {
    let mut stage = Stage::with(2);
    let ic = Twin::of(&stage, Stage::IC);
    stage.send(Stage::ANA, hold());
    let both = [&ic.outbox, &stage.people[Stage::IC].outbox];
    assert!(both.iter().all(|outbox| outbox.chaser_due().is_some()));
    let signal = stage.set().signals().next().expect("raised").id;
    ic.session.shown(signal, Some(0), None);
    let both = [&ic.outbox, &stage.people[Stage::IC].outbox];
    assert!(both.iter().all(|outbox| outbox.chaser_due().is_none()));
    stage.settle();
}

/// Two sockets of one lane, of these pages; whether the second is let in, and how the first is ended.
fn one_after_the_other(first: Nth, second: Nth) -> (Option<NotIn>, Option<Close>) {
    let stage = Stage::with(2);
    let open = |of, outbox: &Arc<Outbox>| {
        Session::connect_nth(&stage.hub, stage.id(Stage::ANA), Lane::B, Some(of), Secure::Local, outbox, None)
    };
    let outboxes = [(); 2].map(|()| Arc::new(Outbox::default()));
    let session = open(first, &outboxes[0]).expect("known");
    let mut twin = Twin { session, outbox: outboxes[0].clone(), got: Vec::new() };
    let second = open(second, &outboxes[1]);
    (second.as_ref().err().copied(), twin.drain())
}

#[test]
fn a_socket_that_its_page_gave_up_and_that_comes_late_does_not_stop_the_page() {
    let of = |page, nth| Nth { page: uuid::Uuid::from_u128(page), nth };
    assert_eq!(one_after_the_other(of(1, 3), of(1, 2)), (Some(NotIn::Overtaken), None));
    assert_eq!(one_after_the_other(of(1, 3), of(1, 4)), (None, Some(Close::Again)));
    // Another tab, or the page loaded anew: it counts from the start, and the last one counts.
    assert_eq!(one_after_the_other(of(1, 3), of(2, 1)), (None, Some(Close::Replaced)));
}

/// What has come so far at the other end.
fn came(page: &mut DuplexStream) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let mut bytes = vec![0; 1 << 20];
    let read = runtime.block_on(async { tokio::time::timeout(Duration::ZERO, page.read(&mut bytes)).await });
    String::from_utf8_lossy(&bytes[..read.map_or(0, |read| read.expect("it is open"))]).into_owned()
}

#[test]
fn behind_an_alert_a_view_waits_until_the_page_has_named_it() {
    loop {
        let mut stage = Stage::with(2);
        let ic = Twin::of(&stage, Stage::IC);
        let (hub, mut page) = duplex(1 << 20);
        ic.outbox.take_up(Pen::new(hub));
        let began = Instant::now();
        stage.send(Stage::ANA, hold());
        stage.settle();
        let before = came(&mut page);
        assert!(before.contains(r#""type":"alert""#));
        // It waits for a fifth of a second and no longer; on a machine that took so long there is nothing to see.
        if began.elapsed() > Duration::from_millis(150) {
            continue;
        }
        assert!(!before.contains(r#""type":"view""#));
        let signal = stage.set().signals().next().expect("raised").id;
        ic.session.shown(signal, Some(0), None);
        assert!(came(&mut page).contains(r#""type":"view""#));
        return;
    }
}

/// The acts of a short life of two signals, each a page's frame that travels on both lanes.
fn acts(stage: &mut Stage, nth: usize) -> Said {
    let signals: Vec<SignalId> = stage.set().signals().map(|s| s.id).collect();
    let signal = signals.first().copied().unwrap_or(SignalId(uuid::Uuid::from_u128(404)));
    let id = stage.next_id();
    match nth % 6 {
        0 => Said::Do(Stage::ANA, id, hold()),
        1 => Said::Do(Stage::BEN, id, Command::Raise { level: Level::Pause, test: false, for_: None }),
        2 => Said::Shown(Stage::IC, signal, 0),
        3 => Said::Do(Stage::IC, id, Command::Acknowledge { signal, again: None }),
        4 => Said::Do(Stage::AD, id, Command::Call),
        _ => Said::Do(Stage::AD, id, Command::Acknowledge { signal, again: None }),
    }
}

/// How one frame fares on the air.
#[derive(Clone, Copy, Debug)]
struct Fate {
    /// Which lane's copy comes first.
    b_first: bool,
    /// How many frames later the other lane's copy comes; none: never.
    later: Option<usize>,
}

fn fate() -> impl Strategy<Value = Fate> {
    (any::<bool>(), proptest::option::of(0usize..5)).prop_map(|(b_first, later)| Fate { b_first, later })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn a_day_on_two_bad_lanes_is_the_day_on_one_good_lane(day in proptest::collection::vec((0usize..6, fate()), 1..24)) {
        let mut good = Stage::with(2);
        let mut bad = Stage::with(2);
        let twins: Vec<Twin> = (0..4).map(|who| Twin::of(&bad, who)).collect();
        let say = |stage: &Stage, said: &Said, on_b: bool| match said {
            Said::Do(who, id, command) => {
                let of_a = stage.people[*who].session.as_ref().expect("connected");
                let session = if on_b { &twins[*who].session } else { of_a };
                drop(session.command(*id, None, None, command.clone()));
            }
            Said::Shown(who, signal, again) => {
                let of_a = stage.people[*who].session.as_ref().expect("connected");
                let session = if on_b { &twins[*who].session } else { of_a };
                session.shown(*signal, Some(*again), None);
            }
        };
        let mut late: Vec<(usize, bool, Said)> = Vec::new();
        for (now, (nth, fate)) in day.iter().enumerate() {
            let said = acts(&mut good, *nth);
            match &said {
                Said::Do(who, id, command) => good.send_as(*who, *id, None, command.clone()),
                Said::Shown(who, signal, again) => {
                    good.people[*who].session.as_ref().expect("connected").shown(*signal, Some(*again), None);
                }
            }
            good.settle();
            say(&bad, &said, fate.b_first);
            if let Some(later) = fate.later {
                late.push((now + later, !fate.b_first, said));
            }
            let (due, still): (Vec<_>, Vec<_>) = late.into_iter().partition(|(at, ..)| *at <= now);
            late = still;
            for (_, on_b, said) in due {
                say(&bad, &said, on_b);
            }
            bad.settle();
        }
        let state = |stage: &Stage| {
            let set = stage.set();
            let signals = set.signals().map(|s| (s.id, s.level, s.presses, s.ic, s.ad)).collect::<Vec<_>>();
            format!("{signals:?} {:?}", set.is_called())
        };
        prop_assert_eq!(state(&good), state(&bad));
    }
}

/// A page with two lanes that may both be gone.
struct Page {
    who: usize,
    lanes: [Option<Twin>; 2],
    got: Vec<Arc<str>>,
    said: Vec<(CommandId, Command)>,
}

impl Page {
    fn of(stage: &mut Stage, who: usize) -> Self {
        stage.people[who].session = None;
        let mut page = Self { who, lanes: [None, None], got: Vec::new(), said: Vec::new() };
        page.come_back(stage, Lane::A);
        page.come_back(stage, Lane::B);
        page
    }

    fn come_back(&mut self, stage: &Stage, lane: Lane) {
        self.hear();
        let twin = Twin::on(stage, self.who, lane);
        twin.session.beat(0, true, Some(true), None);
        self.lanes[lane as usize] = Some(twin);
    }

    /// What was on its way to the page is lost with the lane.
    fn breaks(&mut self, lane: Lane) {
        self.hear();
        self.lanes[lane as usize] = None;
    }

    fn hear(&mut self) {
        for twin in self.lanes.iter_mut().flatten() {
            twin.drain();
            self.got.append(&mut twin.got);
        }
    }

    fn frames(&self) -> Vec<HubFrame> {
        self.got.iter().map(|f| serde_json::from_str(f).expect("the hub's frames can be read")).collect()
    }

    /// What the page shows: the view with the highest count, in whichever order they came.
    fn view(&self) -> View {
        let views = self.frames().into_iter().filter_map(|frame| match frame {
            HubFrame::View { rev, view } | HubFrame::Welcome { rev, view, .. } => Some((rev, view)),
            _ => None,
        });
        views.max_by_key(|(rev, _)| *rev).expect("a view came").1
    }

    fn unanswered(&self) -> Vec<(CommandId, Command)> {
        let frames = self.frames();
        let is_answered = |id: CommandId| {
            frames.iter().any(|frame| match frame {
                HubFrame::Done { id: of } => *of == id,
                HubFrame::Denied { id: of, .. } => *of == Some(id),
                _ => false,
            })
        };
        self.said.iter().filter(|(id, _)| !is_answered(*id)).cloned().collect()
    }
}

/// What happens on the air.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody's page says something, on lane `a` and on lane `b`: so many steps later, or never.
    Says(usize, [Option<usize>; 2]),
    Breaks(usize, Lane),
    ComesBack(usize, Lane),
}

fn step() -> impl Strategy<Value = Step> {
    let later = || proptest::option::weighted(0.7, 0usize..6);
    let lane = || prop_oneof![Just(Lane::A), Just(Lane::B)];
    prop_oneof![
        6 => (0usize..6, later(), later()).prop_map(|(act, a, b)| Step::Says(act, [a, b])),
        2 => (0usize..4, lane()).prop_map(|(who, lane)| Step::Breaks(who, lane)),
        2 => (0usize..4, lane()).prop_map(|(who, lane)| Step::ComesBack(who, lane)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Frames are lost, doubled and reordered both ways, and the lanes break in the middle of it: once everybody is
    /// back and has said again what was not answered, nothing is missing, and nothing counts twice.
    #[test]
    fn on_lanes_that_break_every_press_counts_once_and_the_pages_come_to_show_the_same(
        day in proptest::collection::vec(step(), 1..32),
    ) {
        let mut stage = Stage::with(2);
        let mut pages: Vec<Page> = (0..4).map(|who| Page::of(&mut stage, who)).collect();
        let mut on_its_way: Vec<(usize, Lane, Said)> = Vec::new();
        let mut pressed = [0u32; 2];
        for (now, step) in day.iter().enumerate() {
            match step {
                Step::Says(act, lanes) => {
                    let said = acts(&mut stage, *act);
                    if let Said::Do(who, id, command) = &said {
                        pages[*who].said.push((*id, command.clone()));
                        pressed[0] += u32::from(*act == 0);
                        pressed[1] += u32::from(*act == 1);
                    }
                    for (lane, later) in [Lane::A, Lane::B].into_iter().zip(lanes) {
                        on_its_way.extend(later.map(|later| (now + later, lane, said.clone())));
                    }
                }
                Step::Breaks(who, lane) => {
                    pages[*who].breaks(*lane);
                    on_its_way.retain(|(_, of, said)| *of != *lane || said.by() != *who);
                }
                Step::ComesBack(who, lane) => pages[*who].come_back(&stage, *lane),
            }
            let (due, still): (Vec<_>, Vec<_>) = on_its_way.into_iter().partition(|(at, ..)| *at <= now);
            on_its_way = still;
            for (_, lane, said) in due {
                let Some(twin) = &pages[said.by()].lanes[lane as usize] else { continue };
                match said {
                    Said::Do(_, id, command) => drop(twin.session.command(id, None, None, command)),
                    Said::Shown(_, signal, again) => twin.session.shown(signal, Some(again), None),
                }
            }
            stage.settle();
            pages.iter_mut().for_each(Page::hear);
        }
        for page in &mut pages {
            page.come_back(&stage, Lane::A);
            page.come_back(&stage, Lane::B);
            for (id, command) in page.unanswered() {
                let twin = page.lanes[0].as_ref().expect("it is back");
                drop(twin.session.command(id, None, None, command));
            }
        }
        stage.settle();
        for page in &mut pages {
            page.hear();
            prop_assert_eq!(page.unanswered(), vec![]);
        }
        let set = stage.set();
        for (who, pressed) in [Stage::ANA, Stage::BEN].into_iter().zip(pressed) {
            let open: Vec<u32> = set.signals().filter(|s| s.owner == stage.id(who)).map(|s| s.presses).collect();
            prop_assert_eq!(open, if pressed == 0 { vec![] } else { vec![pressed] });
        }
        for page in &mut pages {
            let shows = page.view();
            page.breaks(Lane::A);
            page.breaks(Lane::B);
            page.got.clear();
            page.come_back(&stage, Lane::A);
            page.hear();
            prop_assert_eq!(signals(&shows), signals(&page.view()), "a new page shows the same");
        }
    }
}

fn signals(view: &View) -> String {
    let hold = view.public().set.hold;
    match view {
        View::Ic(view) => format!("{hold} {:?}", view.signals),
        View::Ad(view) => format!("{hold} {:?}", view.signals),
        View::Performer(view) => format!("{hold} {:?}", view.signal),
        _ => format!("{hold}"),
    }
}
