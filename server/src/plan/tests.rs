use super::{Mistake, line_id, read, starter, write};
use crate::words::{
    ClosedList, DayPlan, Job, Kind, ListedPerson, PlannedLine, PlannedPart, PlannedPerson, PlannedScene, Say,
    TradeWord,
};
use jiff::tz::TimeZone;
use proptest::{collection::vec, prelude::*, sample::subsequence};

const EXAMPLE: &str = include_str!("../../../docs/day.example.toml");

fn zone() -> TimeZone {
    TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC)
}

fn mistakes(text: &str) -> Vec<Mistake> {
    read(text, &TimeZone::UTC).err().unwrap_or_default()
}

/// The one mistake that replacing a piece of the example makes, with its line's text.
fn one_mistake(piece: &str, by: &str) -> (String, String) {
    assert_eq!(EXAMPLE.matches(piece).count(), 1, "{piece} stands once in the example");
    let text = EXAMPLE.replace(piece, by);
    let found = mistakes(&text);
    assert_eq!(found.len(), 1, "{by}: {found:?}");
    let line = text.lines().nth(found[0].line as usize - 1).expect("a line of the text").trim();
    (line.to_owned(), found[0].sentence.clone())
}

fn is_told(piece: &str, by: &str, line: &str, sentence: &str) {
    let (at, says) = one_mistake(piece, by);
    assert_eq!(at, line, "{says}");
    assert!(says.contains(sentence), "{says}");
}

#[test]
fn the_example_is_a_plan() {
    let draft = read(EXAMPLE, &zone()).expect("no mistake");
    let plan = &draft.plan;
    assert_eq!((plan.notice_hours, plan.people.len(), plan.scenes.len()), (48, 7, 2));
    assert_eq!(plan.words[&TradeWord::Closure], "Wind-down");
    let scene = &plan.scenes[0];
    assert_eq!((scene.id.as_str(), scene.kinds.as_slice()), ("42A", &[Kind::Nudity, Kind::SimulatedSex][..]));
    assert_eq!(scene.closed_list.people[3], ListedPerson { name: "Make-up".into(), moments: true });
    assert!(scene.performers[0].confirmed && !scene.performers[1].confirmed);
    assert_eq!(scene.lines.iter().map(|l| l.say).collect::<Vec<_>>(), [Say::Yes, Say::Ask, Say::NotHere]);
    assert!(scene.lines[2].who.is_empty());
    // Half past nine on a November morning in Berlin.
    assert_eq!(scene.call, Some(1_795_336_200_000));
}

#[test]
fn whoever_has_no_plan_yet_begins_with_the_example_as_comments() {
    assert!(starter().lines().all(|line| line.is_empty() || line.starts_with('#')));
    let found = mistakes(&starter());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].sentence.contains("no scene"));
}

#[test]
fn a_word_that_is_not_known_is_a_mistake() {
    is_told(
        "title = \"Breakfast\"",
        "titel = \"Breakfast\"",
        "titel = \"Breakfast\"",
        "Known are: number, title",
    );
    // Every screen says HOLD in the same words.
    is_told("ad = \"AD\"", "hold = \"Freeze\"", "hold = \"Freeze\"", "Known are: ic, ad");
    is_told("closure = \"Wind-down\"", "clapper = \"C\"", "clapper = \"C\"", "Known are: ic, ad");
    is_told("say = \"not here\"", "say = \"never\"", "say = \"never\"", "yes, ask or not here");
    is_told("kinds = [\"kiss\"]", "kinds = [\"kissing\"]", "kinds = [\"kissing\"]", "kiss or other");
    is_told("job = \"ad\"", "job = \"boss\"", "job = \"boss\"", "performer, chaperone");
}

#[test]
fn a_wrong_type_is_a_mistake() {
    is_told("notice_hours = 48", "notice_hours = \"48\"", "notice_hours = \"48\"", "whole number");
    is_told("number = \"43\"", "number = 43", "number = 43", "text in quotes");
    is_told("minor = true", "minor = \"yes\"", "minor = \"yes\"", "true or false");
    is_told("kinds = [\"kiss\"]", "kinds = \"kiss\"", "kinds = \"kiss\"", "is a list");
    is_told("call = 2026-11-22T15:00", "call = \"15:00\"", "call = \"15:00\"", "a day and a time");
    is_told("call = 2026-11-22T15:00", "call = 15:00:00", "call = 15:00:00", "the day and the time");
}

