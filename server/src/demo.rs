//! `quiethold demo`: a small scene's phones, simulated over real sockets, so that one person alone sees a day pass.

mod phone;

use crate::{
    protocol::View,
    words::{Access, Answer, Command, Level, PersonId, Role, Status, Way, Word},
};
use phone::Phone;
use std::time::Duration;
use tokio::time::sleep;

const SCENE: &str = "42A";

/// The invites of a fresh hub.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub struct Codes<'a> {
    pub ic: &'a str,
    pub ad: &'a str,
    pub performer: &'a str,
    pub door: &'a str,
}

/// The scene's people have joined and been let in.
pub struct Stage {
    ic: Phone,
    ad: Phone,
    ana: Phone,
    ben: Phone,
    _door: Phone,
    /// How long a second of the day lasts.
    second: Duration,
}

/// Pages for the person who watches: single-use invites, one for each page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Seats {
    pub ic: String,
    pub ad: String,
}

impl Stage {
    /// Everybody joins by their code; the IC lets the performers in.
    pub async fn set_up(hub: &str, codes: Codes<'_>, second: Duration) -> anyhow::Result<Self> {
        let stage = Self {
            ic: Phone::join(hub, codes.ic, "Mara").await?,
            ad: Phone::join(hub, codes.ad, "Jo").await?,
            ana: Phone::join(hub, codes.performer, "Ana").await?,
            ben: Phone::join(hub, codes.performer, "Ben").await?,
            _door: Phone::join(hub, codes.door, "Stage door").await?,
            second,
        };
        for performer in [&stage.ana, &stage.ben] {
            stage
                .ic
                .does(Command::Admit { person: performer.you.id, as_: None, replaces: None, for_: None })
                .await?;
        }
        for receiver in [&stage.ic, &stage.ad] {
            receiver.does(Command::OnFloor { on: true }).await?;
        }
        Ok(stage)
    }

    /// The simulated IC invites the person who watches, as a second IC and a second 1st AD.
    pub async fn seats(&self) -> anyhow::Result<Seats> {
        Ok(Seats { ic: self.seat(Role::Ic).await?, ad: self.seat(Role::Ad).await? })
    }

    async fn seat(&self, role: Role) -> anyhow::Result<String> {
        const NAME: &str = "You";
        self.ic.does(Command::Invite { role, name: Some(NAME.into()), for_: None }).await?;
        self.ic
            .sees(|view| match view {
                View::Ic(view) => view
                    .invites
                    .iter()
                    .find(|invite| invite.role == role && invite.name == NAME)
                    .map(|invite| invite.invite.clone()),
                _ => None,
            })
            .await
    }

    /// The day, in about a minute. `tell` is told what happens, as it happens.
    pub async fn day(&self, mut tell: impl FnMut(&str)) -> anyhow::Result<()> {
        tell(
            "Mara, the IC, has let Ana and Ben in by name. Jo is the 1st AD. A display hangs at the stage door.",
        );
        self.pass(4).await;
        self.status(Status::Blocking).await?;
        tell("Scene 42A. Blocking.");
        self.pass(3).await;
        let people = vec![self.ana.you.id, self.ben.you.id];
        self.ic.does(Command::Cast { scene: SCENE.into(), people }).await?;
        self.ways().await?;
        for performer in [&self.ana, &self.ben] {
            performer.does(Command::Raise { level: Level::Hold, test: true, for_: None }).await?;
        }
        tell(
            "The IC has set how each can signal: the phone within reach. Both have press-tested, through the real path.",
        );
        self.pass(4).await;
        self.status(Status::Rehearsal).await?;
        tell("Rehearsal. The performers' phones show the time of day, dim. All of it is the button.");
        self.pass(4).await;
        self.close_the_set().await?;
        tell("The set is closed. IC and 1st AD have each tapped \"closed as listed\".");
        self.pass(4).await;
        self.take(&mut tell).await?;
        tell("ROLLING, take 1.");
        self.pass(5).await;
        self.hold(&mut tell).await?;
        self.pass(4).await;
        self.take(&mut tell).await?;
        tell("ROLLING, take 2.");
        self.pass(4).await;
        self.pause(&mut tell).await?;
        self.pass(4).await;
        self.wrap().await?;
        tell("Closure: a last word with each of them. The set is open again, and scene 42A is wrapped.");
        Ok(())
    }

    async fn ways(&self) -> anyhow::Result<()> {
        for performer in [&self.ana, &self.ben] {
            self.ic.does(Command::Way { person: performer.you.id, way: Way::InReach }).await?;
        }
        Ok(())
    }

    async fn close_the_set(&self) -> anyhow::Result<()> {
        for access in [Access::Closing, Access::Closed] {
            self.ad.does(Command::Access { access, notice: None }).await?;
        }
        for receiver in [&self.ic, &self.ad] {
            let scene = SCENE.into();
            receiver
                .does(Command::Attest { scene, people: true, monitors: true, devices: true, robes: true })
                .await?;
        }
        self.ic.does(Command::Clear { clear: true }).await?;
        Ok(())
    }

