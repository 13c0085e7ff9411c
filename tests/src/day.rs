//! A small set in the morning: an IC and a 1st AD on the floor, Ana and Ben as performers, one of the crew and
//! the door.

use crate::{Hub, Options, Phone, Route};
use quiethold::words::{Access, Command, Level, Override, Role, SignalId, Status, Way};

/// Everybody, joined and let in.
#[allow(missing_docs)]
pub struct Day {
    pub ic: Phone,
    pub ad: Phone,
    pub ana: Phone,
    pub ben: Phone,
    pub crew: Phone,
    pub door: Phone,
    /// Last, so that the phones close their pages first.
    pub hub: Hub,
}

/// The scene of the day.
const SCENE: &str = "42A";

impl Day {
    /// The morning on a new hub.
    pub async fn begin() -> Self {
        Self::on(Hub::start()).await
    }

    /// The morning on a hub with more arguments.
    pub async fn begin_with(args: &[&str]) -> Self {
        let args = args.iter().map(ToString::to_string).collect();
        Self::on(Hub::with(Options { args, ..Options::default() })).await
    }

    /// The morning on this hub.
    pub async fn on(hub: Hub) -> Self {
        let route = hub.address.into();
        Self::on_route(hub, route).await
    }

    /// The morning on a hub to which all phones come by this way.
    pub async fn on_route(hub: Hub, route: Route) -> Self {
        let join = async |role, name| Phone::join_by(route.clone(), hub.invite(role), name).await;
        let ic = join(Role::Ic, "Imke").await;
        let ad = join(Role::Ad, "Aldo").await;
        ic.does(Command::OnFloor { on: true }).await;
        ad.does(Command::OnFloor { on: true }).await;
        let ana = join(Role::Performer, "Ana Zeller").await;
        let ben = join(Role::Performer, "Ben Quist").await;
        for performer in [&ana, &ben] {
            ic.does(Command::Admit { person: performer.id(), as_: None, replaces: None, for_: None }).await;
        }
        let crew = join(Role::Crew, "Video village").await;
        let door = join(Role::Door, "").await;
        ic.ic_sees("everybody", |v| v.people.len() == 6 && v.waiting.is_empty()).await;
        for performer in [&ana, &ben] {
            performer
                .performer_sees("an IC and a 1st AD are reachable", |v| v.receivers.ic && v.receivers.ad)
                .await;
        }
        Self { ic, ad, ana, ben, crew, door, hub }
    }

    /// Everybody's.
    pub fn phones(&self) -> [&Phone; 6] {
        [&self.ic, &self.ad, &self.ana, &self.ben, &self.crew, &self.door]
    }

    /// Rehearsal of the scene, each with a phone in the hand, tested; the set closed as listed,
    /// and everybody checked in with.
    pub async fn prepare(&self) {
        self.status(Status::Rehearsal).await;
        self.status(Status::LastLooks).await;
        for performer in [&self.ana, &self.ben] {
            self.ic.does(Command::Way { person: performer.id(), way: Way::InHand }).await;
            performer.does(Command::Raise { level: Level::Hold, test: true, for_: None }).await;
            performer.performer_sees("its own press-test came back", |v| v.tested).await;
        }
        self.ad.does(Command::Access { access: Access::Closed, notice: None }).await;
        for receiver in [&self.ic, &self.ad] {
            receiver.does(attest()).await;
        }
        self.ic.does(Command::Clear { clear: true }).await;
        for phone in [&self.ic, &self.ad, &self.ana, &self.ben, &self.crew, &self.door] {
            phone.public_sees("closed", |v| v.set.access == Access::Closed).await;
        }
    }

    /// Rolls, with everything that it takes.
    pub async fn roll(&self) {
        self.prepare().await;
        self.status(Status::Rolling).await;
    }

    /// The 1st AD sets the status.
    pub async fn status(&self, status: Status) {
        self.ad.does(Self::status_of(status)).await;
    }

    /// The command for it.
    pub fn status_of(status: Status) -> Command {
        Self::status_with(status, None)
    }

    /// The same, with ready-made words for what is not met.
    pub fn status_with(status: Status, override_: Option<Override>) -> Command {
        Command::Status { status, scene: Some(SCENE.into()), setup: None, override_ }
    }

    /// A performer's hold, as soon as the IC and the 1st AD have been alerted.
    pub async fn hold(&self, performer: &Phone) -> SignalId {
        performer.does(Command::Raise { level: Level::Hold, test: false, for_: None }).await;
        let own = performer
            .performer_sees("its own signal, recorded", |v| v.signal.as_ref().is_some_and(|s| s.recorded));
        let signal = own.await.signal.expect("just seen").id;
        for receiver in [&self.ic, &self.ad] {
            receiver.alerted("the hold", |a| a.signal == signal).await;
        }
        signal
    }
}

/// Closed as listed: all four.
fn attest() -> Command {
    Command::Attest { scene: SCENE.into(), people: true, monitors: true, devices: true, robes: true }
}
