//! The rider: signed elsewhere. Here only when it was received and that it was confirmed; its content never.

use super::{Denial, Event, Person, Set, same_name};
use crate::words::{PersonId, PlannedPart, PlannedScene, UnixMs};

/// What a performer's rider lacks, the first that applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiderLack {
    /// The plan has no part for them in this scene.
    Unplanned,
    /// Not received.
    NotReceived,
    /// Received with less than the notice before call, and no late hire attested.
    ShortNotice,
    /// Nobody can say whether it came in time: the scene has no call.
    NoCall,
    /// Not confirmed with the performer.
    NotConfirmed,
}

const HOUR: UnixMs = 60 * 60 * 1000;

impl Set {
    /// The rider is to be received so long before call.
    fn notice(&self) -> UnixMs {
        self.plan().map_or(0, |plan| UnixMs::from(plan.notice_hours)) * HOUR
    }

    /// Whether something came with less than the plan's notice before the scene's call. Without a call nobody can
    /// say that it came in time.
    pub fn is_short_notice(&self, scene: &str, at: UnixMs) -> bool {
        let call = self.planned_scene(scene).and_then(|scene| scene.call);
        call.is_none_or(|call| at.saturating_add(self.notice()) > call)
    }

    /// The scene's kinds ask for a rider of every performer.
    pub fn needs_rider(scene: &PlannedScene) -> bool {
        scene.kinds.iter().any(|kind| kind.is_exposing())
    }

    pub(super) fn rider_lack(&self, scene: &PlannedScene, performer: PersonId) -> Option<RiderLack> {
        let planned = self.person(performer).and_then(|p| p.planned.as_deref());
        let part = planned.and_then(|name| scene.performers.iter().find(|p| same_name(&p.name, name)));
        let Some(part) = part else { return Some(RiderLack::Unplanned) };
        self.part_lack(scene, part)
    }

    fn part_lack(&self, scene: &PlannedScene, part: &PlannedPart) -> Option<RiderLack> {
        let Some(received) = part.received else { return Some(RiderLack::NotReceived) };
        if !part.late_hire && self.is_short_notice(&scene.id, received) {
            return Some(if scene.call.is_some() { RiderLack::ShortNotice } else { RiderLack::NoCall });
        }
        (!part.confirmed).then_some(RiderLack::NotConfirmed)
    }

    pub(super) fn decide_rider(
        &self,
        by: &Person,
        scene: &str,
        name: &str,
        received: Option<UnixMs>,
        confirmed: Option<bool>,
        late_hire: Option<bool>,
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC notes a rider.")?;
        let scene = self.planned_scene(scene).ok_or_else(Denial::unknown_planned_scene)?;
        let part = scene.performers.iter().find(|p| same_name(&p.name, name));
        let part = part.ok_or_else(Denial::unknown_person)?;
        let now = PlannedPart {
            name: part.name.clone(),
            received: received.or(part.received),
            confirmed: confirmed.unwrap_or(part.confirmed),
            late_hire: late_hire.unwrap_or(part.late_hire),
        };
        if confirmed == Some(true) && now.received.is_none() {
            return Err(Denial::bad_command(
                "A rider is confirmed with the performer once it is here. Note first when it was received.",
            ));
        }
        if now == *part {
            return Ok(vec![]);
        }
        let PlannedPart { name, received, confirmed, late_hire } = now;
        Ok(vec![Event::RiderSet { scene: scene.id.clone(), name, received, confirmed, late_hire }])
    }

    /// What is agreed anew beyond the plan's kinds asks for the riders to be confirmed again.
    pub(super) fn reopen_riders(&mut self, scene: &str) {
        self.change_scene_of_plan(&scene.to_owned(), |scene| {
            for part in &mut scene.performers {
                part.confirmed = false;
            }
        });
    }
}