    /// Last looks, where the way to signal is asked again; picture up; rolling. Where the person who watches has
    /// raised something of their own, the day waits for them.
    async fn take(&self, tell: &mut impl FnMut(&str)) -> anyhow::Result<()> {
        self.status(Status::LastLooks).await?;
        self.ways().await?;
        self.pass(2).await;
        self.status(Status::PictureUp).await?;
        self.pass(2).await;
        let mut told = false;
        while let Err(why) = self.ad.tries(to(Status::Rolling)).await? {
            if !told {
                tell(&format!("The 1st AD cannot roll: {why}"));
                told = true;
            }
            self.pass(1).await;
        }
        Ok(())
    }

    async fn hold(&self, tell: &mut impl FnMut(&str)) -> anyhow::Result<()> {
        self.press(&self.ana, Level::Hold).await?;
        tell("Ana touches the phone once. The IC sees that it is Ana; the 1st AD sees HOLD, and no name.");
        self.pass(2).await;
        self.acknowledge(&self.ad).await?;
        self.status(Status::Cut).await?;
        tell("The 1st AD cuts. Nobody else knows why.");
        self.pass(2).await;
        self.acknowledge(&self.ic).await?;
        tell("The IC has it in hand: a short line under the clock on Ana's phone. They talk.");
        self.pass(6).await;
        self.ready_and_released(&self.ana).await?;
        tell("Ana is ready to go on, and the IC releases the hold. Only the IC can.");
        Ok(())
    }

    async fn pause(&self, tell: &mut impl FnMut(&str)) -> anyhow::Result<()> {
        self.press(&self.ben, Level::Pause).await?;
        tell(
            "Ben needs something: a pause. This take goes on; the next one waits until the IC has spoken with Ben.",
        );
        self.pass(3).await;
        self.status(Status::Cut).await?;
        for receiver in [&self.ad, &self.ic] {
            self.acknowledge(receiver).await?;
        }
        tell("Cut. The IC asks: what do you need?");
        self.pass(5).await;
        self.ready_and_released(&self.ben).await?;
        tell("A glass of water. The IC releases the pause.");
        Ok(())
    }

    async fn wrap(&self) -> anyhow::Result<()> {
        self.status(Status::Closure).await?;
        // Each has their own ending with the IC, and their phone forgets everything.
        for performer in [&self.ana, &self.ben] {
            let person = performer.you.id;
            self.ic.does(Command::Closure { person }).await?;
            performer.does(Command::Close { answer: Answer::Green, word: Word::NoThanks }).await?;
            self.ic.does(Command::Closed { person, in_person: false }).await?;
        }
        self.ad.does(Command::Access { access: Access::Reopening, notice: None }).await?;
        self.pass(4).await;
        self.ic.does(Command::Access { access: Access::Open, notice: None }).await?;
        self.status(Status::Wrapped).await
    }

    async fn status(&self, status: Status) -> anyhow::Result<()> {
        self.ad.does(to(status)).await
    }

    async fn press(&self, performer: &Phone, level: Level) -> anyhow::Result<()> {
        performer.does(Command::Raise { level, test: false, for_: None }).await
    }

    /// Unless the person who watches was quicker.
    async fn acknowledge(&self, receiver: &Phone) -> anyhow::Result<()> {
        let signal = receiver.sees(|view| match view {
            View::Ic(view) => view.signals.first().map(|signal| signal.id),
            View::Ad(view) => view.signals.first().map(|signal| signal.id),
            _ => None,
        });
        if let Ok(signal) = signal.await {
            let _already_released = receiver.tries(Command::Acknowledge { signal, again: None }).await?;
        }
        Ok(())
    }

    /// Unless the person who watches was quicker.
    async fn ready_and_released(&self, performer: &Phone) -> anyhow::Result<()> {
        let signal = performer.sees(|view| match view {
            View::Performer(view) => view.signal.as_ref().map(|signal| signal.id),
            _ => None,
        });
        let Ok(signal) = signal.await else { return Ok(()) };
        let _already_released = performer.tries(Command::Ready { signal, presses: None }).await?;
        self.pass(2).await;
        if let Ok(presses) = self.ic.sees(|view| presses_of(view, performer.you.id)).await {
            let release = Command::Release { signal, in_person: false, presses: Some(presses) };
            let _already_released = self.ic.tries(release).await?;
        }
        Ok(())
    }

    async fn pass(&self, seconds: u32) {
        sleep(self.second * seconds).await;
    }
}

/// A cut is a cut, whatever the setup.
fn to(status: Status) -> Command {
    let setup = (status != Status::Cut).then(|| "A".to_owned());
    Command::Status { status, scene: Some(SCENE.into()), setup, override_: None }
}

/// How often this performer's open signal was pressed, once the IC's page shows that they are ready.
fn presses_of(view: &View, performer: PersonId) -> Option<u32> {
    match view {
        View::Ic(view) => {
            let mut ready = view.signals.iter().filter(|signal| signal.ready);
            ready.find(|signal| signal.who.id == performer).map(|signal| signal.presses)
        }
        _ => None,
    }
}