#[test]
fn a_time_that_is_none_is_a_mistake() {
    is_told("call = 2026-11-22T15:00", "call = 1926-11-22T15:00", "call = 1926-11-22T15:00", "long ago");
    let text = EXAMPLE.replace("call = 2026-11-22T15:00", "call = 2026-03-29T02:30");
    let found = read(&text, &zone()).expect_err("the clocks are put forward");
    assert!(found.len() == 1 && found[0].sentence.contains("put forward"), "{found:?}");
    assert!(!mistakes(&EXAMPLE.replace("2026-11-22T15:00", "2026-02-30T15:00")).is_empty());
}

#[test]
fn names_that_fit_nobody_are_mistakes() {
    is_told(
        "who = [\"Cleo\"]",
        "who = [\"Cleo\", \"Clea\"]",
        "who = [\"Cleo\", \"Clea\"]",
        "Name 2 of \"who\"",
    );
    is_told("who = [\"Cleo\"]", "who = [\"Ben\"]", "who = [\"Ben\"]", "has no part in this scene");
    is_told(
        "chaperone = \"Robin\"",
        "chaperone = \"Robyn\"",
        "chaperone = \"Robyn\"",
        "not among [[people]]",
    );
    is_told(
        "name = \"Ana\"\n\n[[scenes.performers]]\nname = \"Cleo\"",
        "name = \"Ana\"\n\n[[scenes.performers]]\nname = \"Cleo\"\n\n[[scenes.performers]]\nname = \"Dov\"",
        "name = \"Dov\"",
        "not among [[people]]",
    );
}

#[test]
fn what_stands_there_twice_is_a_mistake() {
    is_told("number = \"43\"", "number = \"42a\"", "number = \"42a\"", "first on line");
    is_told(
        "name = \"Tom\"\njob = \"ad\"",
        "name = \"robin\"\njob = \"chaperone\"",
        "name = \"Robin\"",
        "first on line",
    );
    is_told(
        "who = [\"Ana\", \"Cleo\"]\nto = [\"Kit\"]\nwhat = \"An arm around the shoulder\"",
        "who = [\"cleo\"]\nto = [\"ana\"]\nwhat = \"Kiss on the cheek\"",
        "what = \"Kiss on the cheek\"",
        "first on line",
    );
    is_told("kinds = [\"kiss\"]", "kinds = [\"kiss\", \"kiss\"]", "kinds = [\"kiss\", \"kiss\"]", "twice");
    is_told("\"Wardrobe\"]", "\"Director\"]", "moments = [\"Make-up\", \"Director\"]", "twice");
    is_told("number = \"43\"", "number = \"43\"\nnumber = \"44\"", "number = \"44\"", "can't be read");
}

#[test]
fn the_notice_is_lengthened_and_never_shortened() {
    is_told("notice_hours = 48", "notice_hours = 47", "notice_hours = 47", "not shortened");
    let text = EXAMPLE.replace("notice_hours = 48", "notice_hours = 72");
    assert_eq!(read(&text, &zone()).expect("longer").plan.notice_hours, 72);
}

#[test]
fn too_long_or_unseen_text_is_a_mistake() {
    is_told(
        "number = \"43\"",
        "number = \"43-night-exterior\"",
        "number = \"43-night-exterior\"",
        "At most 12",
    );
    let long = "x".repeat(161);
    is_told("Kiss on the cheek", &long, &format!("what = \"{long}\""), "At most 160");
    let name = "y".repeat(41);
    is_told("name = \"Mara\"", &format!("name = \"{name}\""), &format!("name = \"{name}\""), "At most 40");
    is_told("Kiss on the cheek", "Kiss\\u202E cheek", "what = \"Kiss\\u202E cheek\"", "can't be seen");
    is_told("Kiss on the cheek", "Kiss\\n cheek", "what = \"Kiss\\n cheek\"", "can't be seen");
    let found = mistakes(&"#".repeat(super::MAX_SIZE + 1));
    assert!(found.len() == 1 && found[0].sentence.contains("256 KiB"));
}

#[test]
fn a_minor_is_protected_by_the_plan() {
    is_told("kinds = [\"kiss\"]", "kinds = [\"nudity\"]", "name = \"Kit\"", "No minor");
    is_told("chaperone = \"Robin\"\n", "\n", "[[people]]", "needs a chaperone");
    is_told("job = \"chaperone\"", "job = \"crew\"", "chaperone = \"Robin\"", "another job than chaperone");
    is_told("\"Breakfast\"", "\"Kit's breakfast\"", "title = \"Kit's breakfast\"", "names a minor");
    assert!(mistakes(&EXAMPLE.replace("\"Breakfast\"", "\"Kitchen breakfast\"")).is_empty());
}

