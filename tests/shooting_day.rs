//! A whole shooting day on the real hub: two scenes, four performers, a double who comes late, lunch, a change
//! refused and a change agreed, a minor with a chaperone, closures, the wrap; and both reports compared with what
//! happened.

use quiethold::{
    protocol::{How, ReadyKey, RefusalCode},
    record::Story,
    words::{
        Access, Answer, ChangeId, ChangeState, CheckInId, Command, DenialCode, Level, Override, Reader,
        Reply, Role, Say, SignalId, Stage, Status, Verdict, Way, Word,
    },
};
use quiethold_tests::{Hub, Options, Phone};
use std::{fs, path::Path};

const PLAN: &str = r#"
notice_hours = 48

[[people]]
name = "Ana Zeller"
job = "performer"
[[people]]
name = "Ben Quist"
job = "performer"
[[people]]
name = "Cleo Marsh"
job = "performer"
[[people]]
name = "Kit Larsen"
job = "performer"
minor = true
chaperone = "Robin Larsen"
[[people]]
name = "Robin Larsen"
job = "chaperone"
[[people]]
name = "Dora Producer"
job = "producer"

[[scenes]]
number = "7"
title = "Good night"
call = 2026-11-22T08:30
kinds = ["other"]
[scenes.closed_set]
people = ["Director"]
monitors = ["Director's monitor"]
[[scenes.performers]]
name = "Ben Quist"
[[scenes.performers]]
name = "Kit Larsen"
[[scenes.lines]]
who = ["Ben Quist"]
to = ["Kit Larsen"]
what = "A kiss on the hair"
say = "yes"

[[scenes]]
number = "42A"
title = "The morning after"
call = 2026-11-22T13:30
kinds = ["nudity", "simulated sex"]
[scenes.closed_set]
people = ["Director", "Camera operator"]
moments = ["Wardrobe"]
monitors = ["Director's monitor"]
[[scenes.performers]]
name = "Ana Zeller"
rider_received = 2026-11-18T12:00
rider_confirmed = true
[[scenes.performers]]
name = "Ben Quist"
rider_received = 2026-11-18T12:00
[[scenes.performers]]
name = "Cleo Marsh"
[[scenes.lines]]
who = ["Ana Zeller"]
to = ["Ben Quist"]
what = "Kiss on the mouth, closed"
say = "yes"
[[scenes.lines]]
who = ["Ben Quist"]
to = ["Ana Zeller"]
what = "Hand on the bare back"
say = "ask"
"#;

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };
const TEST: Command = Command::Raise { level: Level::Hold, test: true, for_: None };

/// The people of this day, as they come.
struct Shoot {
    ic: Phone,
    ad: Phone,
    ana: Phone,
    ben: Phone,
    kit: Phone,
    robin: Phone,
    crew: Phone,
    door: Phone,
    hub: Hub,
}

impl Shoot {
    async fn morning(plan: &Path) -> Self {
        let args = vec!["--plan".to_owned(), plan.display().to_string()];
        let hub = Hub::with(Options { args, ..Options::default() });
        let ic = Phone::join(&hub, Role::Ic, "Imke").await;
        let ad = Phone::join(&hub, Role::Ad, "Aldo").await;
        ic.does(Command::OnFloor { on: true }).await;
        ad.does(Command::OnFloor { on: true }).await;
        let ana = let_in(&hub, &ic, "Ana", "Ana Zeller").await;
        let ben = let_in(&hub, &ic, "Ben", "Ben Quist").await;
        let kit = let_in(&hub, &ic, "Kit", "Kit Larsen").await;
        ic.does(Command::Invite { role: Role::Chaperone, name: None, for_: Some(kit.id()) }).await;
        let view =
            ic.ic_sees("the chaperone's code", |v| v.invites.iter().any(|i| i.for_ == Some(kit.id()))).await;
        let code = view.invites.iter().find(|i| i.for_.is_some()).expect("just seen").invite.clone();
        let robin = Phone::join_by(hub.address, &code, "Robin").await;
        ic.does(Command::Admit {
            person: robin.id(),
            as_: Some("Robin Larsen".into()),
            replaces: None,
            for_: Some(kit.id()),
        })
        .await;
        let crew = Phone::join(&hub, Role::Crew, "Video village").await;
        let door = Phone::join(&hub, Role::Door, "").await;
        ic.ic_sees("everybody is in", |v| v.waiting.is_empty() && v.people.len() == 8).await;
        Self { ic, ad, ana, ben, kit, robin, crew, door, hub }
    }

