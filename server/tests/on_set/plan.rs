//! The day plan on set, told as stories.

use crate::stage::{
    MORNING, Stage,
    acts::{AD, ANA, BEN, IC, code, ready_to_roll, scene},
    plans::{DAY, load, offer},
};
use quiethold::{
    protocol::{HubFrame, OwnLine, ReadyKey},
    words::{
        Access, ChangeId, ChangeState, Command, DenialCode, LineId, Override, Reply, Role, Say, Status,
        Verdict,
    },
};
use uuid::Uuid;

const CLEO: usize = 4;

/// Ana, Ben and Cleo, each matched to the plan, and the plan.
fn planned() -> Stage {
    let mut stage = Stage::new();
    stage.join(Role::Ic, "Mara");
    stage.join(Role::Ad, "Tom");
    load(&mut stage, DAY);
    for name in ["Ana", "Ben", "Cleo"] {
        let who = stage.join(Role::Performer, "Somebody");
        let person = stage.id(who);
        let admit = Command::Admit { person, as_: Some(name.into()), replaces: None, for_: None };
        stage.say(IC, admit).expect("let in");
    }
    for who in [IC, AD] {
        stage.say(who, Command::OnFloor { on: true }).expect("on the floor");
    }
    stage.beat_all();
    stage
}

fn message(denied: Result<(), HubFrame>) -> String {
    match denied {
        Err(HubFrame::Denied { code: DenialCode::BadCommand, message, .. }) => message,
        other => panic!("expected bad_command, got {other:?}"),
    }
}

fn own_lines(stage: &Stage, who: usize, scene: &str) -> Vec<OwnLine> {
    let view = stage.people[who].performer_view();
    view.plan.into_iter().filter(|s| s.id == scene).flat_map(|s| s.lines).collect()
}

fn own_line(stage: &Stage, who: usize, what: &str) -> OwnLine {
    let lines = own_lines(stage, who, "42A");
    lines.into_iter().find(|l| l.what == what).unwrap_or_else(|| panic!("{what} is in their plan"))
}

fn ready(stage: &Stage, who: usize, key: ReadyKey) -> Option<(bool, String)> {
    let lines = if who == IC { stage.people[IC].ic_view().ready } else { stage.people[AD].ad_view().ready };
    lines.into_iter().find(|l| l.key == key).map(|l| (l.met, l.text))
}

fn agree(stage: &mut Stage, text: &str, sensitive: bool) -> ChangeId {
    let ask = Command::Change { scene: "42A".into(), text: text.into(), sensitive };
    stage.say(IC, ask).expect("asked");
    let change = stage.set().changes().last().expect("a change").id;
    for who in [ANA, BEN] {
        stage.say(who, Command::Reply { change, reply: Reply::Yes }).expect("yes");
    }
    let publish = Command::Publish { change, state: Verdict::Agreed, amendment: true };
    stage.say(IC, publish).expect("agreed");
    change
}

#[test]
fn a_performer_reads_their_own_lines_and_everybodys_never_those_between_others() {
    let stage = planned();
    let of = |who| own_lines(&stage, who, "42A").into_iter().map(|l| l.what).collect::<Vec<_>>();
    assert_eq!(of(ANA), ["Kiss on the mouth", "Hand on the back", "Robe off", "Touch of the face"]);
    assert_eq!(of(BEN), ["Kiss on the mouth", "Hand on the back", "Touch of the face"]);
    let cleo = stage.people[CLEO].performer_view();
    assert_eq!(cleo.plan.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["43"], "her own scene alone");
    let all = stage.people[IC].ic_view().plan.expect("a plan");
    assert_eq!(all.scenes[0].lines.len(), 4);
    assert_eq!(all.people.iter().filter(|p| p.person.is_some()).count(), 3);
}

#[test]
fn the_1st_ad_reads_numbers_titles_and_the_closed_set_list_and_no_line() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    let view = stage.people[AD].ad_view();
    assert_eq!(
        view.scenes.iter().map(|s| s.title.as_str()).collect::<Vec<_>>(),
        ["The morning after", "Breakfast"]
    );
    let listed = view.closed_list.expect("a list");
    assert!(listed.people.iter().any(|p| p.name == "Make-up" && p.moments));
    assert_eq!(view.public.scene.expect("open").title, "The morning after");
    assert_eq!(view.public.hub.words[0].text, "AD");
    for frame in &stage.people[AD].got {
        assert!(!frame.contains("Kiss"), "{frame}");
    }
}

