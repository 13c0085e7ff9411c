//! The scene: its status, setups and takes, its cast, and each performer's way to signal.

use super::{Denial, Event, Moment, Person, Presence, Set, Side, clean_line};
use crate::words::{DenialCode, Override, PersonId, Role, SceneId, Status, Way};

/// The open scene.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Scene {
    pub id: SceneId,
    pub setup: String,
    pub take: u32,
    pub status: Status,
}

/// What is kept of a scene while another is shot.
#[derive(Clone, Debug, Default)]
pub struct SceneBook {
    cast: Option<imbl::OrdSet<PersonId>>,
    ways: imbl::OrdMap<PersonId, AgreedWay>,
    takes: imbl::OrdMap<String, u32>,
    /// Its latest.
    status: Option<Status>,
    /// Setups in which the ways to signal were asked again.
    asked: imbl::OrdSet<String>,
}

#[derive(Clone, Copy, Debug)]
struct AgreedWay {
    way: Way,
    /// False from the moment it is asked again until the IC says it again.
    confirmed: bool,
}

/// A scene's or setup's number has at most this many characters: what a slate holds.
const MAX_NUMBER: usize = 12;

impl Set {
    /// The open scene.
    pub fn scene(&self) -> Option<&Scene> {
        self.scene.as_ref()
    }

    /// A camera is rolling.
    pub fn is_rolling(&self) -> bool {
        self.scene.as_ref().is_some_and(|s| s.status == Status::Rolling)
    }

    /// The cast of the open scene as the IC set it; none means those whom the plan has in it.
    pub fn cast(&self) -> Option<&imbl::OrdSet<PersonId>> {
        self.book()?.cast.as_ref()
    }

    /// Plays in the open scene.
    pub fn is_in_cast(&self, person: PersonId) -> bool {
        self.scene().is_none_or(|scene| self.plays_in(&scene.id, person))
    }

    /// Plays in some scene, open or not: by the IC's cast, else by the plan.
    pub(super) fn plays_in(&self, scene: &str, person: PersonId) -> bool {
        match self.books.get(scene).and_then(|book| book.cast.as_ref()) {
            Some(cast) => cast.contains(&person),
            None => self.plays_by_plan(scene, person),
        }
    }

    /// The IC has named this performer for a scene.
    pub(super) fn is_cast_by_hand(&self, scene: &str, person: PersonId) -> bool {
        self.books.get(scene).and_then(|book| book.cast.as_ref()).is_some_and(|cast| cast.contains(&person))
    }

    /// Has had a status today: from then on its plan is only taken back, and changes are asked.
    pub fn is_opened(&self, scene: &str) -> bool {
        self.books.get(scene).is_some_and(|book| book.status.is_some())
    }

    /// A scene was wrapped, and not taken up again since.
    pub fn is_wrapped(&self, scene: &str) -> bool {
        self.books.get(scene).is_some_and(|book| book.status == Some(Status::Wrapped))
    }

    /// The admitted performers of the cast who are on set now.
    pub fn cast_on_set(&self) -> impl Iterator<Item = &Person> {
        self.admitted
            .get(&Role::Performer)
            .into_iter()
            .flatten()
            .filter_map(|id| self.person(*id))
            .filter(|p| p.on_set && self.is_in_cast(p.id))
    }

    /// The only one of the cast on set: the 1st AD will know whose a hold is.
    pub fn is_alone(&self, person: PersonId) -> bool {
        let mut cast = self.cast_on_set();
        cast.next().is_some_and(|p| p.id == person) && cast.next().is_none()
    }

    /// How a performer can signal in the open scene, and whether that is confirmed.
    pub fn way(&self, person: PersonId) -> Option<(Way, bool)> {
        self.book()?.ways.get(&person).map(|w| (w.way, w.confirmed))
    }

    fn book(&self) -> Option<&SceneBook> {
        self.scene.as_ref().and_then(|s| self.books.get(&s.id))
    }

    /// Practice: the way is asked again at `last_looks`, or at the first `picture_up` or `rolling` of a
    /// setup where that was skipped. Here: whether rolling now would skip it, with somebody there to be asked.
    fn ways_not_yet_asked(&self, scene: &str, setup: &str) -> bool {
        let asked = self.books.get(scene).is_some_and(|book| book.asked.contains(setup));
        !asked && self.cast_on_set().next().is_some()
    }