    async fn status(&self, scene: &str, status: Status) {
        self.ad.does(status_of(scene, status)).await;
    }

    /// Everything that the list asks of a scene, for these performers and who presses for each.
    async fn prepare(&self, scene: &str, cast: &[(&Phone, Way, &Phone)]) {
        self.status(scene, Status::Rehearsal).await;
        self.status(scene, Status::LastLooks).await;
        for (performer, way, presses) in cast {
            self.ic.does(Command::Way { person: performer.id(), way: *way }).await;
            presses.does(TEST).await;
        }
        self.ad.does(Command::Access { access: Access::Closed, notice: None }).await;
        for receiver in [&self.ic, &self.ad] {
            receiver
                .does(Command::Attest {
                    scene: scene.into(),
                    people: true,
                    monitors: true,
                    devices: true,
                    robes: true,
                })
                .await;
        }
    }

    /// A silent round, answered by each.
    async fn check_in(&self, answers: &[(&Phone, Answer)]) -> CheckInId {
        self.ic.does(Command::CheckIn { to: None, text: None }).await;
        let round = self.ic.ic_sees("the round", |v| v.check_in.as_ref().is_some_and(|c| !c.cleared)).await;
        let check_in = round.check_in.expect("just seen").id;
        for (performer, answer) in answers {
            performer
                .performer_sees("the question", |v| v.question.as_ref().is_some_and(|q| q.id == check_in))
                .await;
            performer.does(Command::Answer { check_in, answer: *answer }).await;
        }
        self.ic.does(Command::Clear { clear: true }).await;
        check_in
    }

    async fn change(&self, text: &str, asked: &[&Phone]) -> ChangeId {
        self.ic.does(Command::Change { scene: "42A".into(), text: text.into(), sensitive: true }).await;
        let view = self.ic.ic_sees("the change", |v| v.changes.iter().any(|c| c.text == text)).await;
        let change = view.changes.iter().find(|c| c.text == text).expect("just seen").id;
        for performer in asked {
            let own = performer
                .performer_sees("the change is asked", |v| v.changes.iter().any(|c| c.id == change))
                .await;
            let own = own.changes.iter().find(|c| c.id == change).expect("just seen");
            assert!(own.short_notice && own.reply.is_none() && own.state == ChangeState::Asking);
        }
        change
    }

    async fn publish(&self, change: ChangeId, state: Verdict, amendment: bool) -> Result<(), DenialCode> {
        self.ic.tries(Command::Publish { change, state, amendment }).await.map_err(|(code, _)| code)
    }

    /// What production's report has in common with the IC's: the shape of the day.
    fn report(&self, args: &[&str]) -> std::process::Output {
        let folder = self.hub.folder.display().to_string();
        Hub::ask(&[&["report", "--data", folder.as_str()], args].concat())
    }

    fn story(&self, args: &[&str]) -> Story {
        let said = self.report(&[args, &["--json"]].concat());
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
        let report: serde_json::Value = serde_json::from_slice(&said.stdout).expect("JSON");
        assert!(report["about"].to_string().contains("evidence"), "{}", report["about"]);
        serde_json::from_value(report["story"].clone()).expect("a story")
    }
}

/// Joins under any name, and is let in by the IC as somebody of the plan.
async fn let_in(hub: &Hub, ic: &Phone, name: &str, planned: &str) -> Phone {
    let phone = Phone::join(hub, Role::Performer, name).await;
    ic.does(Command::Admit { person: phone.id(), as_: Some(planned.into()), replaces: None, for_: None })
        .await;
    phone
}

fn status_of(scene: &str, status: Status) -> Command {
    Command::Status { status, scene: Some(scene.into()), setup: None, override_: None }
}

/// The rider of somebody hired today comes today.
fn now() -> u64 {
    let since =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock that goes");
    u64::try_from(since.as_millis()).expect("some years yet")
}

fn unmet(lines: &[quiethold::protocol::ReadyLine]) -> Vec<ReadyKey> {
    lines.iter().filter(|l| !l.met).map(|l| l.key).collect()
}

