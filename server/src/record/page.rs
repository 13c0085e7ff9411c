//! The report as one page: no script, nothing from elsewhere, readable on paper and in black and white.

use super::{
    drawing,
    report::Edition,
    story::{Answered, ChangeStep, CheckInStory, SignalStory, Span, Stage, Step, Story},
};
use crate::{
    set::{Hand, Side},
    words::{Override, Reader, Role, Say, UnixMs, Word},
};
use serde::Serialize;
use std::fmt::Write;

const STYLE: &str = "\
:root{color-scheme:light}body{font:15px/1.45 system-ui,sans-serif;color:#111;background:#fff;margin:2rem auto;max-width:62rem;padding:0 1rem}\
h1{font-size:1.7rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .4rem;border-bottom:1px solid #111}h3{font-size:1rem;margin:1.1rem 0 .2rem}\
.about{border:2px solid #111;padding:.6rem 1rem;margin:1rem 0}.about p{margin:.3rem 0}.quiet{color:#444}\
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}th,td{text-align:start;padding:.18rem .7rem .18rem 0;border-bottom:1px solid #bbb;vertical-align:top}\
th{font-weight:600}td:first-child{white-space:nowrap}svg{width:100%;height:auto;display:block;margin:.5rem 0}\
section,.signal{break-inside:avoid-page}.mark{font-weight:700;border:1.5px solid #111;padding:0 .35em;border-radius:.2em;white-space:nowrap}\
@page{size:A4;margin:14mm}@media print{body{font-size:10.5pt;margin:0;max-width:none;padding:0}}";

/// The page.
pub(super) fn html(edition: &Edition) -> String {
    let story = edition.story;
    let whom = match edition.reader {
        Reader::Ic => "for the intimacy coordinator",
        Reader::Production => "for production",
    };
    let date = edition.clock.date(story.from);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>Quiet Hold, {date}, {whom}</title><style>{STYLE}</style></head><body>\n\
         <h1>{}, {date}</h1><p class=\"quiet\">The day's report {whom}, {} to {}, by the clock of the hub's laptop.</p>\n<div class=\"about\">",
        text(&story.hub),
        edition.clock.minute(story.from),
        edition.clock.minute(story.to),
    );
    for line in edition.about() {
        let _ = write!(page, "<p>{}</p>", text(&line));
    }
    page.push_str("</div>\n<section><h2>The day</h2>\n");
    page.push_str(&drawing::svg(edition));
    page.push_str("</section>\n");
    for section in [
        people(edition),
        signals(edition),
        takes(edition),
        statuses(edition),
        access(edition),
        check_ins(edition),
        changes(edition),
        plan(edition),
        closures(edition),
        supervision(edition),
    ] {
        page.push_str(&section);
    }
    page.push_str("</body></html>\n");
    page
}

/// Text for a page.
pub(super) fn text(raw: &str) -> String {
    raw.chars().fold(String::with_capacity(raw.len()), |mut safe, c| {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
        safe
    })
}

/// The word of a value, as the wire has it: `picture_up` is "picture up".
pub(super) fn word(value: &impl Serialize) -> String {
    let word = serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned));
    word.unwrap_or_default().replace('_', " ")
}

fn section(title: &str, body: &str) -> String {
    if body.is_empty() { String::new() } else { format!("<section><h2>{title}</h2>\n{body}</section>\n") }
}

/// A table, or nothing where there are no rows.
fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let rows: String = rows
        .into_iter()
        .map(|row| format!("<tr>{}</tr>\n", row.iter().map(|c| format!("<td>{c}</td>")).collect::<String>()))
        .collect();
    if rows.is_empty() {
        return rows;
    }
    let head: String = head.iter().map(|cell| format!("<th scope=\"col\">{cell}</th>")).collect();
    format!("<table><thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>\n")
}

fn who(who: Option<&String>) -> String {
    who.map_or_else(|| "not kept".to_owned(), |name| text(name))
}

