//! The IC's timeline: what happened, in sentences.

use super::{Sight, saved};
use crate::{
    protocol::{TimelineLine, Tone},
    set::{Entry, Event, Hand, Side},
    words::{Access, Answer, Level, Override, PersonId, Reply, Role, Status, Verdict, Way, Word},
};

const LINES: usize = 60;

impl Sight<'_> {
    pub(super) fn timeline(&self) -> Vec<TimelineLine> {
        self.set
            .timeline()
            .flat_map(|entry| {
                entry.events.iter().rev().filter_map(|event| {
                    let (text, tone) = self.line(entry, event)?;
                    Some(TimelineLine { at: entry.at, text, tone })
                })
            })
            .take(LINES)
            .collect()
    }

    fn name(&self, id: PersonId) -> &str {
        self.set.person(id).map_or("Somebody", |p| &p.name)
    }

    fn by(&self, entry: &Entry) -> &str {
        entry.by.map_or("The hub", |id| self.name(id))
    }

    fn line(&self, entry: &Entry, event: &Event) -> Option<(String, Tone)> {
        use Tone::{Normal, Signal, Trouble};
        let by = self.by(entry);
        Some(match event {
            Event::InviteMade { role, .. } if entry.by.is_some() => {
                (format!("{by} made an invite for {}", article(*role)), Normal)
            }
            Event::Joined { person, role, .. } => match role {
                Role::Ic | Role::Ad | Role::Door => {
                    (format!("{} joined as {}", self.name(*person), article(*role)), Normal)
                }
                Role::Performer | Role::Watcher | Role::Chaperone => {
                    (format!("{} is in the waiting room", self.name(*person)), Normal)
                }
                Role::Crew => return None,
            },
            Event::Admitted { person, .. } => (format!("{by} let {} in", self.name(*person)), Normal),
            Event::Replaced { person, .. } => (format!("{} has another phone", self.name(*person)), Normal),
            Event::TurnedAway { person } => (format!("{by} turned {} away", self.name(*person)), Normal),
            Event::Revoked { person } => (format!("{by} took {}'s phone out", self.name(*person)), Normal),
            Event::OnSet { person, on } => {
                (format!("{} is {} set", self.name(*person), if *on { "on" } else { "off" }), Normal)
            }
            Event::OnFloor { person, on } => {
                (format!("{} is {} the floor", self.name(*person), if *on { "on" } else { "off" }), Normal)
            }
            Event::StatusSet { status, scene, setup, override_, unmet } => {
                let words = override_.map(|o| format!(" · {unmet} not met, {by}: \"{}\"", override_words(o)));
                let place = if setup.is_empty() { scene.clone() } else { format!("{scene} {setup}") };
                (format!("{place}: {}{}", status_words(*status), words.unwrap_or_default()), Normal)
            }
            Event::WaysAsked { .. } => {
                ("Last looks were skipped: ways to signal are asked again".to_owned(), Normal)
            }
            Event::CastSet { scene, people } => {
                (format!("Cast of {scene}: {} performers", people.len()), Normal)
            }
            Event::CastUnset { scene } => (format!("Cast of {scene}: as planned again"), Normal),
            Event::WaySet { person, way, .. } => {
                (format!("{}: {}", self.name(*person), way_words(*way)), Normal)
            }
            Event::AccessSet { access, .. } => (format!("Set {}", access_words(*access)), Normal),
            Event::Attested { side, closed_as_listed, .. } => {
                let what = if *closed_as_listed {
                    "says \"closed as listed\""
                } else {
                    "takes \"closed as listed\" back"
                };
                (format!("{} ({by}) {what}", side_words(*side)), Normal)
            }
            Event::CheckInStarted { .. }
            | Event::CheckInAnswered { .. }
            | Event::CheckInCleared { .. }
            | Event::ChangeAsked { .. }
            | Event::ChangeReplied { .. }
            | Event::ChangePublished { .. } => (self.asked(by, event)?, Normal),
            Event::PlanSet { .. }
            | Event::TalkAsked { .. }
            | Event::Talked { .. }
            | Event::LineSaid { .. }
            | Event::RiderSet { .. } => (self.planned(by, event)?, Normal),
            Event::ClosureBegun { .. }
            | Event::ClosureAnswered { .. }
            | Event::Closed { .. }
            | Event::Ticked { .. }
            | Event::NotYet { .. }
            | Event::DayWrapped { .. } => (self.ended(by, event)?, Normal),
            Event::StoodDown { on: true } => {
                (format!("{by} stood the tool down: agreed word or gesture"), Trouble)
            }
            Event::StoodDown { on: false } => (format!("{by} took the tool up again"), Normal),
            Event::LogSaved { lost } => (saved::line(*lost).to_owned(), Trouble),
            Event::Pressed { owner, hand, level, .. } => (self.pressed(by, *owner, *hand, *level), Signal),
            Event::FoundLate { kept, .. } => {
                (format!("{by}'s press was made {} s before it arrived", kept / 1000), Signal)
            }
            Event::Acknowledged { side, .. } => {
                (format!("{} ({by}) has the signal in hand", side_words(*side)), Signal)
            }
            Event::MeantNothing { .. } => (format!("{by}: \"it meant nothing\""), Signal),
            Event::Ready { .. } => (format!("{by} is ready to go on"), Signal),
            Event::Released { in_person, .. } => {
                let spoken = if *in_person { ", having spoken in person" } else { "" };
                (format!("{by} released the signal{spoken}"), Signal)
            }
            Event::Called { by: Some(_) } => (format!("{by} called HOLD"), Signal),
            Event::Called { by: None } => ("HOLD called by itself: nobody had answered".to_owned(), Signal),
            Event::TestShown { person, ms, .. } => {
                (format!("{} press-tested: {ms} ms", self.name(*person)), Normal)
            }
            Event::LinkLost { person } => (self.link(*person, "can't signal now", "is not in view"), Trouble),
            Event::LinkBack { person } => {
                (self.link(*person, "can signal again", "is in view again"), Normal)
            }
            // Receipts and tokens: the signal's own stage tells them.
            Event::InviteMade { .. }
            | Event::TokenRenewed { .. }
            | Event::Resumed { .. }
            | Event::RecoveryMade { .. }
            | Event::Shown { .. }
            | Event::TestPressed { .. } => return None,
        })
    }

    /// What the IC asked, and what was answered.
    fn asked(&self, by: &str, event: &Event) -> Option<String> {
        Some(match event {
            Event::CheckInStarted { text, .. } => format!("{by} asked: \"{text}\""),
            Event::CheckInAnswered { person, answer, .. } => {
                format!("{} answered {}", self.name(*person), answer_words(*answer))
            }
            Event::CheckInCleared { clear: true } => format!("{by} cleared the check-in"),
            Event::CheckInCleared { clear: false } => format!("{by}: check-in not clear after all"),
            Event::ChangeAsked { scene, text, .. } => {
                format!("{scene}: {by} asked a change: \"{text}\"")
            }
            Event::ChangeReplied { person, reply, .. } => {
                format!("{} replied {}", self.name(*person), reply_words(*reply))
            }
            Event::ChangePublished { state, .. } => {
                let state = match state {
                    Verdict::Agreed => "agreed",
                    Verdict::NotToday => "not today",
                };
                format!("{by} published \"{state}\"")
            }
            _ => return None,
        })
    }

    /// What became of the plan.
    fn planned(&self, by: &str, event: &Event) -> Option<String> {
        Some(match event {
            Event::PlanSet { plan, .. } => format!("{by} set the day's plan: {} scenes", plan.scenes.len()),
            Event::TalkAsked { person, .. } => {
                format!("{} wants to talk about a line of the plan", self.name(*person))
            }
            Event::Talked { person, .. } => {
                format!("{by} has talked with {} about a line", self.name(*person))
            }
            Event::LineSaid { .. } => format!("{by} took a line of the plan back"),
            Event::RiderSet { scene, name, .. } => format!("{scene}: {by} noted {name}'s rider"),
            _ => return None,
        })
    }

    /// Endings, of one person or of the day; and "not yet".
    fn ended(&self, by: &str, event: &Event) -> Option<String> {
        Some(match event {
            Event::ClosureBegun { person } => format!("{by} began the closure for {}", self.name(*person)),
            Event::ClosureAnswered { person, answer, word } => {
                format!("{} ended with {}, {}", self.name(*person), answer_words(*answer), word_words(*word))
            }
            Event::Closed { person, .. } => format!("Closure done for {}", self.name(*person)),
            Event::NotYet { on } => format!("{by} {} \"not yet\"", if *on { "set" } else { "cleared" }),
            Event::DayWrapped { .. } => format!("{by} wrapped the day"),
            _ => return None,
        })
    }

    fn link(&self, person: PersonId, performer: &str, receiver: &str) -> String {
        match self.set.person(person) {
            Some(p) if p.role.receives() => format!("{}'s screen {receiver}", p.name),
            Some(p) => format!("{}'s phone {performer}", p.name),
            None => String::new(),
        }
    }

    fn pressed(&self, by: &str, owner: PersonId, hand: Hand, level: Level) -> String {
        let level = match level {
            Level::Hold => "HOLD",
            Level::Pause => "PAUSE",
        };
        match hand {
            Hand::Own => format!("{} pressed {level}", self.name(owner)),
            Hand::Watcher | Hand::Ic => format!("{by} raised {level} for {}", self.name(owner)),
            Hand::Technical(_) => format!("{by} raised a technical {level}"),
        }
    }
}