#[tokio::test]
#[allow(clippy::too_many_lines)] // one day, from the morning to the wrap
async fn a_whole_shooting_day_is_told_by_both_reports_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = folder.path().join("day.toml");
    fs::write(&plan, PLAN).expect("a folder");
    let mut day = Shoot::morning(&plan).await;
    let words = day.ic.with(|s| s.recovery.clone()).expect("the first IC is shown the words");
    let words_file = folder.path().join("words");
    fs::write(&words_file, &words).expect("a folder");
    let words_file = words_file.display().to_string();

    // Nobody of production can be the IC on the side.
    let ic_invite = {
        day.ic.does(Command::Invite { role: Role::Ic, name: None, for_: None }).await;
        let view = day.ic.ic_sees("an IC's code", |v| v.invites.iter().any(|i| i.role == Role::Ic)).await;
        view.invites.iter().find(|i| i.role == Role::Ic).expect("just seen").invite.clone()
    };
    let dora = Phone::tries_to_join(day.hub.address, &ic_invite, "Dora Producer");
    assert_eq!(dora.is_sent_away().await, RefusalCode::RoleConflict);

    // Scene 7: Ben, and Kit who is a minor and whose chaperone holds the button.
    day.status("7", Status::Blocking).await;
    let kits = day.kit.performer_sees("the plan", |v| v.plan.len() == 1).await.plan;
    assert_eq!(kits[0].lines[0].what, "A kiss on the hair");
    let line = kits[0].lines[0].id;
    day.kit.does(Command::Talk { line }).await;
    day.ic.ic_sees("Kit wants to talk", |v| v.talks.iter().any(|t| t.person == day.kit.id())).await;
    day.ic.does(Command::Talked { line, person: day.kit.id() }).await;
    assert_eq!(day.ana.is_denied(Command::Talk { line }).await, DenialCode::UnknownLine);
    assert_eq!(
        day.ad
            .is_denied(Command::Access { access: Access::Closing, notice: Some("Kit is on the way".into()) })
            .await,
        DenialCode::Minor
    );
    day.prepare("7", &[(&day.kit, Way::Watcher, &day.robin), (&day.ben, Way::InHand, &day.ben)]).await;
    day.check_in(&[(&day.kit, Answer::Green), (&day.ben, Answer::Green)]).await;
    let view = day.ad.ad_sees("the list is met", |v| unmet(&v.ready).is_empty()).await;
    assert!(view.ready.iter().any(|l| l.key == ReadyKey::ChaperoneLive && l.hard));
    day.robin.is_frozen(true);
    day.ic
        .ic_sees("the chaperone is not there", |v| unmet(&v.ready).contains(&ReadyKey::ChaperoneLive))
        .await;
    let roll_anyway = Command::Status {
        status: Status::Rolling,
        scene: Some("7".into()),
        setup: None,
        override_: Some(Override::IcPresent),
    };
    assert_eq!(day.ic.is_denied(roll_anyway).await, DenialCode::NotReadyToRoll);
    day.robin.is_frozen(false);
    day.ic.ic_sees("the chaperone is back", |v| unmet(&v.ready).is_empty()).await;
    day.status("7", Status::Rolling).await;
    day.robin.does(HOLD).await;
    let alert = day.ic.alerted("Robin's press", |a| a.level == Level::Hold.into()).await;
    let who = alert.who.clone().expect("the IC learns who");
    assert_eq!((who.id, who.how), (day.kit.id(), How::WatcherForThem));
    assert!(day.ad.alerted("a hold", |a| a.signal == alert.signal).await.who.is_none());
    day.ad.does(Command::Acknowledge { signal: alert.signal, again: None }).await;
    day.status("7", Status::Cut).await;
    day.kit.performer_sees("their own signal", |v| v.signal.is_some()).await;
    day.kit.does(Command::MeantNothing { signal: alert.signal, presses: None }).await;
    release(&day.ic, alert.signal).await;
    let kits_hold = alert.signal;

    // Kit's day ends here; Ben plays on. Kit's phone forgets, and Robin's with it.
    end(&day.ic, &day.kit, Answer::Green, Word::NoThanks).await;
    day.ic.does(Command::Closed { person: day.kit.id(), in_person: false }).await;
    for phone in [&day.kit, &day.robin] {
        assert_eq!(phone.is_sent_away().await, RefusalCode::Closed);
    }
    day.status("7", Status::Wrapped).await;

    // Lunch; and the laptop falls off its table. It comes back with everything that was told.
    for performer in [&day.ana, &day.ben] {
        day.ic.does(Command::OnSet { person: performer.id(), on: false }).await;
    }
    day.hub.kill();
    day.hub.start_again();
    for performer in [&day.ana, &day.ben] {
        day.ic.does(Command::OnSet { person: performer.id(), on: true }).await;
    }
    day.ic.ic_sees("the floor is there again", |v| v.reach.ic == 1 && v.reach.ad == 1).await;

    // Scene 42A: a double who was hired late comes late.
    day.status("42A", Status::Blocking).await;
    day.ic
        .does(Command::Rider {
            scene: "42A".into(),
            name: "Ben Quist".into(),
            received: None,
            confirmed: Some(true),
            late_hire: None,
        })
        .await;
    let refused = day.change("The sheet slips to the hip", &[&day.ana, &day.ben]).await;
    let cleo = let_in(&day.hub, &day.ic, "Cleo", "Cleo Marsh").await;
    cleo.performer_sees("asked, too", |v| v.changes.iter().any(|c| c.id == refused)).await;
    day.ic.ic_sees("the rider is missing", |v| unmet(&v.ready).contains(&ReadyKey::Rider)).await;
    day.ic
        .does(Command::Rider {
            scene: "42A".into(),
            name: "Cleo Marsh".into(),
            received: Some(now()),
            confirmed: Some(true),
            late_hire: Some(true),
        })
        .await;
    day.ic.ic_sees("the rider is there", |v| !unmet(&v.ready).contains(&ReadyKey::Rider)).await;

    // A change refused: silence and no read alike outside, and nothing moves the 1st AD's screen but the IC's word.
    let before = day.ad.ad_sees("asking", |v| v.changes.iter().any(|c| c.state == ChangeState::Asking)).await;
    day.ana.does(Command::Reply { change: refused, reply: Reply::Yes }).await;
    cleo.does(Command::Reply { change: refused, reply: Reply::Yes }).await;
    assert_eq!(
        day.publish(refused, Verdict::Agreed, true).await,
        Err(DenialCode::NotAllYes),
        "Ben is silent"
    );
    day.ben.does(Command::Reply { change: refused, reply: Reply::No }).await;
    assert_eq!(day.publish(refused, Verdict::Agreed, true).await, Err(DenialCode::NotAllYes));
    day.ad.breathes().await;
    let after = day.ad.ad_sees("still asking", |_| true).await;
    assert_eq!(before.changes, after.changes);
    assert_eq!(day.publish(refused, Verdict::NotToday, false).await, Ok(()));
    assert_eq!(
        day.ben.is_denied(Command::Reply { change: refused, reply: Reply::Yes }).await,
        DenialCode::NotAsked,
        "a reply after publishing"
    );
    assert_eq!(
        day.crew.is_denied(Command::Reply { change: refused, reply: Reply::Yes }).await,
        DenialCode::NotAsked
    );

    // A change agreed: everybody's yes and the written amendment.
    let agreed = day.change("Ben's hand stays on the shoulder", &[&day.ana, &day.ben, &cleo]).await;
    for performer in [&day.ana, &day.ben, &cleo] {
        performer.does(Command::Reply { change: agreed, reply: Reply::Yes }).await;
    }
    assert_eq!(day.publish(agreed, Verdict::Agreed, false).await, Err(DenialCode::AmendmentNeeded));
    assert_eq!(day.publish(agreed, Verdict::Agreed, true).await, Ok(()));
    day.ana
        .performer_sees("agreed today", |v| {
            v.plan.iter().any(|s| s.lines.iter().any(|l| l.today && l.say == Say::Yes))
        })
        .await;

    // What was agreed today is more than the riders said, so the IC confirms each anew.
    day.ic.ic_sees("riders to confirm", |v| unmet(&v.ready).contains(&ReadyKey::Rider)).await;
    for name in ["Ana Zeller", "Ben Quist", "Cleo Marsh"] {
        day.ic
            .does(Command::Rider {
                scene: "42A".into(),
                name: name.into(),
                received: None,
                confirmed: Some(true),
                late_hire: None,
            })
            .await;
    }

    let in_hand = |phone| (phone, Way::InHand, phone);
    day.prepare("42A", &[in_hand(&day.ana), in_hand(&day.ben), in_hand(&cleo)]).await;
    let round =
        day.check_in(&[(&day.ana, Answer::Green), (&day.ben, Answer::Amber), (&cleo, Answer::Green)]).await;
    assert_eq!(
        day.crew.is_denied(Command::Answer { check_in: round, answer: Answer::Green }).await,
        DenialCode::NotAsked
    );
    day.ad.ad_sees("the list is met", |v| unmet(&v.ready).is_empty()).await;
    day.status("42A", Status::Rolling).await;
    day.status("42A", Status::Cut).await;
    day.status("42A", Status::Rolling).await;
    day.ana.does(HOLD).await;
    let anas_hold = day
        .ic
        .alerted("Ana's hold", |a| {
            a.level == Level::Hold.into() && a.who.as_ref().is_some_and(|w| w.id == day.ana.id())
        })
        .await
        .signal;
    day.ad.alerted("a hold", |a| a.signal == anas_hold).await;
    day.ad.does(Command::Acknowledge { signal: anas_hold, again: None }).await;
    day.status("42A", Status::Cut).await;
    assert_eq!(
        day.ic.is_denied(Command::Wrap { keep_names: false }).await,
        DenialCode::SignalOpen,
        "no day ends over an open signal"
    );
    day.ic.does(Command::Acknowledge { signal: anas_hold, again: None }).await;
    day.ana
        .performer_sees("the IC has it", |v| {
            v.signal.as_ref().is_some_and(|s| s.stage == Stage::Acknowledged)
        })
        .await;
    day.ana.does(Command::Ready { signal: anas_hold, presses: None }).await;
    release(&day.ic, anas_hold).await;
    day.ic.does(Command::Tick { signal: anas_hold, on: true }).await;
    day.status("42A", Status::Rolling).await;
    day.status("42A", Status::Cut).await;

    // Closures. Ben would like a word, so the IC speaks with him first; Cleo has already gone.
    end(&day.ic, &day.ana, Answer::Green, Word::NoThanks).await;
    day.ic.does(Command::Closed { person: day.ana.id(), in_person: false }).await;
    end(&day.ic, &day.ben, Answer::Amber, Word::WithSomeone).await;
    let ben = day.ben.id();
    assert_eq!(
        day.ic.is_denied(Command::Closed { person: ben, in_person: false }).await,
        DenialCode::NotReady
    );
    day.ic.does(Command::Closed { person: ben, in_person: true }).await;
    assert_eq!(
        day.ad.is_denied(status_of("42A", Status::Wrapped)).await,
        DenialCode::NotReadyToRoll,
        "Cleo has had no ending"
    );
    day.ad
        .does(Command::Status {
            status: Status::Wrapped,
            scene: Some("42A".into()),
            setup: None,
            override_: Some(Override::CheckedInPerson),
        })
        .await;

    // The reports of the living day.
    let wrong = folder.path().join("wrong");
    fs::write(&wrong, "calm river stone").expect("a folder");
    for args in [vec!["--for", "ic", "--words-file", wrong.to_str().expect("a path")], vec!["--for", "ic"]] {
        let said = day.report(&args);
        assert!(!said.status.success() && said.stdout.is_empty(), "no report without the words: {args:?}");
    }
    let living = day.story(&["--for", "ic", "--words-file", &words_file]);
    compare(&living, true, [kits_hold, anas_hold]);
    compare_production(&day.story(&["--for", "production"]), anas_hold);
    for reader in [Reader::Ic, Reader::Production] {
        assert_eq!(day.ad.is_denied(Command::Report { reader }).await, DenialCode::NotAllowed);
    }

    // The wrap.
    day.ic.does(Command::Wrap { keep_names: false }).await;
    for phone in [&day.ad, &day.crew, &day.door, &cleo] {
        assert_eq!(phone.is_sent_away().await, RefusalCode::Closed);
    }
    day.ic.ic_sees("wrapped", |v| v.wrapped).await;
    day.hub.stop();
    let said = day.report(&["--for", "ic", "--words-file", wrong.to_str().expect("a path")]);
    assert!(!said.status.success() && said.stdout.is_empty());
    let wrapped = day.story(&["--for", "ic", "--words-file", &words_file]);
    compare(&wrapped, false, [kits_hold, anas_hold]);
    compare_production(&day.story(&["--for", "production"]), anas_hold);

    for (args, names_ic) in
        [(vec!["--for", "ic", "--words-file", words_file.as_str()], true), (vec![], false)]
    {
        let page = String::from_utf8(day.report(&args).stdout).expect("a page");
        assert!(page.starts_with("<!doctype html>") && page.contains("<svg"), "{args:?}");
        assert!(page.to_lowercase().contains("no evidence of consent"), "{args:?}");
        for name in ["Ana", "Ben", "Cleo", "Kit", "Robin"] {
            assert!(!page.contains(name), "{name} in the report {args:?}");
        }
        assert_eq!(page.contains("Imke"), names_ic, "{args:?}");
    }
}