    #[allow(clippy::too_many_arguments)] // the command's own fields
    pub(super) fn decide_status(
        &self,
        by: &Person,
        status: Status,
        scene: Option<&str>,
        setup: Option<&str>,
        override_: Option<Override>,
        presence: &Presence,
        now: Moment,
    ) -> Result<Vec<Event>, Denial> {
        by.must_receive("The 1st AD and the IC set the scene's status.")?;
        let here = self.scene.as_ref();
        let id = match (scene, here) {
            (Some(id), _) => number(id)?,
            (None, Some(here)) => here.id.clone(),
            // A cut is a cut, also before anyone has named a scene.
            (None, None) if status == Status::Cut => return Ok(vec![]),
            (None, None) => return Err(Denial::unknown_scene()),
        };
        let same_scene = here.filter(|h| h.id == id);
        let setup = match setup {
            Some(setup) => number(setup)?,
            None => same_scene.map(|h| h.setup.clone()).unwrap_or_default(),
        };
        if same_scene.is_some_and(|h| h.status == status && h.setup == setup && status != Status::LastLooks) {
            return Ok(vec![]);
        }
        let unmet = match status {
            _ if self.stood_down => 0,
            Status::Rolling => self.may_roll(by.role.side(), &id, &setup, override_, presence, now)?,
            Status::Wrapped => self.may_wrap(&id, override_)?,
            _ => 0,
        };
        let override_ = override_.filter(|_| unmet > 0);
        Ok(vec![Event::StatusSet { status, scene: id, setup, override_, unmet }])
    }

    /// How many lines of the ready list an override has to answer for.
    fn may_roll(
        &self,
        side: Side,
        scene: &str,
        setup: &str,
        override_: Option<Override>,
        presence: &Presence,
        now: Moment,
    ) -> Result<u32, Denial> {
        if self.signals().any(|s| s.is_known_to(side)) {
            return Err(Denial::new(
                DenialCode::SignalOpen,
                "A signal is open. The IC releases it before the next take.",
            ));
        }
        if !self.is_ic_reachable(presence, now) {
            return Err(Denial::new(
                DenialCode::NoIc,
                "No IC is reachable. Wait for the IC, or stand the tool down.",
            ));
        }
        if self.minors_alone(Side::Ic, presence, now.mono).is_some_and(|alone| !alone.is_empty()) {
            return Err(Denial::new(
                DenialCode::NotReadyToRoll,
                "A minor's chaperone is not connected. Wait until their phone is back.",
            ));
        }
        let lines = self.lines(side, presence, now);
        if lines.iter().any(|l| l.hard && !l.met) {
            return Err(Denial::new(DenialCode::NotReadyToRoll, "Not yet. The IC says when."));
        }
        let skips_asking = self.ways_not_yet_asked(scene, setup);
        let unmet = lines.iter().filter(|l| !l.met).count() + usize::from(skips_asking);
        if unmet == 0 || override_.is_some() {
            return Ok(u32::try_from(unmet).unwrap_or(u32::MAX));
        }
        Err(if skips_asking {
            Denial {
                also: vec![Event::WaysAsked { scene: scene.to_owned(), setup: setup.to_owned() }],
                ..Denial::new(
                    DenialCode::NotReadyToRoll,
                    "Last looks were skipped, so the IC is asked now how each performer can signal. Roll once the list is met.",
                )
            }
        } else {
            Denial::new(
                DenialCode::NotReadyToRoll,
                "The ready list is not met. See to its first open line, or hold one of the ready-made words for a second.",
            )
        })
    }

    /// How many endings an override has to answer for.
    fn may_wrap(&self, scene: &str, override_: Option<Override>) -> Result<u32, Denial> {
        let open = self.closures_open(scene);
        if open == 0 || override_.is_some() {
            return Ok(open);
        }
        let who = if open == 1 { "One performer has".to_owned() } else { format!("{open} performers have") };
        Err(Denial::new(
            DenialCode::NotReadyToRoll,
            format!(
                "{who} had no closure yet. The IC sees to it, or hold one of the ready-made words for a second."
            ),
        ))
    }

