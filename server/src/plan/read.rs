//! Reading a plan. What can be read is read to the end, so that every mistake is told in one go.

use super::{
    Draft, MAX_SIZE, Mistake, Places, ScenePlaces,
    check::{self, ReadPerson},
    line_id,
    mistakes::Mistakes,
    section::{At, Section},
    words::PlanWord,
};
use crate::{
    set::{MAX_NAME, same_name},
    words::{
        ClosedList, DayPlan, Job, Kind, ListedPerson, PlannedLine, PlannedPart, PlannedScene, SceneId,
        TradeWord,
    },
};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use toml::de::DeTable;

/// As on the slate.
const MOST_NUMBER: usize = 12;
/// A sentence is read at arm's length on a phone.
const MOST_TEXT: usize = 160;
/// A trade word stands on a button.
const MOST_WORD: usize = 24;
/// Practice: received at least 48 hours before call. It can be lengthened, to a month.
const NOTICE_HOURS: (u32, u32) = (48, 744);
/// More than a long day has, so that a whole plan stays small enough to be sent with every view.
const MOST_SCENES: usize = 60;
const MOST_PEOPLE: usize = 120;
const MOST_IN_A_SCENE: usize = 60;

/// Reads a plan; local times are meant in `zone`.
///
/// # Errors
/// Every mistake, by line.
pub fn read(text: &str, zone: &TimeZone) -> Result<Draft, Vec<Mistake>> {
    let mut mistakes = Mistakes::of(text);
    if text.len() > MAX_SIZE {
        mistakes.add(1, "This is too long for a day plan: at most 256 KiB.");
        return Err(mistakes.sorted());
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        mistakes.at(&span, format!("This can't be read as it is written: {}.", error.message()));
    }
    let mut reader = Reader { zone, mistakes, people: Vec::new(), scenes: Vec::new() };
    let (plan, places) = reader.day(document.get_ref());
    if reader.mistakes.has_some() {
        return Err(reader.mistakes.sorted());
    }
    Ok(Draft::new(plan, places))
}

struct Reader<'z> {
    zone: &'z TimeZone,
    mistakes: Mistakes,
    people: Vec<ReadPerson>,
    /// The numbers of the scenes so far, and their lines.
    scenes: Vec<At<SceneId>>,
}