#[test]
fn what_a_performer_takes_away_is_away_at_the_ics_word_unasked_and_unnamed() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    let line = own_line(&stage, ANA, "Kiss on the mouth").id;
    let before = [AD, CLEO].map(|who| stage.people[who].got.len());
    stage.say(ANA, Command::Talk { line }).expect("to the IC");
    assert!(own_line(&stage, ANA, "Kiss on the mouth").talk);
    assert!(!own_line(&stage, BEN, "Kiss on the mouth").talk, "nobody else learns who asked");
    let talks = stage.people[IC].ic_view().talks;
    assert_eq!(
        (talks.len(), talks[0].name.as_str(), talks[0].what.as_str()),
        (1, "Ana", "Kiss on the mouth")
    );
    stage.say(IC, Command::Line { line, say: Say::NotHere }).expect("taken back");
    stage.say(IC, Command::Talked { line, person: stage.id(ANA) }).expect("talked");
    for who in [ANA, BEN] {
        assert_eq!(own_line(&stage, who, "Kiss on the mouth").say, Say::NotHere);
    }
    assert!(stage.people[IC].ic_view().talks.is_empty());
    assert_eq!([AD, CLEO].map(|who| stage.people[who].got.len()), before, "not one byte to anybody else");
}

#[test]
fn a_line_is_only_ever_taken_back_and_by_the_ic_alone() {
    let mut stage = planned();
    let line = own_line(&stage, ANA, "Hand on the back").id;
    assert_eq!(code(stage.say(AD, Command::Line { line, say: Say::NotHere })), DenialCode::NotAllowed);
    assert_eq!(code(stage.say(ANA, Command::Line { line, say: Say::NotHere })), DenialCode::NotAllowed);
    let wider = stage.say(IC, Command::Line { line, say: Say::Yes });
    assert!(message(wider).contains("change"));
    stage.say(IC, Command::Line { line, say: Say::NotHere }).expect("taken back");
    assert_eq!(code(stage.say(IC, Command::Line { line, say: Say::Ask })), DenialCode::BadCommand);
    let nobodys = LineId(Uuid::from_u128(5));
    assert_eq!(code(stage.say(IC, Command::Line { line: nobodys, say: Say::Ask })), DenialCode::UnknownLine);
}

#[test]
fn only_whose_line_it_is_asks_to_talk_about_it() {
    let mut stage = planned();
    let line = own_line(&stage, ANA, "Robe off").id;
    for who in [BEN, CLEO, AD, IC] {
        assert_eq!(code(stage.say(who, Command::Talk { line })), DenialCode::UnknownLine);
    }
    assert_eq!(code(stage.say(AD, Command::Talked { line, person: stage.id(ANA) })), DenialCode::NotAllowed);
    let person = stage.id(ANA);
    assert_eq!(code(stage.say(IC, Command::Talked { line, person })), DenialCode::UnknownLine);
}

#[test]
fn what_was_agreed_today_stands_in_the_plan_until_somebody_takes_it_back() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    let change = agree(&mut stage, "A second kiss", false);
    let today = own_line(&stage, BEN, "A second kiss");
    assert!(today.today && today.say == Say::Yes);
    assert!(stage.people[IC].ic_view().plan.expect("a plan").scenes[0].lines.iter().any(|l| l.today));
    stage.say(ANA, Command::Talk { line: today.id }).expect("to the IC");
    assert_eq!(stage.people[IC].ic_view().talks[0].what, "A second kiss");
    assert_eq!(code(stage.say(IC, Command::Line { line: today.id, say: Say::Ask })), DenialCode::BadCommand);
    stage.say(IC, Command::Line { line: today.id, say: Say::NotHere }).expect("taken back");
    assert!(own_lines(&stage, BEN, "42A").iter().all(|l| !l.today));
    let told = stage.people[AD].ad_view().changes;
    assert_eq!((told[0].id, told[0].state), (change, ChangeState::NotToday));
}