#[test]
fn the_ic_is_nothing_else() {
    for job in ["producer", "director", "ad", "board member", "performer", "chaperone"] {
        let twice = format!("name = \"mara\"\njob = \"{job}\"");
        let text = EXAMPLE.replace("name = \"Tom\"\njob = \"ad\"", &twice);
        let found = mistakes(&text);
        assert!(found.len() == 1 && found[0].sentence.contains("at the same time"), "{job}: {found:?}");
    }
    is_told(
        "name = \"Cleo\"\n\n[[scenes.performers]]\nname = \"Kit\"",
        "name = \"Cleo\"\n\n[[scenes.performers]]\nname = \"Mara\"\n\n[[scenes.performers]]\nname = \"Kit\"",
        "name = \"Mara\"",
        "at the same time",
    );
    is_told("chaperone = \"Robin\"", "chaperone = \"Mara\"", "chaperone = \"Mara\"", "at the same time");
}

#[test]
fn a_scene_is_whole() {
    let start = EXAMPLE.find("[[scenes]]\nnumber = \"43\"").expect("the second scene");
    let text = format!("{}[[scenes]]\nnumber = \"43\"\n", &EXAMPLE[..start]);
    let found = mistakes(&text);
    let sentences: Vec<&str> = found.iter().map(|m| m.sentence.as_str()).collect();
    assert_eq!(found.len(), 2, "{sentences:?}");
    assert!(sentences.iter().any(|s| s.contains("Nobody plays")), "{sentences:?}");
    assert!(sentences.iter().any(|s| s.contains("what kind of scene")), "{sentences:?}");
    is_told("kinds = [\"kiss\"]", "kinds = []", "kinds = []", "what kind of scene");
    is_told("what = \"Kiss on the cheek\"\n", "", "[[scenes.lines]]", "what is missing");
    is_told("rider_received = 2026-11-18T12:00\n", "", "rider_confirmed = true", "once it is here");
    is_told(
        "\"Boom operator\"",
        "\"Ben\"",
        "people = [\"Director\", \"Camera operator\", \"Ben\"]",
        "everybody else",
    );
}

#[test]
fn a_trade_word_that_frightens_is_a_mistake() {
    is_told("ad = \"AD\"", "cut = \"Panic!\"", "cut = \"Panic!\"", "never used here");
}

#[test]
fn all_mistakes_are_told_in_one_go_by_line_and_without_a_name() {
    let text = EXAMPLE
        .replace("notice_hours = 48", "notice_hours = 12")
        .replace("who = [\"Cleo\"]", "who = [\"Clea\"]")
        .replace("number = \"43\"", "number = \"42A\"")
        .replace("closure = \"Wind-down\"", "closure = \"Wind-down")
        .replace("say = \"ask\"", "say = \"perhaps\"");
    let found = mistakes(&text);
    assert_eq!(found.len(), 5, "{found:?}");
    assert!(found.is_sorted());
    let told = super::sentences(&found);
    assert_eq!(told.lines().count(), 5);
    assert!(told.lines().all(|line| line.starts_with("Line ")), "{told}");
    for name in ["Clea", "Ana", "Kit"] {
        assert!(!told.contains(name), "{told}");
    }
}

#[test]
fn a_line_keeps_its_id_in_whichever_order_it_names_people() {
    let names = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect::<Vec<_>>();
    let one = line_id("42A", &names(&["Ana", "Ben"]), &[], "Kiss");
    assert_eq!(one, line_id("42A", &names(&["Ben", "Ana"]), &[], "Kiss"));
    assert_ne!(one, line_id("42A", &names(&["Ana"]), &names(&["Ben"]), "Kiss"));
    assert_ne!(one, line_id("43", &names(&["Ana", "Ben"]), &[], "Kiss"));
}

#[test]
fn the_same_plan_written_otherwise_has_the_same_hash() {
    let one = read(EXAMPLE, &zone()).expect("a plan");
    let other = read(&EXAMPLE.replace("# The scenes", "# Scenes"), &zone()).expect("a plan");
    assert_eq!(one.hash, other.hash);
    let changed = read(&EXAMPLE.replace("\"Breakfast\"", "\"Lunch\""), &zone()).expect("a plan");
    assert_ne!(one.hash, changed.hash);
}

const NAMES: [&str; 6] = ["Ana", "Ben", "Cleo \"C\" O'Dea", "Dov\\a", "Élise", "نور"];

fn text() -> impl Strategy<Value = String> {
    "[a-zA-Zà-ü0-9\"'\\\\#=,;.!?é漢]{1,10}( [a-zA-Z\"\\\\\\]\\[{}]{1,10}){0,2}"
}

fn moment() -> impl Strategy<Value = u64> {
    // To the millisecond, the hours included that are there twice.
    prop_oneof![0..4_000_000_000_000u64, 1_792_886_400_000..1_792_897_200_000u64]
}

