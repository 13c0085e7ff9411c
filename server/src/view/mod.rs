//! Views: from the set to what each role may see. The only door from the rules to the wire, and the
//! place where "only the IC learns who" is kept.

mod ad;
mod ic;
mod performer;
mod plan;
mod ready;
mod saved;
mod timeline;
mod watcher;

pub use saved::log_saved;

use crate::{
    protocol::{
        Alert, How, HubView, InviteView, PublicView, Reach, Receivers, SceneView, SetView, View, Who,
        WifiView,
    },
    set::{Hand, LATE, Moment, Person, Presence, Set, Side, Signal},
    words::{Role, Secure, SignalId},
};

/// Everything that a view is made from, at one moment.
pub struct Sight<'a> {
    /// The rules' state.
    pub set: &'a Set,
    /// Which phones are heard.
    pub presence: &'a Presence,
    /// When.
    pub now: Moment,
    /// Signals of which a press is not on disk yet.
    pub unrecorded: &'a [SignalId],
    /// "Stage 4".
    pub hub_name: &'a str,
    /// Sealed records are destroyed so many days after the wrap.
    pub keep_days: u32,
    /// The Wi-Fi's own code.
    pub wifi: Option<&'a WifiView>,
    /// What an IC can hand out.
    pub invites: &'a [InviteView],
    /// The log can't be written.
    pub disk_trouble: bool,
}

impl Sight<'_> {
    /// What one person may see.
    pub fn view(&self, person: &Person, secure: Secure) -> View {
        match person.role {
            _ if !person.is_admitted() => View::Public(self.outside(secure)),
            Role::Ic => View::Ic(Box::new(self.ic(person, secure))),
            Role::Ad => View::Ad(Box::new(self.ad(person, secure))),
            Role::Performer => View::Performer(Box::new(self.performer(person, secure))),
            Role::Watcher | Role::Chaperone => View::Watcher(Box::new(self.watcher(person, secure))),
            Role::Crew => View::Public(self.inside(secure)),
            Role::Door => View::Public(self.outside(secure)),
        }
    }

    /// Every screen inside says HOLD in the same words, once it is called.
    fn inside(&self, secure: Secure) -> PublicView {
        let (access, notice) = self.set.access();
        PublicView {
            scene: self.set.scene().map(|scene| SceneView {
                id: scene.id.clone(),
                title: self.title(&scene.id),
                setup: scene.setup.clone(),
                take: scene.take,
                status: scene.status,
            }),
            set: SetView {
                access,
                notice: notice.to_owned(),
                hold: self.set.is_called(),
                stood_down: self.set.is_stood_down(),
            },
            hub: HubView {
                name: self.hub_name.to_owned(),
                secure,
                keep_days: self.keep_days,
                words: self.said_words(),
            },
        }
    }

    /// The door, and whoever still waits to be let in, never read HOLD.
    fn outside(&self, secure: Secure) -> PublicView {
        let mut view = self.inside(secure);
        view.set.hold = false;
        view
    }

    fn reach(&self) -> Reach {
        Reach {
            ic: self.set.reachable(Role::Ic, self.presence, self.now),
            ad: self.set.reachable(Role::Ad, self.presence, self.now),
        }
    }

    fn receivers(&self) -> Receivers {
        let Reach { ic, ad } = self.reach();
        Receivers {
            ic: ic > 0,
            ad: ad > 0,
            ic_names: self.set.admitted(Role::Ic).iter().map(|p| p.name.clone()).collect(),
        }
    }

    fn is_recorded(&self, signal: SignalId) -> bool {
        !self.unrecorded.contains(&signal)
    }
}

/// Who signalled and how: for the IC alone.
fn who(set: &Set, signal: &Signal) -> Who {
    Who {
        id: signal.owner,
        name: set.person(signal.owner).map(|p| p.name.clone()).unwrap_or_default(),
        how: match signal.hand {
            Hand::Own => How::OwnPress,
            Hand::Watcher => How::WatcherForThem,
            Hand::Ic => How::IcForThem,
            Hand::Technical(_) => How::Technical,
        },
        late: signal.kept > LATE,
        pressed_at: signal.armed_at.saturating_sub(signal.kept),
    }
}

/// The alert about a signal, for one side. `who` is in it for the IC alone.
pub fn alert(set: &Set, signal: &Signal, side: Side, again: u32) -> Alert {
    Alert {
        signal: signal.id,
        level: signal.level.into(),
        again,
        scene: signal.scene.clone(),
        raised_at: signal.raised_at,
        who: (side == Side::Ic).then(|| who(set, signal)),
    }
}

/// The alert of a press-test, for one side.
pub fn test_alert(set: &Set, presser: &Person, side: Side) -> Option<Alert> {
    let test = set.test_of(presser.id)?;
    let performer = set.watched_by(presser).unwrap_or(presser);
    Some(Alert {
        signal: test.signal,
        level: crate::words::AlertLevel::Test,
        again: 0,
        scene: set.scene().map(|s| s.id.clone()),
        raised_at: test.at,
        who: (side == Side::Ic).then(|| Who {
            id: performer.id,
            name: performer.name.clone(),
            how: if presser.role.watches() { How::WatcherForThem } else { How::OwnPress },
            late: false,
            pressed_at: test.at,
        }),
    })
}
