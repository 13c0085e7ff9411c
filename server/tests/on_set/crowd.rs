//! A crew of a thousand, whose views two threads send.

use crate::stage::{
    Stage,
    acts::{scene, status},
};
use quiethold::{
    protocol::HubFrame,
    words::{Access, Command, Role, Status},
};

#[test]
fn each_of_a_thousand_crew_phones_is_sent_every_status_once_and_in_order() {
    let mut stage = Stage::with(1);
    let crew: Vec<usize> = (0..1_000).map(|n| stage.join(Role::Crew, &format!("Crew {n}"))).collect();
    let came = |stage: &Stage, who: usize| stage.people[who].got.len();
    let before: Vec<usize> = crew.iter().map(|&who| came(&stage, who)).collect();
    scene(&mut stage, "42A");
    stage.say(Stage::AD, status(Status::Rehearsal)).expect("a rehearsal");
    stage.say(Stage::AD, Command::Access { access: Access::Closed, notice: None }).expect("closed");
    for (&who, before) in crew.iter().zip(before) {
        let revs = stage.people[who].frames().into_iter().skip(before).map(|frame| match frame {
            HubFrame::View { rev, .. } => rev,
            other => panic!("no view: {other:?}"),
        });
        let revs: Vec<u64> = revs.collect();
        assert_eq!(revs, [revs[0], revs[0] + 1, revs[0] + 2]);
        let seen = stage.people[who].public_view();
        assert_eq!(seen.scene.map(|scene| scene.status), Some(Status::Rehearsal));
        assert_eq!(seen.set.access, Access::Closed);
    }
}
