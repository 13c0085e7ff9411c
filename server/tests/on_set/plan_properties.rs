//! Properties of the plan over random days: what is agreed in a scene that was opened grows by nothing but a
//! change to which everybody said yes.

use crate::stage::{
    Stage,
    acts::{AD, ANA, IC},
    plans::{DAY, offer},
};
use proptest::{collection::vec, prelude::*};
use quiethold::{
    set::{Person, Set},
    words::{Access, ChangeId, ChangeState, Command, LineId, PersonId, Reply, Role, Say, Status, Verdict},
};
use std::collections::BTreeMap;
use uuid::Uuid;

const CLEO: usize = 4;

#[derive(Clone, Debug)]
enum Act {
    /// A plan in which some pieces are written otherwise.
    Import(Vec<usize>),
    Line(usize, Say),
    Change(bool),
    Reply(usize, Reply),
    Publish(Verdict),
    Talk(usize, usize),
    Rider(usize, bool),
    Open(bool),
    Cast(Vec<usize>),
}

/// What another version of the plan may say instead.
const OTHERWISE: [(&str, &str); 10] = [
    ("\"Director's monitor\"", "\"Director's monitor\", \"Village\""),
    ("what = \"Hand on the back\"\nsay = \"ask\"", "what = \"Hand on the back\"\nsay = \"yes\""),
    ("what = \"Kiss on the mouth\"\nsay = \"yes\"", "what = \"Kiss on the mouth\"\nsay = \"ask\""),
    ("what = \"Touch of the face\"\nsay = \"not here\"", "what = \"Touch of the face\"\nsay = \"yes\""),
    ("what = \"Robe off\"", "what = \"Robe and shirt off\""),
    ("who = [\"Ana\"]\nto = [\"Ben\"]", "who = [\"Ben\"]\nto = [\"Ana\"]"),
    ("number = \"42A\"", "number = \"42B\""),
    ("title = \"Breakfast\"", "title = \"Lunch\""),
    (
        "name = \"Ben\"\n\n[[scenes.lines]]",
        "name = \"Ben\"\n\n[[scenes.performers]]\nname = \"Cleo\"\n\n[[scenes.lines]]",
    ),
    (
        "name = \"Kit\"\n",
        "name = \"Kit\"\n\n[[scenes.lines]]\nwhat = \"An arm around the shoulder\"\nsay = \"yes\"\n",
    ),
];

fn act() -> impl Strategy<Value = Act> {
    let say = prop_oneof![Just(Say::Yes), Just(Say::Ask), Just(Say::NotHere)];
    let reply = prop_oneof![3 => Just(Reply::Yes), 1 => Just(Reply::No), 1 => Just(Reply::Talk)];
    let verdict = prop_oneof![3 => Just(Verdict::Agreed), 1 => Just(Verdict::NotToday)];
    prop_oneof![
        5 => vec(0..OTHERWISE.len(), 0..3).prop_map(Act::Import),
        4 => (0usize..6, say).prop_map(|(n, say)| Act::Line(n, say)),
        2 => any::<bool>().prop_map(Act::Change),
        7 => (ANA..=CLEO, reply).prop_map(|(p, r)| Act::Reply(p, r)),
        4 => verdict.prop_map(Act::Publish),
        1 => (ANA..=CLEO, 0usize..6).prop_map(|(p, n)| Act::Talk(p, n)),
        1 => (0usize..2, any::<bool>()).prop_map(|(n, c)| Act::Rider(n, c)),
        3 => any::<bool>().prop_map(Act::Open),
        1 => vec(ANA..=CLEO, 1..3).prop_map(Act::Cast),
    ]
}

fn nth_line(set: &Set, n: usize) -> LineId {
    let lines: Vec<LineId> =
        set.plan().into_iter().flat_map(|p| &p.scenes).flat_map(|s| &s.lines).map(|l| l.id).collect();
    if lines.is_empty() { LineId(Uuid::from_u128(404)) } else { lines[n % lines.len()] }
}

fn play(stage: &mut Stage, act: &Act) {
    let set = stage.set();
    let here = set.scene().map(|s| s.id.clone()).unwrap_or_default();
    let change = set.changes().last().map_or(ChangeId(Uuid::from_u128(404)), |c| c.id);
    let (who, command) = match act {
        Act::Import(otherwise) => {
            let text = otherwise
                .iter()
                .fold(DAY.to_owned(), |text, n| text.replacen(OTHERWISE[*n].0, OTHERWISE[*n].1, 1));
            let _ = offer(stage, IC, &text);
            return;
        }
        Act::Line(n, say) => (IC, Command::Line { line: nth_line(&set, *n), say: *say }),
        Act::Change(sensitive) => {
            (IC, Command::Change { scene: here, text: "A second kiss".into(), sensitive: *sensitive })
        }
        Act::Reply(p, reply) => (*p, Command::Reply { change, reply: *reply }),
        Act::Publish(verdict) => (IC, Command::Publish { change, state: *verdict, amendment: true }),
        Act::Talk(p, n) => (*p, Command::Talk { line: nth_line(&set, *n) }),
        Act::Rider(n, confirmed) => {
            let name = ["Ana", "Ben"][*n].to_owned();
            let confirmed = Some(*confirmed);
            (IC, Command::Rider { scene: here, name, received: None, confirmed, late_hire: None })
        }
        Act::Open(first) => {
            let scene = Some(if *first { "42A" } else { "43" }.to_owned());
            (AD, Command::Status { status: Status::Rehearsal, scene, setup: None, override_: None })
        }
        Act::Cast(people) => {
            let people = people.iter().map(|p| stage.id(*p)).collect();
            (IC, Command::Cast { scene: here, people })
        }
    };
    stage.send(who, command);
    stage.settle();
}