#[test]
fn a_change_is_at_short_notice_unless_the_call_is_far_enough() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    stage
        .say(IC, Command::Change { scene: "42A".into(), text: "Closer".into(), sensitive: false })
        .expect("asked");
    assert!(stage.people[ANA].performer_view().changes[0].short_notice);
    // The other scene is called in three days.
    scene(&mut stage, "43");
    stage
        .say(IC, Command::Change { scene: "43".into(), text: "Closer".into(), sensitive: false })
        .expect("asked");
    assert!(!stage.people[CLEO].performer_view().changes[0].short_notice);
    assert!(!stage.people[IC].ic_view().changes[0].short_notice);
}

#[test]
fn the_cast_comes_from_the_plan_and_whoever_is_not_matched_is_in_it() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    let cast = |stage: &Stage| {
        let people = stage.people[IC].ic_view().people;
        people.into_iter().filter(|p| p.in_cast).map(|p| p.name).collect::<Vec<_>>()
    };
    assert_eq!(cast(&stage), ["Ana", "Ben"]);
    let double = stage.join(Role::Performer, "Dov");
    let person = stage.id(double);
    stage.say(IC, Command::Admit { person, as_: None, replaces: None, for_: None }).expect("let in");
    assert_eq!(cast(&stage), ["Ana", "Ben", "Dov"]);
    assert!(stage.people[double].performer_view().plan.is_empty(), "nobody matched them to a name");
    let people = vec![stage.id(ANA), stage.id(CLEO)];
    stage.say(IC, Command::Cast { scene: "42A".into(), people }).expect("the IC's word");
    assert_eq!(cast(&stage), ["Ana", "Cleo"]);
    let cleo = own_lines(&stage, CLEO, "42A");
    assert_eq!(
        cleo.iter().map(|l| l.what.as_str()).collect::<Vec<_>>(),
        ["Touch of the face"],
        "everybody's"
    );
}

#[test]
fn a_scene_without_lines_is_not_ready() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    assert!(ready(&stage, AD, ReadyKey::AgreedLines).expect("a line").0);
    scene(&mut stage, "43");
    assert!(!ready(&stage, AD, ReadyKey::AgreedLines).expect("a line").0);
    scene(&mut stage, "99");
    assert!(!ready(&stage, AD, ReadyKey::AgreedLines).expect("not in the plan").0);
    let mut without = Stage::with(1);
    scene(&mut without, "42A");
    assert!(ready(&without, AD, ReadyKey::AgreedLines).is_none(), "there is no plan");
}

#[test]
fn riders_are_received_in_time_and_confirmed_or_attested_as_late_hires() {
    let mut stage = planned();
    scene(&mut stage, "43");
    assert!(ready(&stage, IC, ReadyKey::Rider).is_none(), "a kiss asks for none");
    scene(&mut stage, "42A");
    let both = |stage: &Stage| (ready(stage, IC, ReadyKey::Rider), ready(stage, AD, ReadyKey::Rider));
    let (ic, ad) = both(&stage);
    assert_eq!(ic, Some((false, "Ben: rider not received".into())));
    assert_eq!(ad, Some((false, "1 of 2 riders received in time and confirmed".into())));
    let rider = |received, confirmed, late_hire| Command::Rider {
        scene: "42A".into(),
        name: "Ben".into(),
        received,
        confirmed,
        late_hire,
    };
    assert_eq!(code(stage.say(IC, rider(None, Some(true), None))), DenialCode::BadCommand, "not here yet");
    let tomorrow = MORNING + 3 * 24 * 3_600_000;
    assert_eq!(code(stage.say(IC, rider(Some(tomorrow), None, None))), DenialCode::BadCommand);
    assert_eq!(code(stage.say(AD, rider(Some(MORNING), None, None))), DenialCode::NotAllowed);
    stage.say(IC, rider(Some(MORNING), None, None)).expect("received");
    assert_eq!(both(&stage).0, Some((false, "Ben: rider received at short notice".into())));
    stage.say(IC, rider(None, None, Some(true))).expect("a late hire");
    assert_eq!(both(&stage).0, Some((false, "Ben: rider not confirmed".into())));
    stage.say(IC, rider(None, Some(true), None)).expect("confirmed");
    assert!(both(&stage).0.expect("a line").0 && both(&stage).1.expect("a line").0);
    let part = &stage.people[IC].ic_view().plan.expect("a plan").scenes[0].parts[1];
    assert!(part.needs_rider && part.short_notice && part.late_hire && part.confirmed);
    let nobody = Command::Rider {
        scene: "42A".into(),
        name: "Cleo".into(),
        received: Some(MORNING),
        confirmed: None,
        late_hire: None,
    };
    assert_eq!(code(stage.say(IC, nobody)), DenialCode::UnknownPerson);
}

