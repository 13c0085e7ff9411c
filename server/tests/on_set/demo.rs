//! The demo's day, in a moment: over real sockets, against the real hub.

use quiethold::{
    demo::{Codes, Stage},
    hub::KEEP_DAYS,
    serve::{Config, serve},
};
use std::{
    process::{Command, Stdio},
    time::Duration,
};

fn hub(data: &std::path::Path) -> Config {
    Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: data.to_owned(),
        name: "Demo".into(),
        plan: None,
        address: None,
        call_after_rolling: Duration::from_secs(5),
        call_unanswered_after: Duration::from_secs(15),
        tls: None,
        keep_days: KEEP_DAYS,
        wifi: None,
        datagrams: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shows_a_hold_a_pause_and_a_wrapped_scene() {
    let data = tempfile::tempdir().expect("a folder");
    let running = serve(hub(data.path())).await.expect("it starts");
    let invites = &running.invites;
    let codes = Codes {
        ic: invites.ic.as_deref().expect("nobody has joined"),
        ad: invites.ad.as_deref().unwrap_or_default(),
        performer: &invites.performer,
        door: &invites.door,
    };
    let stage = Stage::set_up(&running.local_url, codes, Duration::from_millis(20)).await.expect("all join");
    let seats = stage.seats().await.expect("the person who watches has two pages");
    assert_ne!(seats.ic, seats.ad);

    let mut told = Vec::new();
    stage.day(|line| told.push(line.to_owned())).await.expect("nothing is denied");
    let day = told.join("\n");
    let mut rest = day.as_str();
    for moment in [
        "Blocking",
        "closed as listed",
        "take 1",
        "HOLD, and no name",
        "releases the hold",
        "take 2",
        "a pause",
        "wrapped",
    ] {
        rest = rest.split_once(moment).unwrap_or_else(|| panic!("no {moment:?} in its place:\n{day}")).1;
    }
    assert!(!day.contains("cannot roll"), "{day}");
    running.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ic_who_comes_later_needs_the_recovery_words_at_the_command_line_too() {
    let data = tempfile::tempdir().expect("a folder");
    let running = serve(hub(data.path())).await.expect("it starts");
    let folder = data.path().to_owned();
    let claim = format!("{}/#{}", running.url, running.invites.ic.clone().expect("nobody has joined"));
    assert_eq!(ask(&folder, &["--role", "ic"]).await, (true, claim), "before the first IC it is the claim");

    let invites = &running.invites;
    let codes = Codes {
        ic: invites.ic.as_deref().expect("nobody has joined"),
        ad: invites.ad.as_deref().unwrap_or_default(),
        performer: &invites.performer,
        door: &invites.door,
    };
    let _stage = Stage::set_up(&running.local_url, codes, Duration::ZERO).await.expect("all join");
    std::fs::write(folder.join("guess"), "not those words").expect("a folder");
    let guess = folder.join("guess").display().to_string();
    let (done, said) = ask(&folder, &["--role", "ic", "--words-file", &guess]).await;
    assert!(!done && said.contains("not the recovery words"), "{said}");
    let (done, url) = ask(&folder, &["--role", "crew"]).await;
    assert!(done && url.starts_with(&format!("{}/#", running.url)), "{url}");
    running.shutdown().await;
}

/// What `quiethold invite` says, and whether it succeeded.
async fn ask(folder: &std::path::Path, arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quiethold"));
    command.arg("invite").arg("--data").arg(folder).args(arguments).stdin(Stdio::null());
    let output =
        tokio::task::spawn_blocking(move || command.output()).await.expect("it ends").expect("it runs");
    let said = if output.status.success() { output.stdout } else { output.stderr };
    (output.status.success(), String::from_utf8(said).expect("text").trim().to_owned())
}