impl Reader<'_> {
    fn day(&mut self, table: &DeTable<'_>) -> (DayPlan, Places) {
        let known = ["notice_hours", "words", "people", "scenes"];
        let root = Section::new(table, &(0..0), &known, &mut self.mistakes);
        let notice_hours = self.notice_hours(&root);
        let words = self.words(&root);
        self.read_people(&root);
        check::people(&self.people, &mut self.mistakes);
        let known = ["number", "title", "call", "kinds", "limits", "performers", "lines", "closed_set"];
        let sections = root.sections("scenes", &known, &mut self.mistakes);
        // A text that can't be read has its scenes somewhere behind the mistake.
        if sections.is_empty() && !root.has("scenes") && !self.mistakes.has_some() {
            self.mistakes.add(1, "There is no scene in this plan. Each begins with [[scenes]].");
        }
        self.at_most(MOST_SCENES, sections.iter().map(|s| s.line), "scenes");
        let mut places = Places {
            scenes: sections.first().map_or(1, |s| s.line),
            people: self.people.first().map_or(1, |p| p.line),
            each_scene: Vec::new(),
            each_person: self.people.iter().map(|p| p.name.line).collect(),
        };
        let mut scenes = Vec::new();
        for section in &sections {
            let (scene, at) = self.scene(section);
            scenes.push(scene);
            places.each_scene.push(at);
        }
        let people = self.people.iter().map(ReadPerson::planned).collect();
        (DayPlan { notice_hours, scenes, people, words }, places)
    }

    fn notice_hours(&mut self, root: &Section) -> u32 {
        let (least, most) = NOTICE_HOURS;
        let Some(hours) = root.number("notice_hours", &mut self.mistakes) else { return least };
        if hours.value < least {
            self.mistakes
                .add(hours.line, "The notice is at least 48 hours: it can be lengthened, not shortened.");
        } else if hours.value > most {
            self.mistakes.add(hours.line, format!("The notice is at most {most} hours."));
        }
        hours.value
    }

    fn words(&mut self, root: &Section) -> BTreeMap<TradeWord, String> {
        let known: Vec<&str> = TradeWord::ALL.iter().map(|(word, _)| *word).collect();
        let Some(section) = root.section("words", &known, &mut self.mistakes) else { return BTreeMap::new() };
        let mut words = BTreeMap::new();
        for (key, word) in TradeWord::ALL {
            if let Some(text) = section.text(key, MOST_WORD, &mut self.mistakes) {
                check::trade_word(&text, &mut self.mistakes);
                words.insert(*word, text.value);
            }
        }
        words
    }

    fn read_people(&mut self, root: &Section) {
        let known = ["name", "job", "minor", "chaperone"];
        let sections = root.sections("people", &known, &mut self.mistakes);
        self.at_most(MOST_PEOPLE, sections.iter().map(|s| s.line), "people");
        for section in sections {
            let name = section.must_text("name", MAX_NAME, &mut self.mistakes);
            let person = ReadPerson {
                line: section.line,
                job: section.word::<Job>("job", &mut self.mistakes).map(|job| job.value),
                minor: section.flag("minor", &mut self.mistakes).unwrap_or_else(|| section.has("chaperone")),
                chaperone: section.text("chaperone", MAX_NAME, &mut self.mistakes),
                name: match name {
                    Some(name) => name,
                    None => continue,
                },
            };
            self.people.push(person);
        }
    }

    fn scene(&mut self, section: &Section) -> (PlannedScene, ScenePlaces) {
        let id = self.number(section);
        let title = section.text("title", MOST_TEXT, &mut self.mistakes);
        if let Some(title) = &title {
            check::title(title, &self.people, &mut self.mistakes);
        }
        let call = section.time("call", self.zone, &mut self.mistakes);
        let kinds = self.kinds(section);
        let limits = section.texts("limits", MOST_TEXT, &mut self.mistakes);
        self.at_most(MOST_IN_A_SCENE, limits.iter().map(|l| l.line), "limits");
        let (performers, parts) = self.performers(section, &kinds);
        let (lines, line_places) = self.lines(section, &id, &performers);
        let closed_list = self.closed_set(section);
        let places = ScenePlaces {
            kinds: section.line_of("kinds", &self.mistakes),
            limits: section.line_of("limits", &self.mistakes),
            parts,
            lines: line_places,
        };
        let scene = PlannedScene {
            id,
            title: title.map(|t| t.value).unwrap_or_default(),
            call,
            kinds,
            performers,
            lines,
            limits: limits.into_iter().map(|l| l.value).collect(),
            closed_list,
        };
        (scene, places)
    }

    fn number(&mut self, section: &Section) -> SceneId {
        let Some(number) = section.must_text("number", MOST_NUMBER, &mut self.mistakes) else {
            return SceneId::new();
        };
        if let Some(earlier) = self.scenes.iter().find(|s| same_name(&s.value, &number.value)) {
            let sentence = format!("This scene stands here twice, first on line {}.", earlier.line);
            self.mistakes.add(number.line, sentence);
        }
        self.scenes.push(number.clone());
        number.value
    }

    fn kinds(&mut self, section: &Section) -> Vec<Kind> {
        let read = section.words::<Kind>("kinds", &mut self.mistakes);
        if !section.has("kinds") || section.is_empty_list("kinds") {
            let sentence = format!("Say what kind of scene it is: kinds = [\"…\"], each {}.", Kind::choice());
            self.mistakes.add(section.line_of("kinds", &self.mistakes), sentence);
        }
        let mut kinds = Vec::new();
        for kind in read {
            if kinds.contains(&kind.value) {
                self.mistakes.add(kind.line, "This kind stands here twice.");
            }
            kinds.push(kind.value);
        }
        kinds
    }

    fn performers(&mut self, scene: &Section, kinds: &[Kind]) -> (Vec<PlannedPart>, Vec<u32>) {
        let known = ["name", "rider_received", "rider_confirmed", "late_hire"];
        let sections = scene.sections("performers", &known, &mut self.mistakes);
        if sections.is_empty() && !scene.has("performers") {
            self.mistakes
                .add(scene.line, "Nobody plays in this scene. Each begins with [[scenes.performers]].");
        }
        self.at_most(MOST_IN_A_SCENE, sections.iter().map(|s| s.line), "performers");
        let mut parts: Vec<At<PlannedPart>> = Vec::new();
        for section in sections {
            let Some(name) = section.must_text("name", MAX_NAME, &mut self.mistakes) else { continue };
            check::part(&name, kinds, &self.people, &mut self.mistakes);
            if let Some(earlier) = parts.iter().find(|p| same_name(&p.value.name, &name.value)) {
                let sentence = format!("This performer stands here twice, first on line {}.", earlier.line);
                self.mistakes.add(name.line, sentence);
            }
            let received = section.time("rider_received", self.zone, &mut self.mistakes);
            let confirmed = section.flag("rider_confirmed", &mut self.mistakes).unwrap_or_default();
            if confirmed && !section.has("rider_received") {
                let line = section.line_of("rider_confirmed", &self.mistakes);
                self.mistakes.add(line, "A rider is confirmed once it is here: write rider_received, too.");
            }
            let late_hire = section.flag("late_hire", &mut self.mistakes).unwrap_or_default();
            let spelt = self.people.iter().find(|p| same_name(&p.name.value, &name.value));
            let name_there = spelt.map_or(name.value, |p| p.name.value.clone());
            let part = PlannedPart { name: name_there, received, confirmed, late_hire };
            parts.push(At { line: name.line, value: part });
        }
        parts.into_iter().map(|part| (part.value, part.line)).unzip()
    }

    fn lines(
        &mut self,
        scene: &Section,
        number: &SceneId,
        parts: &[PlannedPart],
    ) -> (Vec<PlannedLine>, Vec<u32>) {
        let sections = scene.sections("lines", &["who", "to", "what", "say"], &mut self.mistakes);
        self.at_most(MOST_IN_A_SCENE, sections.iter().map(|s| s.line), "lines");
        let mut lines: Vec<At<PlannedLine>> = Vec::new();
        for section in sections {
            let who = self.names(&section, "who", parts);
            let to = self.names(&section, "to", parts);
            let what = section.must_text("what", MOST_TEXT, &mut self.mistakes);
            let say = section.word("say", &mut self.mistakes);
            let (Some(what), Some(say)) = (what, say) else { continue };
            let id = line_id(number, &who, &to, &what.value);
            if let Some(earlier) = lines.iter().find(|l| l.value.id == id) {
                let sentence = format!("This line stands here twice, first on line {}.", earlier.line);
                self.mistakes.add(what.line, sentence);
            }
            let line = PlannedLine { id, who, to, what: what.value, say: say.value };
            lines.push(At { line: what.line, value: line });
        }
        lines.into_iter().map(|line| (line.value, line.line)).unzip()
    }

    /// Names of the scene's performers, as the list of people spells them.
    fn names(&mut self, section: &Section, key: &str, parts: &[PlannedPart]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (i, name) in section.texts(key, MAX_NAME, &mut self.mistakes).into_iter().enumerate() {
            match parts.iter().find(|p| same_name(&p.name, &name.value)) {
                Some(part) if !names.contains(&part.name) => names.push(part.name.clone()),
                Some(_) => {}
                None => self.mistakes.add(
                    name.line,
                    format!("Name {} of \"{key}\" has no part in this scene. Write it as in [[scenes.performers]].", i + 1),
                ),
            }
        }
        names
    }

    fn closed_set(&mut self, scene: &Section) -> ClosedList {
        let known = ["people", "moments", "monitors"];
        let Some(section) = scene.section("closed_set", &known, &mut self.mistakes) else {
            return ClosedList::default();
        };
        let mut people: Vec<ListedPerson> = Vec::new();
        for (key, moments) in [("people", false), ("moments", true)] {
            let listed = section.texts(key, MAX_NAME, &mut self.mistakes);
            self.at_most(MOST_IN_A_SCENE, listed.iter().map(|l| l.line), key);
            for name in listed {
                check::listed(&name, &people, &self.people, &mut self.mistakes);
                people.push(ListedPerson { name: name.value, moments });
            }
        }
        let mut monitors: Vec<String> = Vec::new();
        let listed = section.texts("monitors", MAX_NAME, &mut self.mistakes);
        self.at_most(MOST_IN_A_SCENE, listed.iter().map(|l| l.line), "monitors");
        for monitor in listed {
            if monitors.iter().any(|m| same_name(m, &monitor.value)) {
                self.mistakes.add(monitor.line, "This monitor stands here twice.");
            }
            monitors.push(monitor.value);
        }
        ClosedList { people, monitors }
    }

    fn at_most(&mut self, most: usize, mut lines: impl Iterator<Item = u32>, what: &str) {
        if let Some(line) = lines.nth(most) {
            self.mistakes.add(line, format!("There are more than {most} {what} here."));
        }
    }
}
