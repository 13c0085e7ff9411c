//! Cover: decoys on the air, so that whoever watches lengths and times can't tell a press from none.
//!
//! A decoy means nothing. It reaches no rule, no log and no view; it only has the frames of a press follow it, in
//! their lengths, on both lanes: the answers to the phone, what goes to the receivers, and what follows from theirs.
//! While a scene is live each phone with a button sends one at random, every ten seconds in the mean.

use super::{Chase, Hub, Outbox, clients::Client, frame};
use crate::{
    protocol::{Bytes, HubFrame},
    set::Side,
    sync::{Mutex, MutexGuard},
    words::{PersonId, Role, Status},
};
use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// A phone's next decoy is taken after this: no phone can have the others' lines filled.
const AT_MOST_EVERY: Duration = Duration::from_millis(500);
/// So long the receivers' answers to one are waited for.
const KEPT: Duration = Duration::from_secs(20);
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
        if plays.iter().any(|play| play.id == id) {
            return Begins::Copy;
        }
        if plays.iter().any(|play| play.by == by && play.at.elapsed() < AT_MOST_EVERY) {
            return Begins::Nothing;
        }
        plays.push_back(Play { id, by, at: Instant::now(), heard: Vec::new() });
        Begins::Play
    }

    /// Whose it was, the first time that this receiver answers so.
    fn heard(&self, id: Uuid, from: PersonId, again: u32) -> Option<PersonId> {
        let mut plays = self.plays();
        let play = plays.iter_mut().find(|play| play.id == id && play.at.elapsed() < KEPT)?;
        if again > 1 || play.heard.contains(&(from, again)) {
            return None;
        }
        play.heard.push((from, again));
        Some(play.by)
    }
}

impl Hub {
    /// A decoy from a phone, or a receiver's answer to one.
    pub(super) fn decoy(self: &Arc<Self>, by: PersonId, role: Role, id: Uuid, again: u32, outbox: &Outbox) {
        match role {
            Role::Performer | Role::Watcher | Role::Chaperone => match self.cover.begin(id, by) {
                Begins::Play => self.play(by, id),
                Begins::Copy => outbox.urgent(small(id, false)),
                Begins::Nothing => {}
            },
            Role::Ic | Role::Ad => {
                if let Some(client) = self.clients.get(by) {
                    client.named(id);
                }
                if let Some(whose) = self.cover.heard(id, by, again) {
                    // A 1st AD's answer shows on their own side alone.
                    if role == Role::Ic {
                        self.cover_views(whose, id, false);
                    } else {
                        self.cover_own_view(by, id);
                    }
                }
            }
            Role::Crew | Role::Door => {}
        }
    }

    /// What a raise has follow it: alerts, views, the answer, views again.
    fn play(self: &Arc<Self>, by: PersonId, id: Uuid) {
        let (with_who, alerted): (usize, Vec<(Side, Arc<Outbox>)>) = {
            let core = self.core();
            let Some(scene) = core.set.scene().filter(|scene| is_live(scene.status)) else { return };
            let Some(presser) = core.set.person(by).filter(|person| person.is_admitted()) else { return };
            let who = core.set.watched_by(presser).unwrap_or(presser);
            let receivers = core.receivers.iter().map(|receiver| (receiver.side, receiver.outbox.clone()));
            (with_who(&who.name, &scene.id, presser.role.watches()), receivers.collect())
        };
        for (side, outbox) in alerted {
            let alert = small(id, true);
            // An IC's tells who.
            let alert = if side == Side::Ic { format!("{alert:<with_who$}").into() } else { alert };
            outbox.push(alert, Some(Chase::until_named(id)));
            outbox.flush();
        }
        self.cover_views(by, id, true);
        let hub = self.clone();
        tokio::spawn(async move {
            tokio::time::sleep(RECORDED_AFTER).await;
            if let Some(client) = hub.clients.get(by) {
                client.push(&small(id, false), id);
                client.flush();
            }
            hub.cover_views(by, id, false);
        });
    }

    /// What goes out when a view has changed for the one phone, for the ICs, and for the 1st ADs where they see it.
    fn cover_views(&self, by: PersonId, id: Uuid, ads_too: bool) {
        let core = self.core();
        let receivers = core.receivers.iter().filter(|r| ads_too || r.side == Side::Ic);
        let mut people: Vec<PersonId> = receivers.map(|receiver| receiver.person).collect();
        drop(core);
        people.sort_unstable();
        people.dedup();
        for client in people.into_iter().filter_map(|person| self.clients.get(person)) {
            like_its_view(&client, Some(id));
        }
        if let Some(client) = self.clients.get(by) {
            like_its_view(&client, None);
        }
    }

    fn cover_own_view(&self, receiver: PersonId, id: Uuid) {
        if let Some(client) = self.clients.get(receiver) {
            like_its_view(&client, Some(id));
        }
    }
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

fn small(id: Uuid, answer: bool) -> Bytes {
    frame(&HubFrame::Decoy { id: Some(id), answer })
}

/// On both lanes, as long as its last view would be with one more signal in it. Trailing spaces are padding anyway.
fn like_its_view(client: &Client, id: Option<Uuid>) {
    let more = if client.role == Role::Ic { SIGNAL_IN_THE_ICS } else { SIGNAL_IN_A_VIEW };
    let Some(view) = client.published().frame() else { return };
    let decoy = frame(&HubFrame::Decoy { id, answer: false });
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
