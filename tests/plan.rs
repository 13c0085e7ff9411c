//! The day plan and the real hub: from a file on the laptop, from the IC's console over a real socket, and
//! through a restart.

use quiethold::{
    protocol::{HubFrame, IcView},
    words::{Command, DenialCode, LineId, Role, Say},
};
use quiethold_tests::{Answer, Hub, Options, Phone};
use std::{fs, path::Path};
use tempfile::TempDir;
use uuid::Uuid;

const EXAMPLE: &str = include_str!("../docs/day.example.toml");

fn options(folder: &Path, plan: &Path) -> Options {
    let args = vec!["--plan".into(), plan.to_str().expect("a plain name").into()];
    Options { args, folder: Some(folder.to_owned()), ..Options::default() }
}

/// What is answered to the last part, or to the first that was denied.
async fn sends(ic: &Phone, text: &str) -> Answer {
    let characters: Vec<char> = text.chars().collect();
    let parts: Vec<String> = characters.chunks(1500).map(|part| part.iter().collect()).collect();
    let of = u32::try_from(parts.len()).expect("a short plan");
    let upload = Uuid::new_v4();
    for (part, text) in (0..).zip(parts) {
        ic.tries(Command::PlanPart { upload, part, of, text }).await?;
    }
    Ok(())
}

fn first_line(view: &IcView) -> Option<(LineId, Say)> {
    view.plan.as_ref()?.scenes.first()?.lines.first().map(|line| (line.id, line.say))
}

async fn title(ic: &Phone, title: &str) -> IcView {
    ic.ic_sees(title, |v| v.plan.as_ref().is_some_and(|p| p.scenes.iter().any(|s| s.title == title))).await
}

#[tokio::test]
async fn without_a_plan_that_can_be_read_a_fresh_day_does_not_start_and_says_each_line() {
    let (folder, plans) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let plan = plans.path().join("day.toml");
    let text = EXAMPLE.replace("notice_hours = 48", "notice_hours = 12").replace("\"ask\"", "\"perhaps\"");
    fs::write(&plan, &text).expect("written");
    let why = Hub::try_with(options(folder.path(), &plan)).err().expect("it does not start");
    assert_eq!(why.status.code(), Some(1));
    let told: Vec<&str> = why.said.lines().map(str::trim).filter(|line| line.starts_with("Line ")).collect();
    assert_eq!(told.len(), 2, "{}", why.said);
    for (line, piece) in told.iter().zip(["notice_hours = 12", "\"perhaps\""]) {
        let number = line.strip_prefix("Line ").and_then(|l| l.split_once(':')).expect("a number").0;
        let number: usize = number.parse().expect("a number");
        assert!(text.lines().nth(number - 1).expect("a line").contains(piece), "{line}");
    }
    assert!(!why.said.contains("panicked") && !why.said.contains("Ana"), "{}", why.said);
    fs::remove_file(&plan).expect("gone");
    assert!(Hub::try_with(options(folder.path(), &plan)).is_err(), "a file that is not there");
    fs::write(&plan, EXAMPLE).expect("written");
    drop(Hub::with(options(folder.path(), &plan)));
}

#[tokio::test]
async fn a_restart_keeps_what_became_of_the_plan_and_a_broken_file_changes_nothing() {
    let (folder, plans) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    let plan = plans.path().join("day.toml");
    fs::write(&plan, EXAMPLE).expect("written");
    let mut hub = Hub::with(options(folder.path(), &plan));
    let ic = Phone::join(&hub, Role::Ic, "Mara").await;
    let (line, say) = first_line(&title(&ic, "Breakfast").await).expect("a line");
    assert_eq!(say, Say::Yes);
    ic.does(Command::Line { line, say: Say::NotHere }).await;
    hub.kill();
    hub.start_again();
    let taken = |v: &IcView| first_line(v) == Some((line, Say::NotHere));
    ic.ic_sees("what was taken back stays so", taken).await;
    hub.kill();
    fs::write(&plan, EXAMPLE.replace("number = \"43\"", "number = \"42A\"")).expect("written");
    hub.start_again();
    ic.ic_sees("the old plan", taken).await;
    assert!(hub.logs().contains("was not taken"), "{}", hub.logs());
    hub.kill();
    let newer = EXAMPLE.replace("Breakfast", "Lunch").replacen("say = \"yes\"", "say = \"not here\"", 1);
    fs::write(&plan, newer).expect("written");
    hub.start_again();
    assert!(taken(&title(&ic, "Lunch").await));
}

#[tokio::test]
async fn an_ic_sends_a_plan_over_the_socket_in_parts_and_gets_its_text_back() {
    let hub = Hub::start();
    let ic = Phone::join(&hub, Role::Ic, "Mara").await;
    let ad = Phone::join(&hub, Role::Ad, "Tom").await;
    assert_eq!(ad.is_denied(Command::PlanText).await, DenialCode::NotAllowed);
    let wrong = EXAMPLE.replace("say = \"ask\"", "say = \"perhaps\"");
    match sends(&ic, &wrong).await {
        Err((DenialCode::BadCommand, message)) => {
            assert!(message.starts_with("Line ") && message.contains("yes, ask or not here"), "{message}");
        }
        other => panic!("{other:?}"),
    }
    assert!(ic.ic_sees("no plan yet", |_| true).await.plan.is_none());
    sends(&ic, EXAMPLE).await.expect("the plan is taken");
    let plan = title(&ic, "Breakfast").await.plan.expect("a plan");
    assert_eq!((plan.scenes.len(), plan.people.len()), (2, 5));
    ad.ad_sees("the scenes", |v| v.scenes.len() == 2).await;
    ic.does(Command::PlanText).await;
    let frame = |s: &str| serde_json::from_str::<HubFrame>(s).ok();
    let text = ic
        .waits("its text", |s| {
            s.frames.iter().rev().find_map(|f| match frame(f) {
                Some(HubFrame::Plan { text }) => Some(text),
                _ => None,
            })
        })
        .await;
    sends(&ic, &text.replace("Breakfast", "Lunch")).await.expect("edited");
    title(&ic, "Lunch").await;
    assert!(!hub.logs().contains("Cleo"), "logs hold no name");
}