#[test]
fn what_was_attested_is_reopened_by_another_cast_and_by_another_closed_set_list() {
    let attested = |stage: &Stage| {
        let view = stage.people[IC].ic_view();
        (view.attested.ic && view.attested.ad, ready(stage, IC, ReadyKey::CheckInCleared).expect("a line").0)
    };
    let mut stage = planned();
    ready_to_roll(&mut stage);
    assert_eq!(attested(&stage), (true, true));
    load(&mut stage, &DAY.replace("\"Director's monitor\"", "\"Director's monitor\", \"Village\""));
    assert_eq!(attested(&stage), (false, true), "the list is another, the cast the same");
    ready_to_roll(&mut stage);
    let people = vec![stage.id(ANA), stage.id(BEN)];
    stage.say(IC, Command::Cast { scene: "42A".into(), people }).expect("the same cast");
    assert_eq!(attested(&stage), (true, true), "nothing has changed");
    let people = vec![stage.id(ANA)];
    stage.say(IC, Command::Cast { scene: "42A".into(), people }).expect("another cast");
    assert_eq!(attested(&stage), (false, false));
    ready_to_roll(&mut stage);
    let cast = |stage: &Stage| {
        let view = stage.people[IC].ic_view();
        (view.cast.is_some(), view.people.iter().filter(|p| p.in_cast).count())
    };
    assert!(cast(&stage).0);
    let planned = || Command::CastAsPlanned { scene: "42A".into() };
    assert_eq!(code(stage.say(AD, planned())), DenialCode::NotAllowed);
    stage.say(IC, planned()).expect("the plan's again");
    assert_eq!(attested(&stage), (false, false), "Ben is in it again");
    assert_eq!(cast(&stage), (false, 2));
    stage.say(IC, planned()).expect("it is so already");
    ready_to_roll(&mut stage);
    let people = vec![stage.id(CLEO)];
    stage.say(IC, Command::Cast { scene: "43".into(), people }).expect("another scene's cast");
    assert_eq!(attested(&stage), (true, true), "it doesn't touch this one");
}

#[test]
fn a_change_that_becomes_agreed_reopens_the_check_in_and_a_sensitive_one_the_riders() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    stage.say(IC, Command::Clear { clear: true }).expect("clear");
    agree(&mut stage, "A second kiss", false);
    assert!(!ready(&stage, IC, ReadyKey::CheckInCleared).expect("a line").0);
    assert_eq!(
        ready(&stage, IC, ReadyKey::Rider).expect("a line").1,
        "Ben: rider not received",
        "Ana's stands"
    );
    agree(&mut stage, "Shirt off", true);
    let told = ready(&stage, IC, ReadyKey::Rider).expect("a line").1;
    assert_eq!(told, "Ana: rider not confirmed · Ben: rider not received");
}

#[test]
fn every_mistake_of_a_plan_is_told_with_its_line_and_the_running_plan_stays() {
    let mut stage = planned();
    let text = DAY
        .replace("say = \"ask\"", "say = \"perhaps\"")
        .replace("name = \"Cleo\"\njob", "name = \"Clea\"\njob");
    let told = message(offer(&mut stage, IC, &text));
    assert_eq!(told.lines().count(), 2, "{told}");
    assert!(told.lines().all(|line| line.starts_with("Line ")), "{told}");
    assert_eq!(stage.people[IC].ic_view().plan.expect("the old one").scenes.len(), 2);
}

