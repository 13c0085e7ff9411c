//! The hub is killed in the middle of anything and started again: what was shown has happened.

use quiethold::{
    protocol::{IcSignal, IcView, OwnSignal, View},
    words::{Access, Command, CommandId, Level, PersonId, Role, SignalId, Stage, Status, Way},
};
use quiethold_tests::{Day, Hub, Phone, State};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use std::{env, time::Duration};
use uuid::Uuid;

const ROUNDS: usize = 20;

fn raise(level: Level) -> Command {
    Command::Raise { level, test: false, for_: None }
}

fn ic_view(state: &State) -> &IcView {
    match state.view.as_ref() {
        Some(View::Ic(view)) => view,
        other => panic!("not an IC's view: {other:?}"),
    }
}

fn own_signal(view: &View) -> Option<&OwnSignal> {
    match view {
        View::Performer(view) => view.signal.as_ref(),
        other => panic!("not a performer's view: {other:?}"),
    }
}

fn status(view: &View) -> Option<Status> {
    match view {
        View::Ad(view) => view.public.scene.as_ref().map(|s| s.status),
        other => panic!("not a 1st AD's view: {other:?}"),
    }
}

/// Somebody does something, and does not wait for the answer.
fn anything(day: &Day, dice: &mut StdRng, said: &mut Said) {
    let performer = if dice.random() { &day.ana } else { &day.ben };
    let own = performer.with(|s| s.view.as_ref().and_then(own_signal).map(|s| s.id));
    let open = day.ic.with(|s| ic_view(s).signals.choose(dice).map(|s| (s.id, s.presses)));
    let (phone, cmd) = match (dice.random_range(0..10), own, open) {
        (0..=2, _, _) => (performer, raise(if dice.random() { Level::Hold } else { Level::Pause })),
        (3, Some(signal), _) => (performer, Command::Ready { signal, presses: None }),
        (4, Some(signal), _) => (performer, Command::MeantNothing { signal, presses: None }),
        (5, _, Some((signal, _))) => (&day.ic, Command::Acknowledge { signal, again: None }),
        (6, _, Some((signal, _))) => (&day.ad, Command::Acknowledge { signal, again: None }),
        (7, _, Some((signal, presses))) => {
            (&day.ic, Command::Release { signal, in_person: true, presses: Some(presses) })
        }
        (8, _, _) => (&day.ad, Day::status_of(Status::Cut)),
        _ => {
            let next =
                [Status::Blocking, Status::Rehearsal, Status::LastLooks, Status::PictureUp, Status::Reset];
            (&day.ad, Day::status_of(*next.choose(dice).expect("five")))
        }
    };
    said.push((phone.press(cmd.clone()), cmd));
}

/// Every command of the story, in order.
type Said = Vec<(CommandId, Command)>;

/// What one phone knew when the hub died. Its view may be older than an answer that came just before.
struct Last {
    view: View,
    kept: Vec<CommandId>,
    denied: Vec<CommandId>,
}

impl Last {
    fn of(phone: &Phone) -> Self {
        phone.with(|s| Self {
            view: s.view.clone().expect("it has joined"),
            kept: s.kept.iter().map(|k| k.id).collect(),
            denied: s.answers.iter().filter(|(_, answer)| answer.is_err()).map(|(id, _)| *id).collect(),
        })
    }

    /// A release of it was done, or may be.
    fn may_have_released(&self, signal: SignalId, said: &Said) -> bool {
        said.iter().any(|(id, cmd)| {
            matches!(cmd, Command::Release { signal: of, .. } if *of == signal) && !self.denied.contains(id)
        })
    }
}

