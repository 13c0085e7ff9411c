//! Cover: decoys on the air, so that whoever watches lengths and times can't tell a press from none.
//!
//! A decoy means nothing. It reaches no rule, no log and no view; it only has the frames of a press follow it, in
//! their lengths, on both lanes: the answers to the phone, what goes to the receivers, and what follows from theirs,
//! up to what a release sends.
//! While a scene is live each phone with a button sends one at random, every ten seconds in the mean.

use super::{Hub, Outbox, chase::Chase, clients::Client, frame};
use crate::{
    protocol::{Bytes, HubFrame},
    set::{Side, UNANSWERED},
    sync::{Mutex, MutexGuard},
    words::{PersonId, Role, Secure, Status},
};
use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};
use tokio::runtime::Handle;
use uuid::Uuid;

/// A phone's next decoy is taken after this: no phone can have the others' lines filled.
const AT_MOST_EVERY: Duration = Duration::from_millis(500);
/// So long the receivers' answers to one are waited for.
const KEPT: Duration = Duration::from_secs(300);
/// No more at once; the oldest goes.
const MOST_PLAYS: usize = 1024;
/// A side that has not tapped is asked again this often, as it is alerted again of a signal.
const REPEATED_EVERY: Duration = Duration::from_millis(UNANSWERED);
/// And no more than so many times: nearly every page has tapped long before.
const MOST_REPEATS: u32 = 6;
/// About what a disk takes to record a press.
const RECORDED_AFTER: Duration = Duration::from_millis(6);
/// A view is so much longer while a signal is in it, in bytes.
const SIGNAL_IN_A_VIEW: usize = 140;
/// The same for the IC, who sees more of it.
const SIGNAL_IN_THE_ICS: usize = 480;

/// An alert that tells who, without the names in it.
const WITH_WHO: usize = 247;
/// So much longer where somebody else has pressed for them.
const BY_ANOTHER: usize = 7;

#[derive(Default)]
pub(super) struct Cover(Mutex<VecDeque<Play>>);

struct Play {
    id: Uuid,
    by: PersonId,
    at: Instant,
    /// The answers of receivers that have come, by their count.
    heard: Vec<(PersonId, u32)>,
    /// How long what each side is asked with is; it is asked again until somebody there has tapped.
    asked: [Option<usize>; 2],
    repeats: u32,
}

/// What looks like an alert.
struct Ask {
    id: Uuid,
    side: Side,
    again: u32,
    width: usize,
}

/// Which of a receiver's answers it is, by the count on the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// The page has painted it.
    Shown,
    /// A person has tapped.
    Tapped,
    /// The IC has released it.
    Released,
}

impl Answer {
    fn of(again: u32, side: Side) -> Option<Self> {
        match (again, side) {
            (0, _) => Some(Self::Shown),
            (1, _) => Some(Self::Tapped),
            (2, Side::Ic) => Some(Self::Released),
            _ => None,
        }
    }
}

/// What a decoy begins.
enum Begins {
    Play,
    /// The other lane's copy.
    Copy,
    Nothing,
}

impl Cover {
    fn plays(&self) -> MutexGuard<'_, VecDeque<Play>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, id: Uuid, by: PersonId) -> Begins {
        let mut plays = self.plays();
        plays.retain(|play| play.at.elapsed() < KEPT);
        if let Some(play) = plays.iter().find(|play| play.id == id) {
            // A press's copy waits for the first one's answer, which goes out on both lanes.
            let answered = play.at.elapsed() >= RECORDED_AFTER;
            return if answered { Begins::Copy } else { Begins::Nothing };
        }
        if plays.iter().any(|play| play.by == by && play.at.elapsed() < AT_MOST_EVERY) {
            return Begins::Nothing;
        }
        if plays.len() >= MOST_PLAYS {
            plays.pop_front();
        }
        let at = Instant::now();
        plays.push_back(Play { id, by, at, heard: Vec::new(), asked: [None, None], repeats: 0 });
        Begins::Play
    }

    fn asks(&self, id: Uuid, widths: [usize; 2]) {
        if let Some(play) = self.plays().iter_mut().find(|play| play.id == id) {
            play.asked = widths.map(Some);
        }
    }

    /// Whose it was, the first time that this receiver answers so. A release ends the play.
    fn heard(&self, id: Uuid, from: PersonId, side: Side, again: u32) -> Option<(PersonId, Answer)> {
        let answer = Answer::of(again, side)?;
        let mut plays = self.plays();
        let nth = plays.iter().position(|play| play.id == id && play.at.elapsed() < KEPT)?;
        let play = &mut plays[nth];
        if play.heard.contains(&(from, again)) {
            return None;
        }
        play.heard.push((from, again));
        let by = play.by;
        match answer {
            Answer::Shown => {}
            Answer::Tapped => play.asked[side as usize] = None,
            Answer::Released => drop(plays.remove(nth)),
        }
        Some((by, answer))
    }

    /// What is to be asked again now, and whom.
    fn due(&self) -> Vec<Ask> {
        let mut due = Vec::new();
        for play in self.plays().iter_mut().filter(|play| play.repeats < MOST_REPEATS) {
            if play.at.elapsed() < REPEATED_EVERY * (play.repeats + 1) {
                continue;
            }
            play.repeats += 1;
            for side in [Side::Ic, Side::Ad] {
                let ask = |width| Ask { id: play.id, side, again: play.repeats, width };
                due.extend(play.asked[side as usize].map(ask));
            }
        }
        due
    }
}