fn place(scene: &str, setup: &str) -> String {
    text(format!("{scene} {setup}").trim())
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Ic => "IC",
        Side::Ad => "1st AD",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Ic => "IC",
        Role::Ad => "1st AD",
        Role::Performer => "performer",
        Role::Watcher => "watcher",
        Role::Chaperone => "chaperone",
        Role::Crew => "crew",
        Role::Door => "door",
    }
}

impl Edition<'_> {
    fn until(&self, span: Span) -> String {
        span.to.map_or_else(|| "the end of this report".to_owned(), |to| self.clock.second(to))
    }

    fn time(&self, at: UnixMs) -> String {
        self.clock.second(at)
    }
}

fn people(edition: &Edition) -> String {
    let people = &edition.story.people;
    let count = |wanted: Role| people.iter().filter(|p| p.role == wanted).count();
    let counts: Vec<String> = [Role::Ic, Role::Ad, Role::Performer, Role::Watcher, Role::Chaperone]
        .into_iter()
        .filter(|r| count(*r) > 0)
        .map(|r| format!("{}: {}", role(r), count(r)))
        .collect();
    if counts.is_empty() {
        return String::new();
    }
    let named = people.iter().filter(|p| p.who.is_some());
    let table = table(
        &["Who", "As", "Title"],
        named.map(|p| vec![who(p.who.as_ref()), role(p.role).to_owned(), text(&p.title)]),
    );
    section("Who was there", &format!("<p>{}</p>\n{table}", counts.join(" · ")))
}

fn signals(edition: &Edition) -> String {
    let all: String = (1..).zip(&edition.story.signals).map(|(n, s)| signal(edition, n, s)).collect();
    match edition.reader {
        Reader::Ic if all.is_empty() => section("Signals", "<p>None.</p>"),
        Reader::Production if all.is_empty() => String::new(),
        Reader::Ic => section("Signals", &all),
        Reader::Production => section("Signals that the intimacy coordinator chose to show", &all),
    }
}

fn signal(edition: &Edition, number: usize, signal: &SignalStory) -> String {
    let level = word(&signal.level).to_uppercase();
    let technical = if signal.technical { "technical " } else { "" };
    let place =
        signal.scene.as_ref().map_or_else(|| "no scene open".to_owned(), |s| format!("scene {}", text(s)));
    let whose = match (edition.reader, signal.technical) {
        (Reader::Ic, false) => format!(" · {}", who(signal.who.as_ref())),
        (Reader::Ic, true) => {
            signal.who.as_ref().map_or_else(String::new, |name| format!(" · by {}", text(name)))
        }
        _ => String::new(),
    };
    let ticked = if edition.reader == Reader::Ic {
        if signal.ticked { " · in production's report" } else { " · not in production's report" }
    } else {
        ""
    };
    let raised = signal.span.from;
    let since = |at: UnixMs| {
        let ms = at.saturating_sub(raised);
        if ms == 0 { String::new() } else { format!("+{}.{} s", ms / 1000, ms % 1000 / 100) }
    };
    let rows = signal.steps.iter().map(|s| vec![edition.time(s.at), since(s.at), step(s)]);
    let end = if signal.span.to.is_none() { "<p>Still open at the end of this report.</p>" } else { "" };
    format!(
        "<div class=\"signal\"><h3>{number}. <span class=\"mark\">{technical}{level}</span> {} · {place}{whose}{ticked}</h3>\n{}{end}</div>\n",
        edition.time(raised),
        table(&["At", "After", "What"], rows),
    )
}