#[tokio::test]
async fn killed_at_random_points_the_hub_comes_back_with_everything_that_any_phone_saw() {
    let seed = env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random::<u64>);
    println!("SEED={seed}");
    let mut dice = StdRng::seed_from_u64(seed);
    let mut said = Said::new();
    let mut day = Day::begin().await;
    day.status(Status::Rehearsal).await;
    let (mut lost_early, mut recorded_seen) = (0, 0);
    for round in 1..=ROUNDS {
        let before = said.len();
        for _ in 0..dice.random_range(0..25) {
            anything(&day, &mut dice, &mut said);
            tokio::time::sleep(Duration::from_millis(dice.random_range(0..12))).await;
        }
        for _ in 0..4 {
            anything(&day, &mut dice, &mut said);
        }
        tokio::time::sleep(Duration::from_micros(dice.random_range(0..6000))).await;
        day.hub.kill();

        let phones = [&day.ic, &day.ad, &day.ana, &day.ben];
        for phone in phones {
            phone.is_cut_off().await;
        }
        let [ic, ad, ana, ben] = phones.map(Last::of);
        let welcomes = phones.map(|p| p.with(|s| s.welcomes.len()));
        day.hub.start_again();
        let phones = [&day.ic, &day.ad, &day.ana, &day.ben];
        let mut first = Vec::new();
        for (phone, before) in phones.into_iter().zip(welcomes) {
            let welcome =
                phone.waits("it is welcomed again", |s| s.welcomes.get(before).map(|(_, v)| v.clone()));
            first.push(welcome.await);
        }

        // What was recorded is there at once.
        let View::Ic(first_ic) = &first[0] else { panic!("not an IC's view") };
        let View::Ic(last_ic) = &ic.view else { panic!("not an IC's view") };
        for seen in last_ic.signals.iter().filter(|s| s.recorded && !ic.may_have_released(s.id, &said)) {
            let now = first_ic.signals.iter().find(|s| s.id == seen.id);
            let now =
                now.unwrap_or_else(|| panic!("round {round}: {seen:?} is gone: {:?}", first_ic.signals));
            assert!(now.presses >= seen.presses && now.level >= seen.level, "{now:?} after {seen:?}");
            if now.presses == seen.presses {
                assert!(
                    now.ready >= seen.ready && now.meant_nothing >= seen.meant_nothing,
                    "{now:?}, {seen:?}"
                );
            }
            recorded_seen += 1;
        }
        let now = status(&first[1]);
        let mut statuses = said[before..].iter().filter(|(_, cmd)| matches!(cmd, Command::Status { .. }));
        // A cut that was on no disk yet comes again with its phone; a status that was, may be newer than the view.
        let said_again = statuses.clone().any(|(id, _)| ad.kept.contains(id));
        let newer =
            statuses.any(|(_, cmd)| matches!(cmd, Command::Status { status, .. } if Some(*status) == now));
        assert!(said_again || newer || now == status(&ad.view), "round {round}: {now:?} after {:?}", ad.view);

        // What was shown early comes back by its sender, as the same signal.
        for phone in phones {
            phone.waits("every answer", |s| s.kept.is_empty().then_some(())).await;
        }
        for (performer, last) in [(&day.ana, &ana), (&day.ben, &ben)] {
            let Some(shown) = own_signal(&last.view).filter(|s| !ic.may_have_released(s.id, &said)) else {
                continue;
            };
            let raising = last
                .kept
                .iter()
                .any(|id| said.iter().any(|(said, cmd)| said == id && matches!(cmd, Command::Raise { .. })));
            lost_early += usize::from(!shown.recorded);
            let now = performer
                .performer_sees("the signal that it saw", |v| {
                    v.signal.as_ref().is_some_and(|s| {
                        s.id == shown.id
                            && s.recorded
                            && s.presses >= shown.presses
                            && (raising || s.presses > shown.presses || s.stage >= shown.stage)
                    })
                })
                .await;
            let now = now.signal.expect("just seen");
            assert!(now.level >= shown.level, "{now:?} after {shown:?}");
            day.ic
                .ic_sees("the same as its performer", |v| {
                    // Or of a press behind that: views are skipped for later ones.
                    let knows = |s: &IcSignal| s.level >= now.level && s.presses >= now.presses;
                    v.signals.iter().any(|s| s.id == now.id && knows(s))
                })
                .await;
            day.ic.alerted("this signal", |a| a.signal == now.id).await;
        }
        for phone in phones {
            phone.with(|s| {
                for (id, answer) in &s.answers {
                    if let Err((code, message)) = answer {
                        use quiethold::words::DenialCode::{NotReady, PressedAgain, UnknownSignal};
                        assert!(matches!(code, NotReady | PressedAgain | UnknownSignal), "{id:?}: {message}");
                    }
                }
            });
        }
    }
    println!(
        "{recorded_seen} recorded signals found again, {lost_early} that were shown before they were on disk"
    );
    assert!(recorded_seen > 0, "the dice never had a signal open");
}

