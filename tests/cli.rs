//! The command line beside a running hub.

use quiethold::words::{Command, Role};
use quiethold_tests::{Card, Hub, Options, Phone};
use std::{
    fs,
    io::{BufRead, BufReader},
    process::{Command as Process, Output, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

fn invite(hub: &Hub, more: &[&str]) -> Output {
    let folder = hub.folder.to_str().expect("a folder with a plain name");
    Hub::ask(&[&["invite", "--data", folder, "--role"], more].concat())
}

fn url(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn said_no(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!said.contains("panicked") && !said.contains("Error {"), "{said}");
    said
}

async fn joins(hub: &Hub, url: &str, name: &str) -> Phone {
    let (_, invite) = url.split_once("/#").expect("the invite stands in the fragment");
    Phone::join_by(hub.address, invite, name).await
}

#[tokio::test]
async fn a_day_begins_with_one_line_of_json_and_ends_quietly() {
    let mut hub = Hub::start();
    assert!(hub.ready.ready && hub.ready.invites.ic.is_some());
    assert!(hub.ready.url.starts_with("http://127.0.0.1:"));
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    assert!(hub.stop().success());
    assert_eq!(
        ic.waits("the end", |s| s.ends.first().copied()).await,
        Some(4001),
        "come back after a short wait"
    );
    assert_eq!(hub.output().lines().count(), 1);
    assert!(!hub.folder.join("hub.json").exists(), "nobody runs here now");
    hub.start_again();
    assert_eq!(hub.ready.invites.ic, None, "an IC has joined today");
    ic.waits("it has come back by itself", |s| (s.live && s.welcomes.len() == 2).then_some(())).await;
}

#[test]
fn asked_to_end_in_its_first_moment_a_hub_ends_as_quietly_as_later() {
    for _ in 0..10 {
        let mut hub = Hub::start();
        assert!(hub.stop().success(), "{}", hub.logs());
        assert!(!hub.folder.join("hub.json").exists(), "nobody runs here now");
    }
}

#[tokio::test]
async fn before_the_first_ic_the_laptop_hands_out_what_it_showed_at_its_start() {
    let hub = Hub::start();
    for (role, word) in
        [(Role::Performer, "performer"), (Role::Crew, "crew"), (Role::Door, "door"), (Role::Ad, "ad")]
    {
        let told = url(&invite(&hub, &[word]));
        assert_eq!(told, format!("{}/#{}", hub.ready.url, hub.invite(role)));
    }
}

#[tokio::test]
async fn a_later_ic_needs_a_live_one_or_the_recovery_words_and_everybody_who_must_know_is_told() {
    let hub = Hub::start();
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    let words = ic.with(|s| s.recovery.clone()).expect("the first IC is shown the words");
    assert_eq!(words.split(' ').count(), 12);
    let ad = Phone::join(&hub, Role::Ad, "Aldo").await;
    let place = TempDir::new().expect("a folder");
    let file = place.path().join("words");
    let path = file.to_str().expect("a plain name");

    // Owning the laptop makes nobody the IC.
    fs::write(&file, "abandon ability able about above absent absorb abstract absurd abuse access accident")
        .expect("a file");
    said_no(&invite(&hub, &["ic", "--words-file", path]));
    said_no(&invite(&hub, &["ic", "--words-file", "/nowhere/words"]));
    said_no(&invite(&hub, &["ic"]));
    ad.breathes().await;
    assert!(ad.ad_sees("nothing was made", |_| true).await.notices.is_empty());

    // The words do, however they are written; and it is told.
    fs::write(&file, format!("  {}\n", words.to_uppercase().replace(' ', "\n "))).expect("a file");
    let told = url(&invite(&hub, &["ic", "--words-file", path, "--name", "Second"]));
    ad.ad_sees("an invite was made", |v| v.notices.len() == 1).await;
    let second = joins(&hub, &told, "Ines").await;
    assert_eq!(second.with(|s| s.recovery.clone()), None, "the words are the first IC's");
    let notices = ad.ad_sees("and used", |v| v.notices.len() == 2).await.notices;
    assert!(notices.iter().any(|n| n.text.contains("Ines")), "{notices:?}");
    ic.ic_sees("the same to the first", |v| v.timeline.iter().any(|l| l.text.contains("Ines joined"))).await;

    // A live IC makes one on the console.
    ic.does(Command::Invite { role: Role::Ic, name: Some("Third".into()), for_: None }).await;
    let view =
        ic.ic_sees("the code", |v| v.invites.iter().any(|i| i.role == Role::Ic && i.name == "Third")).await;
    let made = view.invites.iter().find(|i| i.role == Role::Ic).expect("just seen").url.clone();
    joins(&hub, &made, "Iris").await;
    ad.ad_sees("told again", |v| v.notices.len() == 4).await;
}

#[tokio::test]
async fn once_there_is_an_ic_a_1st_ads_invite_comes_from_the_ic_alone() {
    let hub = Hub::start();
    let ic = Phone::join(&hub, Role::Ic, "Imke").await;
    let said = said_no(&invite(&hub, &["ad"]));
    assert!(said.contains("console"), "{said}");
    ic.does(Command::Invite { role: Role::Ad, name: Some("Second AD".into()), for_: None }).await;
    let view = ic
        .ic_sees("the code", |v| v.invites.iter().any(|i| i.role == Role::Ad && i.name == "Second AD"))
        .await;
    let made = view.invites.iter().find(|i| i.name == "Second AD").expect("just seen").url.clone();
    joins(&hub, &made, "Arno").await;
    ic.ic_sees("used up", |v| v.invites.iter().all(|i| i.name != "Second AD")).await;
}

#[tokio::test]
async fn with_no_hub_running_one_is_told_to_start_it() {
    let mut hub = Hub::start();
    hub.kill();
    let said = said_no(&invite(&hub, &["crew"]));
    assert!(said.contains("quiethold serve"), "{said}");
    let empty = TempDir::new().expect("a folder");
    let said =
        said_no(&Hub::ask(&["invite", "--role", "door", "--data", empty.path().to_str().expect("plain")]));
    assert!(said.contains("quiethold serve"), "{said}");
}

#[test]
fn what_the_command_line_cannot_read_is_said_before_anything_starts() {
    for wrong in [
        &["serve", "--listen", "stage four"][..],
        &["serve", "--call-after-rolling", "0"],
        &["serve", "--call-unanswered-after", "31"],
        &["serve", "--name", ""],
        &["serve", "--sing"],
        &["invite", "--role", "producer"],
        &["sing"],
        &[],
    ] {
        let output = Hub::ask(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty());
    }
    let help = Hub::ask(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8_lossy(&help.stdout);
    assert!(["serve", "demo", "invite"].iter().all(|word| text.contains(word)));
}

#[tokio::test]
async fn another_days_folder_is_another_day() {
    let first = Hub::start();
    let ic = Phone::join(&first, Role::Ic, "Imke").await;
    let Card { token, .. } = ic.card();
    let other = Hub::with(Options::default());
    assert_ne!(first.invite(Role::Performer), other.invite(Role::Performer));
    let mut line = quiethold_tests::Line::open(other.address).await;
    line.resume(&token).await;
    assert_eq!(line.refused().await.0, quiethold::protocol::RefusalCode::UnknownToken);
}

#[test]
fn a_demo_ends_when_it_is_asked_to_in_the_middle_of_its_day() {
    let mut demo = Process::new(quiethold_tests::binary())
        .args(["demo", "--no-browser"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the demo starts");
    let mut out = BufReader::new(demo.stdout.take().expect("its output"));
    let mut line = String::new();
    while !line.contains("42A") && out.read_line(&mut line).is_ok_and(|read| read > 0) {}
    assert!(line.contains("42A"), "the day has not begun: {line}");
    let asked = Process::new("kill").args(["-TERM", &demo.id().to_string()]).status().expect("kill");
    assert!(asked.success());
    let patience = Instant::now();
    while demo.try_wait().expect("it is ours").is_none() {
        if patience.elapsed() > Duration::from_secs(20) {
            demo.kill().expect("it is ours");
            panic!("asked once, the demo ran on");
        }
        sleep(Duration::from_millis(50));
    }
}

#[test]
fn whoever_waits_for_a_report_at_a_terminal_reads_what_is_being_done_and_a_file_gets_the_report_alone() {
    let mut hub = Hub::start();
    assert!(hub.stop().success());
    let line = format!("{} report --data {}", quiethold_tests::binary().display(), hub.folder.display());
    let at_a_terminal = Process::new("script").args(["--quiet", "--command", &line, "/dev/null"]).output();
    let shown = String::from_utf8_lossy(&at_a_terminal.expect("script, of util-linux").stdout).into_owned();
    for step in ["Reading the day's log …", "Making the report …", "<html"] {
        assert!(shown.contains(step), "{step}: {shown}");
    }
    let folder = hub.folder.to_str().expect("a folder with a plain name");
    let piped = Hub::ask(&["report", "--data", folder]);
    assert!(piped.status.success() && piped.stderr.is_empty(), "no terminal, no steps");
    assert!(piped.stdout.starts_with(b"<!doctype html>"));
}