fn step(step: &Step) -> String {
    match step.what {
        Stage::Pressed { level, hand, kept } => {
            let late = if kept > crate::set::LATE {
                format!(", made {} s before it arrived", kept / 1000)
            } else {
                String::new()
            };
            let by = match hand {
                Some(Hand::Watcher) => " by their watcher",
                Some(Hand::Ic) => " by the IC for them",
                _ => "",
            };
            format!("raised: pressed {}{by}{late}", word(&level))
        }
        Stage::Shown { side: Side::Ad, stood_in: true } => {
            "displayed: on a 1st AD's screen, no IC being reachable".to_owned()
        }
        Stage::Shown { side: of, .. } => format!("displayed: on a screen of the {}'s", side(of)),
        Stage::Acknowledged { side: of } => format!("acknowledged: the {} has it in hand", side(of)),
        Stage::MeantNothing => "the performer: it meant nothing".to_owned(),
        Stage::Ready => "the performer: ready to go on".to_owned(),
        Stage::Called { by: Some(of) } => format!("called by the {}: HOLD on every screen inside", side(of)),
        Stage::Called { by: None } => "called by itself: HOLD on every screen inside".to_owned(),
        Stage::Released { in_person: true } => "released by the IC, having spoken in person".to_owned(),
        Stage::Released { in_person: false } => "released by the IC".to_owned(),
    }
}

fn takes(edition: &Edition) -> String {
    let rows = edition.story.takes.iter().map(|take| {
        vec![
            edition.time(take.span.from),
            edition.until(take.span),
            place(&take.scene, &take.setup),
            take.take.to_string(),
        ]
    });
    section("Takes", &table(&["Rolling", "Until", "Scene", "Take"], rows))
}

fn statuses(edition: &Edition) -> String {
    let rows = edition.story.statuses.iter().map(|step| {
        let words = step.override_.map(|o| {
            let said = match o {
                Override::IcPresent => "the IC is present",
                Override::AdResponsible => "the 1st AD takes it on",
                Override::CheckedInPerson => "checked in person",
                Override::NotNeededHere => "not needed here",
            };
            format!("with {} not met: \u{201C}{said}\u{201D}", step.unmet)
        });
        vec![
            edition.time(step.at),
            place(&step.scene, &step.setup),
            word(&step.status),
            words.unwrap_or_default(),
        ]
    });
    section("Scene status", &table(&["At", "Scene", "Status", "Overridden"], rows))
}

fn access(edition: &Edition) -> String {
    let rows = edition.story.access.iter().map(|span| {
        vec![edition.time(span.span.from), edition.until(span.span), word(&span.access), text(&span.notice)]
    });
    let access = table(&["From", "Until", "Set access", "Notice"], rows);
    let rows = edition.story.attested.iter().map(|a| {
        let what = if a.closed_as_listed { "closed as listed" } else { "taken back" };
        vec![edition.time(a.at), text(&a.scene), side(a.side).to_owned(), what.to_owned()]
    });
    section("Set access", &(access + &table(&["At", "Scene", "By the", "Attested"], rows)))
}

/// "3 green, 1 amber, 2 without an answer"
fn counted<A: Serialize>(answers: &[Answered<A>], asked: usize) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for answer in answers {
        let said = word(&answer.answer);
        match counts.iter_mut().find(|(known, _)| *known == said) {
            Some((_, count)) => *count += 1,
            None => counts.push((said, 1)),
        }
    }
    let mut said: Vec<String> = counts.into_iter().map(|(said, count)| format!("{count} {said}")).collect();
    if let Some(silent @ 1..) = asked.checked_sub(answers.len()) {
        said.push(format!("{silent} without an answer"));
    }
    said.join(", ")
}

fn by_name<A: Serialize>(edition: &Edition, answers: &[Answered<A>]) -> String {
    let named = answers.iter().filter_map(|a| {
        let name = a.who.as_ref()?;
        let at = a.at.map_or_else(String::new, |at| format!(" {}", edition.time(at)));
        let said = |answer: &A| word(answer);
        let before = a.before.iter().map(|b| format!("{} {}, ", said(&b.answer), edition.time(b.at)));
        let back = if a.before.is_empty() { "" } else { "then " };
        Some(format!("{}: {}{back}{}{at}", text(name), before.collect::<String>(), said(&a.answer)))
    });
    named.collect::<Vec<_>>().join("<br>")
}