    pub(super) fn decide_cast(
        &self,
        by: &Person,
        scene: &str,
        people: &[PersonId],
    ) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC sets a scene's cast.")?;
        let scene = number(scene)?;
        for person in people {
            self.performer(*person)?;
        }
        let mut people = people.to_vec();
        people.sort_unstable();
        people.dedup();
        let cast = vec![Event::CastSet { scene, people }];
        self.must_not_expose_a_minor(&cast)?;
        Ok(cast)
    }

    pub(super) fn decide_cast_as_planned(&self, by: &Person, scene: &str) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC sets a scene's cast.")?;
        let scene = number(scene)?;
        if self.books.get(&scene).is_none_or(|book| book.cast.is_none()) {
            return Ok(vec![]);
        }
        let cast = vec![Event::CastUnset { scene }];
        self.must_not_expose_a_minor(&cast)?;
        Ok(cast)
    }

    pub(super) fn decide_way(&self, by: &Person, person: PersonId, way: Way) -> Result<Vec<Event>, Denial> {
        by.must_be_ic("Only the IC sets how a performer can signal.")?;
        self.performer(person)?;
        let scene = self.scene.as_ref().ok_or_else(Denial::unknown_scene)?;
        Ok(vec![Event::WaySet { scene: scene.id.clone(), person, way }])
    }

    pub(super) fn apply_to_scene(&mut self, event: &Event) {
        match event {
            Event::StatusSet { status, scene, setup, .. } => self.set_status(*status, scene, setup),
            Event::WaysAsked { scene, setup } => self.ask_ways(scene, setup),
            Event::CastSet { scene, people } => {
                self.books.entry(scene.clone()).or_default().cast = Some(people.iter().copied().collect());
            }
            Event::CastUnset { scene } => {
                if let Some(book) = self.books.get_mut(scene) {
                    book.cast = None;
                }
            }
            Event::WaySet { scene, person, way } => {
                let agreed = AgreedWay { way: *way, confirmed: true };
                self.books.entry(scene.clone()).or_default().ways.insert(*person, agreed);
            }
            _ => {}
        }
    }

    fn set_status(&mut self, status: Status, scene: &SceneId, setup: &str) {
        if self.scene.as_ref().is_none_or(|s| s.id != *scene) {
            self.forget_attestations();
            self.forget_check_in();
            self.forget_press_tests(); // practice: press-tested before each intimate scene
        }
        let asked = self.books.get(scene).is_some_and(|book| book.asked.contains(setup));
        if status == Status::LastLooks || (!asked && matches!(status, Status::PictureUp | Status::Rolling)) {
            self.ask_ways(scene, setup);
        }
        let book = self.books.entry(scene.clone()).or_default();
        book.status = Some(status);
        let take = book.takes.entry(setup.to_owned()).or_default();
        if status == Status::Rolling {
            *take += 1;
        }
        let take = *take;
        self.scene = Some(Scene { id: scene.clone(), setup: setup.to_owned(), take, status });
    }

    /// In every scene.
    pub(super) fn doubt_ways(&mut self) {
        let scenes: Vec<SceneId> = self.books.keys().cloned().collect();
        for scene in scenes {
            let setup = self.scene.as_ref().filter(|s| s.id == scene).map(|s| s.setup.clone());
            self.ask_ways(&scene, &setup.unwrap_or_default());
        }
    }

    /// Every way stands as it was, and counts again once the IC has said it again.
    fn ask_ways(&mut self, scene: &str, setup: &str) {
        let book = self.books.entry(scene.to_owned()).or_default();
        book.asked.insert(setup.to_owned());
        let agreed: Vec<PersonId> = book.ways.keys().copied().collect();
        for person in agreed {
            if let Some(way) = book.ways.get_mut(&person) {
                way.confirmed = false;
            }
        }
    }
}

impl Role {
    /// The side whose receipts a receiver gives. Everyone who is not the IC counts as the 1st AD's.
    pub(super) fn side(self) -> Side {
        if self == Role::Ic { Side::Ic } else { Side::Ad }
    }
}

fn number(text: &str) -> Result<String, Denial> {
    let number = clean_line(text);
    match number.chars().count() {
        0 => Err(Denial::bad_command("Give the scene or setup a number, as on the slate.")),
        n if n > MAX_NUMBER => Err(Denial::bad_command(
            "A scene's or setup's number has at most 12 characters, as on the slate.",
        )),
        _ => Ok(number),
    }
}