async fn release(ic: &Phone, signal: SignalId) {
    ic.ic_sees("it can be released", |v| v.signals.iter().any(|s| s.id == signal && s.releasable)).await;
    ic.does(Command::Release { signal, in_person: false, presses: Some(1) }).await;
}

async fn end(ic: &Phone, performer: &Phone, answer: Answer, word: Word) {
    ic.does(Command::Closure { person: performer.id() }).await;
    performer.performer_sees("their ending", |v| v.closure.is_some()).await;
    performer.does(Command::Close { answer, word }).await;
}

/// The IC's report, with names or, after the wrap, without.
fn compare(story: &Story, names: bool, [kits, anas]: [SignalId; 2]) {
    let takes: Vec<(&str, u32)> = story.takes.iter().map(|t| (t.scene.as_str(), t.take)).collect();
    assert_eq!(takes, [("7", 1), ("42A", 1), ("42A", 2), ("42A", 3)]);
    assert!(story.takes.iter().all(|t| t.span.to.is_some()));
    let name = |name: &str| names.then(|| name.to_owned());
    let signals: Vec<_> =
        story.signals.iter().map(|s| (s.scene.as_deref(), s.who.clone(), s.ticked)).collect();
    assert_eq!(signals, [(Some("7"), name("Kit Larsen"), false), (Some("42A"), name("Ana Zeller"), true)]);
    if names {
        assert_eq!(story.signals.iter().map(|s| s.id).collect::<Vec<_>>(), [kits, anas]);
    }
    assert!(story.signals.iter().all(|s| s.span.to.is_some()), "both were released");
    let mut answers: Vec<Answer> =
        story.check_ins.iter().flat_map(|c| c.answers.iter().map(|a| a.answer)).collect();
    answers.sort_unstable_by_key(|a| *a as u8);
    assert_eq!(answers, [Answer::Green, Answer::Green, Answer::Green, Answer::Green, Answer::Amber]);
    let states: Vec<_> = story.changes.iter().map(|c| (c.asked, c.states.last().map(|s| s.state))).collect();
    assert_eq!(states, [(3, Some(ChangeState::NotToday)), (3, Some(ChangeState::Agreed))]);
    assert_eq!(story.talks.iter().filter(|t| t.talked_at.is_some()).count(), 1);
    let done = story.closures.iter().filter(|c| c.closed_at.is_some()).count();
    assert_eq!((story.closures.len(), done), (3, 3));
    assert!(story.links.iter().any(|l| l.role == Role::Chaperone), "Robin's silent phone");
    assert_eq!(story.wrapped_at.is_some(), !names);
    let text = serde_json::to_string(story).expect("a story");
    for name in ["Ana", "Ben", "Cleo", "Kit", "Robin"] {
        assert_eq!(text.contains(name), names, "{name}");
    }
}

/// Production's: the takes, and the one signal that was ticked, without a name.
fn compare_production(story: &Story, anas: SignalId) {
    assert_eq!(story.takes.len(), 4);
    assert_eq!(story.signals.len(), 1, "only the ticked one");
    assert_eq!(story.signals[0].scene.as_deref(), Some("42A"));
    let text = serde_json::to_string(story).expect("a story");
    for name in ["Ana", "Ben", "Cleo", "Kit", "Robin", "amber", "green"] {
        assert!(!text.contains(name), "{name}");
    }
    assert!(!text.contains(&anas.0.to_string()) || story.signals[0].who.is_none());
}
