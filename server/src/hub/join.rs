//! Joining: an invite is exchanged once for a device token.

use super::{
    Hub, Refusal,
    commit::Slow,
    record::day_is_wrapped,
    session::{closed, revoked},
};
use crate::{
    keys::{recovery, token_hash},
    protocol::RefusalCode,
    set::{Admission, Event, Invite, JoinDenied, Newcomer, clean_line, clean_name},
    words::{DeviceId, PersonId, Role},
};
use tokio::sync::oneshot;

/// What a new device says.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct JoinRequest {
    pub invite: String,
    pub name: String,
    pub title: Option<String>,
    pub device: DeviceId,
}

/// What a new device is told, once it is on disk.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Joined {
    pub person: PersonId,
    pub token: String,
    /// The recovery words, for the day's first IC.
    pub recovery: Option<String>,
}

pub(super) struct Pending {
    pub newcomer: Newcomer,
    token: String,
    words: Option<String>,
    reply: oneshot::Sender<Result<Joined, Refusal>>,
}

impl Pending {
    /// The words go to whom they were kept for: a later IC's would open nothing.
    pub fn forget_words(&mut self) {
        self.words = None;
    }

    pub fn joined(self, person: PersonId) {
        let joined = Joined { person, token: self.token, recovery: self.words };
        drop(self.reply.send(Ok(joined)));
    }

    pub fn denied(self, why: &JoinDenied) {
        let refusal = match why {
            JoinDenied::Used => Refusal::new(
                RefusalCode::InviteUsed,
                "This code has been used by another phone. Ask the IC for a new one.",
            ),
            JoinDenied::Expired => Refusal::new(
                RefusalCode::InviteExpired,
                "This code was for a performer who is not here any more. Ask the IC for the one that you need.",
            ),
            JoinDenied::RoleConflict(why) => Refusal::new(RefusalCode::RoleConflict, why.sentence()),
            JoinDenied::TooMany => Refusal::new(
                RefusalCode::TooMany,
                "The waiting room is full. Ask the IC to let somebody in first.",
            ),
            JoinDenied::Crowded => Refusal::new(
                RefusalCode::TooMany,
                "No more phones can join as crew or door today. Whoever signals or is told still can.",
            ),
        };
        drop(self.reply.send(Err(refusal)));
    }

    /// The day is wrapped.
    pub fn too_late(self) {
        drop(self.reply.send(Err(day_is_over())));
    }

    pub fn not_recorded(self) {
        let message = "The laptop's disk can't be written, so nobody new can join. Until then, use your agreed word or gesture.";
        drop(self.reply.send(Err(Refusal::new(RefusalCode::NotRecorded, message))));
    }
}

fn day_is_over() -> Refusal {
    Refusal::new(
        RefusalCode::InviteExpired,
        "The day is wrapped, so nobody can join any more. Tomorrow's code is another one.",
    )
}

impl Hub {
    /// Lets a new device in, or into the waiting room. The answer comes when it is on disk.
    ///
    /// # Errors
    /// At once when the invite or the name is no good; later, in the answer, for everything else.
    pub fn join(&self, request: &JoinRequest) -> Result<oneshot::Receiver<Result<Joined, Refusal>>, Refusal> {
        let (invite, role, first_ic) = {
            let core = self.core();
            if core.set.is_day_over() {
                return Err(day_is_over());
            }
            let found = core.set.invites().find(|(number, _)| self.keys.is_invite(*number, &request.invite));
            let (number, invite) = found.ok_or_else(|| {
                Refusal::new(
                    RefusalCode::UnknownInvite,
                    "This code is not for this hub, or is from another day. Scan the one that is shown now.",
                )
            })?;
            let first = core.set.admitted(Role::Ic).iter().all(|ic| core.set.is_first_ic(ic) && !ic.resumed);
            (number, invite.role, invite.role == Role::Ic && first)
        };
        let name = match (clean_name(&request.name), role) {
            (Ok(name), _) => name,
            (Err(_), Role::Door) if request.name.trim().is_empty() => "Door".to_owned(),
            (Err(_), Role::Crew) if request.name.trim().is_empty() => "Crew".to_owned(),
            (Err(message), _) => return Err(Refusal::new(RefusalCode::BadFrame, message)),
        };
        let mut title = clean_line(request.title.as_deref().unwrap_or_default());
        title = title.chars().take(crate::set::MAX_NAME).collect();
        let words = first_ic.then(recovery::new);
        let (token, hash) = self.keys.token();
        let newcomer = Newcomer {
            person: self.keys.person(),
            name,
            title,
            device: request.device,
            invite,
            token: hash,
            recovery: words.as_ref().map(|(_, kept)| kept.clone()),
        };
        let (reply, answer) = oneshot::channel();
        let pending = Pending { newcomer, token, words: words.map(|(words, _)| words), reply };
        self.core().slow.push_back(Slow::Join(pending));
        self.work.notify_one();
        Ok(answer)
    }

    /// Whether this is the crew's code or the door's.
    pub fn is_public_invite(&self, invite: &str) -> bool {
        let public =
            |(number, of): (u32, &Invite)| of.role.is_public() && self.keys.is_invite(number, invite);
        self.core().set.invites().any(public)
    }

    /// Whose token this is.
    ///
    /// # Errors
    /// When it is nobody's, or its phone was taken out.
    pub fn resume(&self, token: &str) -> Result<PersonId, Refusal> {
        let mut core = self.core();
        let person = core.set.person_by_token(&token_hash(token)).ok_or_else(|| {
            Refusal::new(RefusalCode::UnknownToken, "This hub doesn't know this phone: it is another day, or another phone has taken its place. Scan the code that is shown now.")
        })?;
        let id = person.id;
        if core.set.is_day_over() && person.role != Role::Ic {
            return Err(day_is_wrapped());
        }
        match person.admission {
            Admission::Out => {
                return Err(revoked("The IC has taken this phone out. Use your agreed word or gesture."));
            }
            Admission::Closed => return Err(closed()),
            Admission::Waiting | Admission::Admitted => {}
        }
        if !person.resumed {
            core.slow.push_back(Slow::Hub(vec![Event::Resumed { person: id }]));
            drop(core);
            self.work.notify_one();
        }
        Ok(id)
    }

    /// The day's own invites, where it has not got them yet.
    pub(super) fn make_first_invites(&self) {
        let mut core = self.core();
        let invites = core.set.first_invites();
        if !invites.is_empty() {
            core.slow.push_back(Slow::Hub(invites));
        }
    }

    /// The secret of an invite that can still be used, the latest of its role.
    pub fn invite(&self, role: Role) -> Option<String> {
        let core = self.core();
        let usable = core.set.invites().filter(|(_, i)| i.role == role && core.set.is_usable(i));
        usable.map(|(number, _)| self.keys.invite(number)).last()
    }

    /// The secret of the invite number `number`.
    pub fn invite_number(&self, number: u32) -> String {
        self.keys.invite(number)
    }

    /// Whether these are the recovery words of the day's first IC. Takes its time on purpose.
    pub fn knows_recovery_words(&self, words: &str) -> bool {
        let kept = self.core().set.recovery().cloned();
        kept.is_some_and(|kept| recovery::matches(words, &kept.hash))
    }
}