#[test]
fn nobody_but_an_ic_sets_or_reads_the_plan() {
    let mut stage = planned();
    for who in [AD, ANA] {
        assert_eq!(code(offer(&mut stage, who, DAY)), DenialCode::NotAllowed);
        assert_eq!(code(stage.say(who, Command::PlanText)), DenialCode::NotAllowed);
    }
    stage.say(IC, Command::PlanText).expect("its text");
    let text = stage.people[IC].frames().into_iter().rev().find_map(|f| match f {
        HubFrame::Plan { text } => Some(text),
        _ => None,
    });
    offer(&mut stage, IC, &text.expect("a frame")).expect("the same plan again");
    let before = stage.people[IC].ic_view().plan;
    offer(&mut stage, IC, DAY).expect("and again");
    assert_eq!(stage.people[IC].ic_view().plan, before);
}

#[test]
fn a_plan_comes_in_parts_in_any_order_within_bounds_and_is_forgotten_with_the_socket() {
    let mut stage = planned();
    let text = DAY.replace("Breakfast", "Lunch");
    let half = text.len() / 2;
    let part = |upload, part, of, text: &str| Command::PlanPart {
        upload: Uuid::from_u128(upload),
        part,
        of,
        text: text.into(),
    };
    stage.say(IC, part(1, 1, 2, &text[half..])).expect("the second part first");
    stage.say(IC, part(2, 0, 2, &text[..half])).expect("another upload: the first is forgotten");
    let title = |stage: &Stage| stage.people[IC].ic_view().plan.expect("a plan").scenes[1].title.clone();
    assert_eq!(title(&stage), "Breakfast");
    stage.say(IC, part(2, 1, 2, &text[half..])).expect("whole");
    assert_eq!(title(&stage), "Lunch");
    for bad in [
        part(3, 2, 2, "x"),
        part(3, 0, 0, "x"),
        part(3, 0, 5000, "x"),
        part(3, 0, 2, &"x".repeat(256 * 1024 + 1)),
    ] {
        assert_eq!(code(stage.say(IC, bad)), DenialCode::BadCommand);
    }
    stage.say(IC, part(4, 0, 2, &DAY[..half])).expect("a part");
    stage.reconnect(IC);
    stage.say(IC, part(4, 1, 2, &DAY[half..])).expect("the first part is gone");
    assert_eq!(title(&stage), "Lunch");
}

#[test]
fn a_scene_that_was_opened_takes_nothing_new_from_a_plan() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    let denied = |stage: &mut Stage, from: &str, to: &str, line: &str| {
        assert!(DAY.contains(from), "{from}");
        let text = DAY.replacen(from, to, 1);
        let told = message(offer(stage, IC, &text));
        let (number, _) = told.strip_prefix("Line ").expect("a line").split_once(':').expect("a sentence");
        let number: usize = number.parse().expect("a number");
        assert_eq!(text.lines().nth(number - 1), Some(line), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    };
    let more =
        "what = \"Hand on the back\"\nsay = \"ask\"\n\n[[scenes.lines]]\nwhat = \"Bite\"\nsay = \"ask\"";
    denied(&mut stage, "what = \"Hand on the back\"\nsay = \"ask\"", more, "what = \"Bite\"");
    denied(&mut stage, "say = \"ask\"", "say = \"yes\"", "what = \"Hand on the back\"");
    denied(
        &mut stage,
        "kinds = [\"nudity\"]",
        "kinds = [\"nudity\", \"explicit\"]",
        "kinds = [\"nudity\", \"explicit\"]",
    );
    denied(&mut stage, "limits = [\"Nothing below the waist.\"]", "limits = []", "limits = []");
    denied(&mut stage, "number = \"42A\"", "number = \"42B\"", "[[scenes]]");
    denied(&mut stage, "what = \"Robe off\"", "what = \"Robe half off\"", "what = \"Robe half off\"");
    // What narrows is taken: a line taken back, one more "not here", a limit more.
    let narrower = DAY
        .replacen("say = \"ask\"", "say = \"not here\"", 1)
        .replacen("limits = [", "limits = [\"Slowly.\", ", 1)
        .replace("what = \"Robe off\"\nsay = \"yes\"", "what = \"Bite\"\nsay = \"not here\"");
    load(&mut stage, &narrower);
    assert_eq!(own_line(&stage, BEN, "Hand on the back").say, Say::NotHere);
    // The other scene has not been opened: it may still change.
    let other = narrower.replace("title = \"Breakfast\"", "title = \"Lunch\"");
    load(&mut stage, &other);
}