#[tokio::test]
async fn what_was_answered_done_is_there_after_a_crash() {
    let mut day = Day::begin().await;
    day.prepare().await;
    let (ana, ben) = (day.ana.id(), day.ben.id());
    let held = day.hold(&day.ana).await;
    day.ic.does(Command::Acknowledge { signal: held, again: None }).await;
    day.ana.does(Command::Ready { signal: held, presses: None }).await;
    let over = day.hold(&day.ben).await;
    day.ic.does(Command::Release { signal: over, in_person: true, presses: Some(1) }).await;
    day.ad.does(Command::Call).await;
    day.ic.does(Command::NotYet { on: true }).await;
    day.ic.does(Command::Way { person: ben, way: Way::Remote }).await;
    day.ic.does(Command::Cast { scene: "42A".into(), people: vec![ana, ben] }).await;
    day.ic.does(Command::OnSet { person: ben, on: false }).await;
    day.ad.does(Command::Access { access: Access::Reopening, notice: Some("Lunch".into()) }).await;
    let cleo = Phone::join(&day.hub, Role::Performer, "Cleo").await;
    day.ad.does(Command::StandDown { on: true }).await;
    day.hub.start_again();

    let seen = |what: &'static str, phone: &'static str, so: bool| assert!(so, "{phone}: {what}");
    let view = day
        .ic
        .waits("it is welcomed again", |s| match s.welcomes.get(1) {
            Some((_, View::Ic(view))) => Some(view.clone()),
            _ => None,
        })
        .await;
    let signal = view.signals.iter().find(|s| s.id == held);
    seen(
        "in hand and ready",
        "IC",
        signal.is_some_and(|s| s.stage == Stage::Acknowledged && s.ready && s.recorded),
    );
    seen("released", "IC", view.signals.iter().all(|s| s.id != over));
    seen("called, stood down", "IC", view.public.set.hold && view.public.set.stood_down);
    seen("reopening", "IC", view.public.set.access == Access::Reopening && view.public.set.notice == "Lunch");
    seen("last looks", "IC", view.public.scene.as_ref().is_some_and(|s| s.status == Status::LastLooks));
    seen("not yet", "IC", view.not_yet && view.on_floor);
    seen("the cast", "IC", view.cast.as_ref().is_some_and(|cast| cast.contains(&ana) && cast.contains(&ben)));
    let of = |id: PersonId| view.people.iter().find(|p| p.id == id).expect("let in");
    seen("the way, off set", "IC", of(ben).way == Some(Way::Remote) && !of(ben).on_set && of(ben).tested);
    seen("the other's way", "IC", of(ana).way == Some(Way::InHand) && of(ana).tested);
    seen("who waits", "IC", view.waiting.iter().any(|w| w.id == cleo.id()));
    day.ic.does(Command::Admit { person: cleo.id(), as_: None, replaces: None, for_: None }).await;
    cleo.performer_sees("let in on its old token", |v| v.receivers.ic).await;
}

#[tokio::test]
async fn every_phone_comes_back_with_its_token_to_another_start_of_the_same_day() {
    let mut day = Day::begin().await;
    let who = |p: &Phone| p.with(|s| s.you.clone());
    let before = [&day.ic, &day.ad, &day.ana, &day.ben, &day.crew, &day.door].map(who);
    day.hub.start_again();
    let phones = [&day.ic, &day.ad, &day.ana, &day.ben, &day.crew, &day.door];
    for (phone, before) in phones.into_iter().zip(before) {
        phone
            .waits("another start of the hub", |s| {
                let epochs: Vec<Uuid> = s.welcomes.iter().map(|(epoch, _)| *epoch).collect();
                (s.live && epochs.first() != epochs.last()).then_some(())
            })
            .await;
        assert_eq!(who(phone).map(|y| (y.id, y.role, y.name)), before.map(|y| (y.id, y.role, y.name)));
    }
    assert_eq!(day.hub.ready.invites.ic, None, "the day has its IC");
    day.ana.performer_sees("reachable again", |v| v.receivers.ic && v.receivers.ad).await;
    day.hold(&day.ana).await;
}