/// The lines of the scenes that have been opened, and how far each is agreed; those of today, too.
fn agreed(set: &Set) -> BTreeMap<(String, LineId), Say> {
    let planned = set
        .plan()
        .into_iter()
        .flat_map(|p| &p.scenes)
        .flat_map(|s| s.lines.iter().map(move |l| (&s.id, l.id, l.say)));
    let today = set
        .changes()
        .filter(|c| c.state == ChangeState::Agreed)
        .map(|c| (&c.scene, LineId(c.id.0), Say::Yes));
    planned
        .chain(today)
        .filter(|(scene, ..)| set.is_opened(scene))
        .map(|(s, l, say)| ((s.clone(), l), say))
        .collect()
}

/// Everybody of the scene's cast has said yes to a change.
fn all_said_yes(set: &Set, line: LineId) -> bool {
    let change = set.changes().find(|c| c.id.0 == line.0);
    change.is_some_and(|c| c.asked().count() > 0 && c.asked().all(|p| c.reply(p) == Some(Reply::Yes)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_agreed_in_an_opened_scene_grows_by_nothing_but_a_change_with_everybodys_yes(
        day in vec(act(), 1..40)
    ) {
        let mut stage = planned();
        for act in &day {
            let before = stage.set();
            play(&mut stage, act);
            let after = stage.set();
            let was = agreed(&before);
            for ((scene, line), say) in agreed(&after) {
                let said = was.get(&(scene.clone(), line)).copied().unwrap_or(Say::NotHere);
                let opened_before = before.is_opened(&scene);
                let by_change = matches!(act, Act::Publish(Verdict::Agreed)) && all_said_yes(&after, line);
                prop_assert!(say <= said || !opened_before || by_change, "{act:?} made more agreed in {scene}");
            }
        }
    }

    #[test]
    fn what_was_attested_is_reopened_by_whatever_touches_it(day in vec(act(), 1..30)) {
        let mut stage = planned();
        stage.say(AD, Command::Access { access: Access::Closed, notice: None }).expect("closed");
        for act in &day {
            stage.say(IC, Command::Clear { clear: true }).expect("clear");
            let here = stage.set().scene().map(|s| s.id.clone()).unwrap_or_default();
            let scene = here.clone();
            let attest = Command::Attest { scene, people: true, monitors: true, devices: true, robes: true };
            let _ = stage.say(IC, attest);
            let before = stage.set();
            play(&mut stage, act);
            let after = stage.set();
            let listed = |set: &Set| set.planned_scene(&here).map(|s| s.closed_list.clone());
            let agreed_now = |set: &Set| set.agreed_today(&here).count();
            let recast = cast(&before) != cast(&after);
            if recast || listed(&before) != listed(&after) {
                prop_assert!(!after.attested().ic, "{act:?}");
            }
            if recast || agreed_now(&after) > agreed_now(&before) {
                prop_assert!(!after.is_check_in_cleared(), "{act:?}");
            }
        }
    }

    #[test]
    fn the_1st_ad_reads_nothing_of_lines_talks_and_single_answers(day in vec(act(), 1..30)) {
        let mut stage = planned();
        for act in &day {
            let before = stage.people[AD].got.len();
            play(&mut stage, act);
            let quiet = match act {
                Act::Line(..) | Act::Talk(..) => true,
                // Taken back after it was published, it is "not today" at once.
                Act::Reply(_, reply) => *reply == Reply::Yes,
                _ => false,
            };
            prop_assert!(!quiet || stage.people[AD].got.len() == before, "{act:?}");
        }
        for frame in &stage.people[AD].got {
            prop_assert!(!frame.contains("Kiss on the mouth") && !frame.contains("Hand on the back"));
        }
    }

    #[test]
    fn the_plan_is_always_the_fold_of_what_is_on_disk(day in vec(act(), 1..30)) {
        let mut stage = planned();
        for act in &day {
            play(&mut stage, act);
        }
        let mut folded = Set::default();
        for entry in stage.logged() {
            folded.apply(&entry, 0);
        }
        let set = stage.set();
        prop_assert_eq!(folded.plan(), set.plan());
        let talks = |set: &Set| set.talks().collect::<Vec<_>>();
        prop_assert_eq!(talks(&folded), talks(&set));
    }
}

fn cast(set: &Set) -> Vec<PersonId> {
    let performers = set.admitted(Role::Performer);
    performers.iter().map(|p| p.id).filter(|id| set.is_in_cast(*id)).collect()
}

fn planned() -> Stage {
    let mut stage = Stage::new();
    stage.join(Role::Ic, "Mara");
    stage.join(Role::Ad, "Tom");
    offer(&mut stage, IC, DAY).expect("the plan is taken");
    for name in ["Ana", "Ben", "Cleo"] {
        let who = stage.join(Role::Performer, name);
        let person = stage.id(who);
        let admit = Command::Admit { person, as_: Some(name.into()), replaces: None, for_: None };
        stage.say(IC, admit).expect("let in");
    }
    let set = stage.set();
    assert!(set.admitted(Role::Performer).iter().all(|p: &&Person| p.planned.is_some()));
    stage
}