#[test]
fn what_was_taken_back_today_comes_back_by_no_plan() {
    let mut stage = planned();
    let line = own_line(&stage, ANA, "Kiss on the mouth").id;
    stage.say(IC, Command::Line { line, say: Say::Ask }).expect("taken back before the scene was opened");
    // The same plan again is no news and undoes nothing.
    offer(&mut stage, IC, DAY).expect("done");
    assert_eq!(own_line(&stage, ANA, "Kiss on the mouth").say, Say::Ask);
    let told = message(offer(&mut stage, IC, &DAY.replace("Breakfast", "Lunch")));
    assert!(told.contains("taken back today"), "{told}");
    let kept = DAY.replace("Breakfast", "Lunch").replacen("say = \"yes\"", "say = \"ask\"", 1);
    load(&mut stage, &kept);
}

#[test]
fn nobody_who_is_here_by_a_name_of_the_plan_is_dropped_from_it() {
    let mut stage = planned();
    let text = DAY.replace("\"Cleo\"", "\"Clea\"");
    let told = message(offer(&mut stage, IC, &text));
    assert!(told.contains("who was let in"), "{told}");
}

#[test]
fn a_minor_who_is_here_comes_into_no_exposing_scene_by_a_plan() {
    let mut stage = planned();
    let minor = stage.join(Role::Performer, "Kit");
    let person = stage.id(minor);
    // By the rules that let people in, a minor has to be out of the exposing scene's cast first.
    let people = vec![stage.id(ANA), stage.id(BEN)];
    stage.say(IC, Command::Cast { scene: "42A".into(), people }).expect("without them");
    stage
        .say(IC, Command::Admit { person, as_: Some("Kit".into()), replaces: None, for_: None })
        .expect("let in");
    let text = DAY.replace("kinds = [\"kiss\"]", "kinds = [\"nudity\"]");
    let told = message(offer(&mut stage, IC, &text));
    assert!(told.contains("minor"), "{told}");
}

#[test]
fn a_rider_is_confirmed_again_where_the_plan_says_more() {
    let mut stage = planned();
    let confirmed =
        |stage: &Stage| stage.people[IC].ic_view().plan.expect("a plan").scenes[0].parts[0].confirmed;
    assert!(confirmed(&stage));
    load(&mut stage, &DAY.replace("say = \"ask\"", "say = \"not here\""));
    assert!(confirmed(&stage), "less is agreed: what was confirmed still holds");
    load(&mut stage, &DAY.replace("what = \"Robe off\"", "what = \"Robe and shirt off\""));
    assert!(!confirmed(&stage));
}

#[test]
fn the_plan_and_what_became_of_it_live_through_a_restart() {
    let mut stage = planned();
    scene(&mut stage, "42A");
    let line = own_line(&stage, ANA, "Kiss on the mouth").id;
    stage.say(IC, Command::Line { line, say: Say::NotHere }).expect("taken back");
    stage.say(ANA, Command::Talk { line }).expect("asked");
    let before = stage.set();
    stage.kill_and_restart();
    let after = stage.set();
    assert_eq!(after.plan(), before.plan());
    assert!(after.wants_to_talk(stage.id(ANA), line));
    assert_eq!(after.planned_line(line).expect("still there").1.say, Say::NotHere);
}

#[test]
fn an_agreed_plan_lets_the_floor_roll_without_an_override() {
    let mut stage = planned();
    ready_to_roll(&mut stage);
    let rider = Command::Rider {
        scene: "42A".into(),
        name: "Ben".into(),
        received: Some(MORNING),
        confirmed: Some(true),
        late_hire: Some(true),
    };
    let roll = |override_| Command::Status { status: Status::Rolling, scene: None, setup: None, override_ };
    assert_eq!(code(stage.say(AD, roll(None))), DenialCode::NotReadyToRoll, "Ben's rider");
    stage.say(IC, rider).expect("a late hire");
    stage.say(AD, roll(None)).expect("rolling");
    stage.say(AD, Command::Access { access: Access::Closed, notice: None }).expect("closed already");
    stage.say(AD, roll(Some(Override::IcPresent))).expect("rolling already");
}