fn article(role: Role) -> &'static str {
    match role {
        Role::Ic => "an IC",
        Role::Ad => "a 1st AD",
        Role::Performer => "a performer",
        Role::Watcher => "a watcher",
        Role::Chaperone => "a chaperone",
        Role::Crew => "crew",
        Role::Door => "a door display",
    }
}

fn side_words(side: Side) -> &'static str {
    match side {
        Side::Ic => "IC",
        Side::Ad => "1st AD",
    }
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::Blocking => "blocking",
        Status::Rehearsal => "rehearsal",
        Status::LastLooks => "last looks",
        Status::PictureUp => "picture up",
        Status::Rolling => "rolling",
        Status::Cut => "cut",
        Status::Reset => "reset",
        Status::Closure => "closure",
        Status::Wrapped => "wrapped",
    }
}

fn access_words(access: Access) -> &'static str {
    match access {
        Access::Open => "open",
        Access::Closing => "closing",
        Access::Closed => "closed",
        Access::Reopening => "reopening",
    }
}

fn way_words(way: Way) -> &'static str {
    match way {
        Way::InHand => "phone in hand",
        Way::InReach => "phone in reach",
        Way::Remote => "remote",
        Way::Watcher => "watcher",
        Way::Word => "word or gesture",
    }
}

fn answer_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Green => "green",
        Answer::Amber => "amber",
        Answer::Red => "red",
    }
}

fn word_words(word: Word) -> &'static str {
    match word {
        Word::InSight => "would like a word in sight of someone",
        Word::WithSomeone => "would like a word with someone of their choice",
        Word::NoThanks => "no word wanted",
    }
}

fn reply_words(reply: Reply) -> &'static str {
    match reply {
        Reply::Yes => "yes",
        Reply::No => "no",
        Reply::Talk => "\"talk to me\"",
    }
}

fn override_words(word: Override) -> &'static str {
    match word {
        Override::IcPresent => "the IC is present",
        Override::AdResponsible => "the 1st AD takes responsibility",
        Override::CheckedInPerson => "checked in person",
        Override::NotNeededHere => "not needed here",
    }
}