impl Hub {
    /// A decoy from a phone, or a receiver's answer to one.
    pub(super) fn decoy(
        self: &Arc<Self>,
        by: PersonId,
        role: Role,
        id: Uuid,
        again: u32,
        outbox: &Arc<Outbox>,
        others: &Handle,
    ) {
        match role {
            Role::Performer | Role::Watcher | Role::Chaperone => match self.cover.begin(id, by) {
                Begins::Play => self.play(by, id, others),
                Begins::Copy => outbox.urgent(small(id)),
                Begins::Nothing => {}
            },
            Role::Ic | Role::Ad => {
                if let Some(client) = self.clients.get(by) {
                    client.named(id);
                }
                let side = if role == Role::Ic { Side::Ic } else { Side::Ad };
                let Some((whose, answer)) = self.cover.heard(id, by, side, again) else { return };
                let outbox = outbox.clone();
                self.when_recorded(others, move |hub| {
                    match answer {
                        Answer::Shown => {}
                        Answer::Tapped => hub.cover_done(by, id),
                        Answer::Released => outbox.urgent(small(id)),
                    }
                    match (answer, side) {
                        // What a 1st AD's screen has shown, or what they tap, is told to them and to the IC.
                        (_, Side::Ad) => hub.cover_views(by, id, After::Answer),
                        (Answer::Released, Side::Ic) => hub.cover_views(whose, id, After::Release),
                        (_, Side::Ic) => hub.cover_views(whose, id, After::Answer),
                    }
                });
            }
            Role::Crew | Role::Door => {}
        }
    }

    /// What a raise has follow it: alerts, the answer, views.
    fn play(self: &Arc<Self>, by: PersonId, id: Uuid, others: &Handle) {
        let with_who = {
            let core = self.core();
            let Some(scene) = core.set.scene().filter(|scene| is_live(scene.status)) else { return };
            let Some(presser) = core.set.person(by).filter(|person| person.is_admitted()) else { return };
            let who = core.set.watched_by(presser).unwrap_or(presser);
            with_who(&who.name, &scene.id, presser.role.watches())
        };
        // An IC's tells who.
        let widths = [with_who, 0];
        self.cover.asks(id, widths);
        for side in [Side::Ic, Side::Ad] {
            self.ask(&Ask { id, side, again: 0, width: widths[side as usize] });
        }
        self.when_recorded(others, move |hub| {
            hub.cover_done(by, id);
            hub.cover_views(by, id, After::Press);
        });
    }

    /// What is told of a press, and of what follows it, is told when it is on disk.
    fn when_recorded(self: &Arc<Self>, others: &Handle, tell: impl FnOnce(&Self) + Send + 'static) {
        let hub = self.clone();
        others.spawn(async move {
            tokio::time::sleep(RECORDED_AFTER).await;
            tell(&hub);
        });
    }

    /// Who has not answered is asked again, as by an alert. To be called ten times a second, behind what is real.
    pub(super) fn repeat_cover(&self) {
        for ask in self.cover.due() {
            self.ask(&ask);
        }
    }