fn check_ins(edition: &Edition) -> String {
    let cleared = |c: &CheckInStory| {
        let step = |cleared: bool| if cleared { "cleared" } else { "opened again" };
        let steps = c.steps.iter().map(|s| format!("{} {}", edition.time(s.at), step(s.cleared)));
        let steps: Vec<String> = steps.collect();
        if steps.is_empty() { "not cleared".to_owned() } else { steps.join("<br>") }
    };
    let all = edition.story.check_ins.iter();
    let body = match edition.reader {
        Reader::Ic => table(
            &["At", "Question", "Answers", "By name", "Cleared"],
            all.map(|c| {
                vec![
                    edition.time(c.at),
                    if c.asked == 0 { "nobody was asked here".to_owned() } else { text(&c.text) },
                    counted(&c.answers, c.asked),
                    by_name(edition, &c.answers),
                    cleared(c),
                ]
            }),
        ),
        Reader::Production => table(
            &["At", "Asked", "Cleared"],
            all.map(|c| vec![edition.time(c.at), c.asked.to_string(), cleared(c)]),
        ),
    };
    section("Check-ins", &body)
}

fn changes(edition: &Edition) -> String {
    let state = |step: &ChangeStep| {
        let amendment = if step.amendment { ", with the written amendment" } else { "" };
        format!("{} {}{amendment}", edition.time(step.at), word(&step.state))
    };
    let rows = edition.story.changes.iter().map(|change| {
        let sensitive = if change.sensitive { " (nudity or simulated sex)" } else { "" };
        let mut row = vec![
            edition.time(change.at),
            text(&change.scene),
            format!("{}{sensitive}", text(&change.text)),
            change.asked.to_string(),
            change.states.iter().map(state).collect::<Vec<_>>().join("<br>"),
        ];
        if edition.reader == Reader::Ic {
            row.push(counted(&change.replies, change.asked));
            row.push(by_name(edition, &change.replies));
        }
        row
    });
    let head = ["At", "Scene", "Change", "Asked", "Published", "Replies", "By name"];
    let head = if edition.reader == Reader::Ic { &head[..] } else { &head[..5] };
    section("Changes on the day", &table(head, rows))
}

fn plan(edition: &Edition) -> String {
    let story = edition.story;
    let mut body = String::new();
    if let Some(latest) = story.plans.last() {
        let _ = write!(
            body,
            "<p>The plan was set {}{}. What is not listed is not agreed.</p>",
            if story.plans.len() == 1 {
                "once, at ".to_owned()
            } else {
                format!("{} times, last at ", story.plans.len())
            },
            edition.time(latest.at)
        );
        let rows = latest.scenes.iter().map(|s| {
            let counts = [s.lines.yes, s.lines.ask, s.lines.not_here].map(|count| count.to_string());
            [vec![text(&s.id), text(&s.title)], counts.to_vec()].concat()
        });
        body += &table(&["Scene", "Title", "Lines: yes", "Ask in the moment", "Not in this scene"], rows);
    }
    let rows = story.lines_back.iter().map(|line| {
        let whom: Vec<String> = line.who.iter().chain(&line.to).map(|name| text(name)).collect();
        let say = match line.say {
            Say::NotHere => "not in this scene",
            Say::Ask => "ask in the moment",
            Say::Yes => "yes",
        };
        vec![edition.time(line.at), text(&line.scene), text(&line.what), whom.join(", "), say.to_owned()]
    });
    body += &table(&["At", "Scene", "Line taken back", "Who", "From then on"], rows);
    let rows = story.talks.iter().map(|talk| {
        let talked = talk.talked_at.map_or_else(|| "not yet".to_owned(), |at| edition.time(at));
        vec![edition.time(talk.at), text(&talk.scene), text(&talk.what), who(talk.who.as_ref()), talked]
    });
    body += &table(&["At", "Scene", "Talk to me about", "Who", "Talked"], rows);
    body += &riders(edition, story);
    section("The plan", &body)
}