fn scene(i: usize) -> impl Strategy<Value = PlannedScene> {
    let kinds = subsequence(
        vec![Kind::Nudity, Kind::SimulatedSex, Kind::Explicit, Kind::HyperExposed, Kind::Kiss, Kind::Other],
        1..=6,
    );
    let parts = subsequence(NAMES.to_vec(), 1..=6).prop_flat_map(|names| {
        let part = |name: &str| {
            let name = name.to_owned();
            (proptest::option::of(moment()), any::<bool>(), any::<bool>()).prop_map(
                move |(received, confirmed, late_hire)| PlannedPart {
                    name: name.clone(),
                    received,
                    confirmed: confirmed && received.is_some(),
                    late_hire,
                },
            )
        };
        names.into_iter().map(part).collect::<Vec<_>>()
    });
    let say = prop_oneof![Just(Say::Yes), Just(Say::Ask), Just(Say::NotHere)];
    let lines = vec((any::<u8>(), any::<u8>(), text(), say), 0..6);
    let listed = vec(text(), 0..4);
    (
        proptest::option::of(text()),
        proptest::option::of(moment()),
        kinds,
        parts,
        lines,
        vec(text(), 0..3),
        listed,
    )
        .prop_map(move |(title, call, kinds, performers, lines, limits, mut listed)| {
            let id = format!("{}\"{}", 40 + i, ["A", "b", "é"][i % 3]);
            let some = |bits: u8| {
                let of = performers.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0);
                of.map(|(_, part)| part.name.clone()).collect::<Vec<_>>()
            };
            let mut agreed: Vec<PlannedLine> = Vec::new();
            for (who, to, what, say) in lines {
                let (who, to) = (some(who), some(to));
                let id = line_id(&id, &who, &to, &what);
                if agreed.iter().all(|l| l.id != id) {
                    agreed.push(PlannedLine { id, who, to, what, say });
                }
            }
            listed.sort_by_key(|name| name.to_lowercase());
            listed.dedup_by_key(|name| name.to_lowercase());
            let half = listed.len() / 2;
            let person = |(n, name): (usize, String)| ListedPerson { name, moments: n >= half };
            PlannedScene {
                id,
                title: title.unwrap_or_default(),
                call,
                kinds,
                performers,
                lines: agreed,
                limits,
                closed_list: ClosedList {
                    monitors: listed.clone(),
                    people: listed.into_iter().enumerate().map(person).collect(),
                },
            }
        })
}

fn day() -> impl Strategy<Value = DayPlan> {
    let words = proptest::collection::btree_map(
        prop_oneof![Just(TradeWord::Ad), Just(TradeWord::ClosedSet), Just(TradeWord::PictureUp)],
        "[A-Za-z\"\\\\]{1,20}",
        0..3,
    );
    (48u32..=744, words, (1usize..4).prop_flat_map(|n| (0..n).map(scene).collect::<Vec<_>>())).prop_map(
        |(notice_hours, words, scenes)| {
            let performer = |name: &&str| PlannedPerson {
                name: (*name).to_owned(),
                job: Job::Performer,
                minor: false,
                chaperone: None,
            };
            let mut people: Vec<PlannedPerson> = NAMES.iter().map(performer).collect();
            let minor = |name: &str| PlannedPerson {
                name: name.into(),
                job: Job::Performer,
                minor: true,
                chaperone: Some("Robin".into()),
            };
            people.push(minor("Kkit"));
            people.push(PlannedPerson {
                minor: false,
                chaperone: None,
                job: Job::Chaperone,
                ..minor("Robin")
            });
            DayPlan { notice_hours, scenes, people, words }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_plan_that_is_written_reads_back_as_the_same_plan(plan in day(), berlin in any::<bool>()) {
        let zone = if berlin { zone() } else { TimeZone::UTC };
        let text = write(&plan, &zone);
        let back = read(&text, &zone).map_err(|m| TestCaseError::fail(format!("{m:?}\n{text}")))?;
        prop_assert_eq!(&*back.plan, &plan);
    }

    #[test]
    fn whatever_stands_in_a_file_it_is_read_or_its_mistakes_are_told(
        cuts in vec((0usize..4000, 0usize..40, "[\\x00-\\x7f\u{202E}é]{0,8}"), 1..6)
    ) {
        let mut text: Vec<char> = EXAMPLE.chars().collect();
        for (at, len, by) in cuts {
            let at = at.min(text.len());
            let end = (at + len).min(text.len());
            text.splice(at..end, by.chars());
        }
        let text: String = text.into_iter().collect();
        if let Err(found) = read(&text, &zone()) {
            let lines = u32::try_from(text.lines().count()).expect("a short text") + 1;
            prop_assert!(!found.is_empty() && found.iter().all(|m| (1..=lines).contains(&m.line)), "{found:?}");
        }
    }
}