#[tokio::test]
async fn the_same_command_after_a_crash_gets_the_same_answer_and_changes_nothing() {
    let mut day = Day::begin().await;
    let pressed = CommandId(Uuid::new_v4());
    day.ana.press_as(pressed, raise(Level::Hold));
    day.ana.answer(pressed).await.expect("a raise is never denied");
    let signal =
        day.ana.performer_sees("its signal", |v| v.signal.is_some()).await.signal.expect("just seen").id;
    day.hub.start_again();
    let again = |phone: &Phone, frames: usize| {
        phone.with(|s| s.frames[frames..].iter().any(|f| f.contains("\"done\"")))
    };
    day.ana.waits("it is back", |s| (s.live && s.welcomes.len() == 3).then_some(())).await;
    let frames = day.ana.frame_count();
    day.ana.press_as(pressed, raise(Level::Hold));
    day.ana.waits("done again", |_| again(&day.ana, frames).then_some(())).await;
    day.ana.breathes().await;
    let own = day.ana.performer_sees("its signal", |v| v.signal.is_some()).await.signal.expect("just seen");
    assert_eq!((own.id, own.presses), (signal, 1));

    // Released: the same press once more, from the dead of the network, opens nothing.
    day.ic.does(Command::Release { signal, in_person: true, presses: Some(1) }).await;
    day.hub.start_again();
    day.ana.waits("it is back", |s| (s.live && s.welcomes.len() == 4).then_some(())).await;
    let frames = day.ana.frame_count();
    day.ana.press_as(pressed, raise(Level::Hold));
    day.ana.waits("done again", |_| again(&day.ana, frames).then_some(())).await;
    day.ana.breathes().await;
    assert!(day.ana.performer_sees("its page", |_| true).await.signal.is_none());
}

#[tokio::test]
async fn what_is_pressed_while_the_hub_is_down_arrives_when_it_is_back() {
    let mut day = Day::begin().await;
    day.hub.kill();
    for phone in [&day.ana, &day.ben] {
        phone.is_cut_off().await;
    }
    let pressed = [day.ana.press(raise(Level::Hold)), day.ben.press(raise(Level::Pause))];
    day.hub.start_again();
    day.ana.answer(pressed[0]).await.expect("a raise is never denied");
    day.ben.answer(pressed[1]).await.expect("a raise is never denied");
    for performer in [&day.ana, &day.ben] {
        let id = performer.id();
        let alert = day.ic.alerted("the press", |a| a.who.as_ref().is_some_and(|w| w.id == id)).await;
        day.ad.alerted("the same", |a| a.signal == alert.signal).await;
    }
}

#[tokio::test]
async fn a_hub_that_comes_back_alerts_again_of_what_nobody_has_in_hand() {
    let mut day = Day::begin().await;
    let signal = day.hold(&day.ana).await;
    let before = [&day.ic, &day.ad].map(|p| p.with(|s| s.alerts.len()));
    day.hub.start_again();
    for (phone, before) in [&day.ic, &day.ad].into_iter().zip(before) {
        phone
            .waits("alerted anew", |s| s.alerts[before..].iter().find(|a| a.signal == signal).cloned())
            .await;
    }
    day.ic.does(Command::Acknowledge { signal, again: None }).await;
    day.ana
        .performer_sees("in hand", |v| v.signal.as_ref().is_some_and(|s| s.stage == Stage::Acknowledged))
        .await;
}

#[test]
fn a_hub_killed_twenty_times_at_its_start_still_starts() {
    let mut hub = Hub::start();
    let invites = format!("{:?}", hub.ready.invites);
    for _ in 0..20 {
        hub.start_again();
        assert_eq!(format!("{:?}", hub.ready.invites), invites);
    }
}