fn riders(edition: &Edition, story: &Story) -> String {
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let rows = story.riders.iter().map(|rider| {
        let planned = if rider.planned { ", in the plan" } else { "" };
        let mut row = vec![edition.time(rider.at) + planned, text(&rider.scene)];
        if edition.reader == Reader::Ic {
            let received =
                rider.received.map(|at| format!("{} {}", edition.clock.date(at), edition.clock.minute(at)));
            row.push(who(rider.who.as_ref()));
            row.push(received.unwrap_or_else(|| "no".to_owned()));
        }
        row.extend([yes(rider.confirmed), yes(rider.late_hire)]);
        row
    });
    let head: &[&str] = match edition.reader {
        Reader::Ic => &["At", "Scene", "Rider of", "Received", "Confirmed", "Late hire"],
        Reader::Production => &["At", "A rider for scene", "Confirmed", "Late hire"],
    };
    table(head, rows)
}

fn closures(edition: &Edition) -> String {
    let done = |at: Option<UnixMs>| at.map_or_else(|| "not done".to_owned(), |at| edition.time(at));
    let all = edition.story.closures.iter();
    let body = match edition.reader {
        Reader::Ic => table(
            &["Begun", "Who", "Answer", "A word", "Done"],
            all.map(|closure| {
                let offered = closure.word.map(|w| match w {
                    Word::InSight => "wanted, in sight of someone",
                    Word::WithSomeone => "wanted, with a person of their choice",
                    Word::NoThanks => "no word wanted",
                });
                let spoken = if closure.in_person { ", having spoken in person" } else { "" };
                vec![
                    edition.time(closure.at),
                    who(closure.who.as_ref()),
                    closure.answer.map_or_else(|| "no answer".to_owned(), |a| word(&a)),
                    offered.unwrap_or_default().to_owned(),
                    done(closure.closed_at) + spoken,
                ]
            }),
        ),
        Reader::Production => {
            let count = all.clone().count();
            let finished = all.filter(|c| c.closed_at.is_some()).count();
            if count == 0 { String::new() } else { format!("<p>{finished} of {count} done.</p>") }
        }
    };
    section("Closure", &body)
}

fn supervision(edition: &Edition) -> String {
    let story = edition.story;
    let spans = |title: &str, spans: &[Span]| {
        let rows = spans.iter().map(|span| vec![edition.time(span.from), edition.until(*span)]);
        table(&[title, "Until"], rows)
    };
    let rows = story.log_saved.iter().map(|saved| {
        let lost = saved.lost.map_or_else(
            || "all of it was saved".to_owned(),
            |lost| match lost.after {
                0 => "its beginning is lost, and what stands here is what was saved".to_owned(),
                after => format!("part of what came after {} is lost", edition.time(after)),
            },
        );
        vec![edition.time(saved.at), lost]
    });
    let mut body = table(&["The log was damaged; told", "What was saved"], rows);
    body += &spans("Stood down from", &story.stood_down);
    body += &spans("\u{201C}Not yet\u{201D} from", &story.not_yet);
    let rows = story.press_tests.iter();
    body += &table(
        &["Press-test", "Who", "Finger to screen"],
        rows.map(|t| vec![edition.time(t.at), who(t.who.as_ref()), format!("{} ms", t.ms)]),
    );
    let rows = story.links.iter().map(|link| {
        let whose = link.who.as_ref().map_or_else(|| format!("a {}", role(link.role)), |name| text(name));
        vec![edition.time(link.span.from), edition.until(link.span), whose]
    });
    body += &table(&["No link from", "Until", "Whose"], rows);
    section("Links, press-tests, standing down", &body)
}