    fn ask(&self, ask: &Ask) {
        let &Ask { id, side, again, width } = ask;
        let alert = frame(&HubFrame::Decoy { id: Some(id), answer: true, again });
        let alert: Bytes = format!("{alert:<width$}").into();
        let asked: Vec<(PersonId, Arc<Outbox>)> = {
            let core = self.core();
            let theirs = core.receivers.iter().filter(|r| r.side == side);
            theirs.map(|r| (r.person, r.outbox.clone())).collect()
        };
        for (person, outbox) in asked {
            // A page on the laptop itself has no cover, and would never name it.
            let answers = self.clients.get(person).is_some_and(|c| c.secure() != Some(Secure::Local));
            outbox.push(alert.clone(), answers.then(|| Chase::until_named(id)));
            outbox.flush();
        }
    }

    /// The answer to an urgent command.
    fn cover_done(&self, by: PersonId, id: Uuid) {
        if let Some(client) = self.clients.get(by) {
            client.push(&small(id), id);
            client.flush();
        }
    }

    /// What goes out when a view has changed for the one person, for the ICs, and for the 1st ADs where they see it.
    fn cover_views(&self, by: PersonId, id: Uuid, after: After) {
        let core = self.core();
        let receivers = core.receivers.iter().filter(|r| after != After::Answer || r.side == Side::Ic);
        let mut people: Vec<PersonId> = receivers.map(|receiver| receiver.person).collect();
        drop(core);
        people.sort_unstable();
        people.dedup();
        let signal = after != After::Release;
        for client in people.into_iter().filter_map(|person| self.clients.get(person)) {
            like_its_view(&client, Some(id), signal);
        }
        if let Some(client) = self.clients.get(by) {
            like_its_view(&client, None, signal);
        }
    }
}

/// What the views are to look like the change of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Press,
    /// What a receiver has said to it.
    Answer,
    Release,
}

fn is_live(status: Status) -> bool {
    matches!(
        status,
        Status::Rehearsal | Status::LastLooks | Status::PictureUp | Status::Rolling | Status::Cut
    )
}

/// How long the IC's alert of such a press would be.
fn with_who(name: &str, scene: &str, by_another: bool) -> usize {
    let letters = |text: &str| serde_json::to_string(text).map_or(text.len(), |quoted| quoted.len() - 2);
    WITH_WHO + letters(name) + letters(scene) + if by_another { BY_ANOTHER } else { 0 }
}

fn small(id: Uuid) -> Bytes {
    frame(&HubFrame::Decoy { id: Some(id), answer: false, again: 0 })
}

/// On both lanes, as long as its last view would be with one more signal in it, or without. Trailing spaces are padding
/// anyway.
fn like_its_view(client: &Client, id: Option<Uuid>, signal: bool) {
    let more = match client.role {
        _ if !signal => 0,
        Role::Ic => SIGNAL_IN_THE_ICS,
        _ => SIGNAL_IN_A_VIEW,
    };
    let Some(view) = client.published().frame() else { return };
    let decoy = frame(&HubFrame::Decoy { id, answer: false, again: 0 });
    let decoy: Bytes = format!("{decoy:<width$}", width = view.len() + more).into();
    for outbox in client.outboxes() {
        outbox.cover(decoy.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        protocol::{Alert, How, Who},
        words::{AlertLevel, SignalId},
    };

    #[test]
    fn a_decoy_takes_as_much_air_as_the_ics_alert_whatever_the_performers_name() {
        let names = ["Al", "Ana", "Ana Zeller", "Æsa \"Zoë\" O'Hara", &"é".repeat(40), &"W".repeat(200)];
        for name in names {
            for (scene, how) in
                [("1", How::OwnPress), ("42A", How::OwnPress), ("142 pt", How::WatcherForThem)]
            {
                let at = 1_732_000_000_000;
                let who =
                    Who { id: PersonId(Uuid::nil()), name: name.into(), how, late: false, pressed_at: at };
                let alert = Alert {
                    signal: SignalId(Uuid::nil()),
                    level: AlertLevel::Pause,
                    again: 0,
                    scene: Some(scene.into()),
                    raised_at: at,
                    who: Some(who),
                };
                let alert = frame(&HubFrame::Alert(alert));
                assert_eq!(with_who(name, scene, how == How::WatcherForThem), alert.len(), "{alert}");
            }
        }
    }
}
