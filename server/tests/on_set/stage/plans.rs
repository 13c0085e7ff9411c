//! A day plan, and its way to the hub.

use super::{Stage, acts::IC};
use quiethold::{protocol::HubFrame, words::Command};
use uuid::Uuid;

/// Scene 42A is called two hours after the stage's morning, 43 three days later. UTC, whatever the laptop's zone.
pub const DAY: &str = r#"[words]
ad = "AD"

[[people]]
name = "Ana"
job = "performer"

[[people]]
name = "Ben"
job = "performer"

[[people]]
name = "Cleo"
job = "performer"

[[people]]
name = "Kit"
job = "performer"
minor = true
chaperone = "Robin"

[[people]]
name = "Robin"
job = "chaperone"

[[scenes]]
number = "42A"
title = "The morning after"
call = 2026-09-21T16:13:20Z
kinds = ["nudity"]
limits = ["Nothing below the waist."]

[scenes.closed_set]
people = ["Director"]
moments = ["Make-up"]
monitors = ["Director's monitor"]

[[scenes.performers]]
name = "Ana"
rider_received = 2026-09-18T12:00:00Z
rider_confirmed = true

[[scenes.performers]]
name = "Ben"

[[scenes.lines]]
who = ["Ana"]
to = ["Ben"]
what = "Kiss on the mouth"
say = "yes"

[[scenes.lines]]
who = ["Ben"]
to = ["Ana"]
what = "Hand on the back"
say = "ask"

[[scenes.lines]]
who = ["Ana"]
what = "Robe off"
say = "yes"

[[scenes.lines]]
what = "Touch of the face"
say = "not here"

[[scenes]]
number = "43"
title = "Breakfast"
call = 2026-09-24T14:13:20Z
kinds = ["kiss"]

[[scenes.performers]]
name = "Cleo"

[[scenes.performers]]
name = "Kit"
"#;

/// Sends a plan in parts, and says what is answered to the last, or to the first that was denied.
pub fn offer(stage: &mut Stage, who: usize, text: &str) -> Result<(), HubFrame> {
    let parts: Vec<String> =
        text.as_bytes().chunks(2000).map(|part| String::from_utf8_lossy(part).into()).collect();
    let upload = Uuid::from_u128(stage.next_id().0.as_u128());
    let of = u32::try_from(parts.len()).expect("a short plan");
    for (part, text) in (0..).zip(parts) {
        stage.say(who, Command::PlanPart { upload, part, of, text })?;
    }
    Ok(())
}

pub fn load(stage: &mut Stage, text: &str) {
    offer(stage, IC, text).expect("the plan is taken");
}
