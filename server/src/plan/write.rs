//! Writing a plan as a file that reads back as the same plan.

use super::{time, words::PlanWord};
use crate::words::{DayPlan, PlannedLine, PlannedPart, PlannedPerson, PlannedScene};
use jiff::tz::TimeZone;
use std::fmt::Write;

const HEAD: &str = "# The day's plan. What is not listed is not agreed.\n";

/// The plan's text; times are local in `zone`.
pub fn write(plan: &DayPlan, zone: &TimeZone) -> String {
    let mut file = File { text: HEAD.to_owned(), zone };
    file.line("notice_hours", &plan.notice_hours.to_string());
    if !plan.words.is_empty() {
        file.head("[words]");
        for (word, text) in &plan.words {
            file.line(word.write(), &quoted(text));
        }
    }
    plan.people.iter().for_each(|person| file.person(person));
    plan.scenes.iter().for_each(|scene| file.scene(scene));
    file.text
}

struct File<'z> {
    text: String,
    zone: &'z TimeZone,
}

impl File<'_> {
    fn head(&mut self, head: &str) {
        let _ = writeln!(self.text, "\n{head}");
    }

    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn list(&mut self, key: &str, texts: &[impl AsRef<str>]) {
        if !texts.is_empty() {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
            self.line(key, &format!("[{}]", texts.join(", ")));
        }
    }

    fn flag(&mut self, key: &str, on: bool) {
        if on {
            self.line(key, "true");
        }
    }

    fn time(&mut self, key: &str, at: Option<u64>) {
        if let Some(at) = at {
            self.line(key, &time::write(at, self.zone));
        }
    }

    fn person(&mut self, person: &PlannedPerson) {
        self.head("[[people]]");
        self.line("name", &quoted(&person.name));
        self.line("job", &quoted(person.job.write()));
        self.flag("minor", person.minor);
        if let Some(chaperone) = &person.chaperone {
            self.line("chaperone", &quoted(chaperone));
        }
    }

    fn scene(&mut self, scene: &PlannedScene) {
        self.head("[[scenes]]");
        self.line("number", &quoted(&scene.id));
        if !scene.title.is_empty() {
            self.line("title", &quoted(&scene.title));
        }
        self.time("call", scene.call);
        let kinds: Vec<&str> = scene.kinds.iter().map(|kind| kind.write()).collect();
        self.list("kinds", &kinds);
        self.list("limits", &scene.limits);
        let listed = &scene.closed_list;
        if !listed.people.is_empty() || !listed.monitors.is_empty() {
            self.head("[scenes.closed_set]");
            for (key, moments) in [("people", false), ("moments", true)] {
                let of = listed.people.iter().filter(|p| p.moments == moments);
                self.list(key, &of.map(|p| &p.name).collect::<Vec<_>>());
            }
            self.list("monitors", &listed.monitors);
        }
        scene.performers.iter().for_each(|part| self.part(part));
        scene.lines.iter().for_each(|line| self.agreed(line));
    }

    fn part(&mut self, part: &PlannedPart) {
        self.head("[[scenes.performers]]");
        self.line("name", &quoted(&part.name));
        self.time("rider_received", part.received);
        self.flag("rider_confirmed", part.confirmed);
        self.flag("late_hire", part.late_hire);
    }

    fn agreed(&mut self, line: &PlannedLine) {
        self.head("[[scenes.lines]]");
        self.list("who", &line.who);
        self.list("to", &line.to);
        self.line("what", &quoted(&line.what));
        self.line("say", &quoted(line.say.write()));
    }
}

/// A plan's texts have no control characters: two escapes are enough.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
