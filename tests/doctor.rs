//! `quiethold doctor`: the laptop is looked at before there are people on set.

use quiethold_tests::{Day, Hub, Options};
use serde_json::Value;
use std::{fs, path::Path};

/// What it says with these arguments, and whether it found something broken.
fn doctor(folder: &Path, more: &[&str]) -> (Value, bool) {
    let folder = folder.display().to_string();
    let mut args = vec!["doctor", "--json", "--data", &folder];
    args.extend(more);
    let output = Hub::ask(&args);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(text.lines().count(), 1, "{text}{}", String::from_utf8_lossy(&output.stderr));
    (serde_json::from_str(&text).expect("JSON"), !output.status.success())
}

fn line<'a>(report: &'a Value, about: &str) -> &'a Value {
    let lines = report["lines"].as_array().expect("lines");
    lines.iter().find(|line| line["about"] == about).unwrap_or_else(|| panic!("{about} in {report:#}"))
}

fn free_port() -> String {
    Options::default().listen.rsplit_once(':').map(|(_, port)| port.to_owned()).expect("a port")
}

#[test]
fn each_line_says_what_was_found_and_what_to_do_where_something_is_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (report, _) = doctor(folder.path(), &["--listen", &free_port()]);
    for about in ["address", "port", "firewall", "sleep", "disk", "space", "clock", "hub", "https"] {
        let line = line(&report, about);
        let (says, to_do) = (line["says"].as_str().expect("words"), line["to_do"].as_str().expect("words"));
        assert!(says.ends_with(['.', '!']) || says.contains("OK"), "{says}");
        assert_eq!(to_do.is_empty(), line["found"] == "ok", "{line}");
    }
    assert_eq!(line(&report, "port")["found"], "ok");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left behind");
    let people =
        Hub::ask(&["doctor", "--data", &folder.path().display().to_string(), "--listen", &free_port()]);
    let text = String::from_utf8_lossy(&people.stdout).into_owned();
    assert!(
        text.contains("OK      disk") && text.lines().last().is_some_and(|end| end.ends_with('.')),
        "{text}"
    );
}

#[tokio::test]
async fn of_a_running_hub_it_tells_counts_and_no_names() {
    let day = Day::begin().await;
    let (report, _) = doctor(&day.hub.folder, &[]);
    assert_eq!(line(&report, "port")["found"], "ok", "its own hub has it");
    assert!(line(&report, "hub")["says"].as_str().expect("words").contains(&day.hub.ready.url));
    let receivers = line(&report, "receivers");
    assert_eq!(receivers["says"], "ICs reachable: 1. 1st ADs reachable: 1.");
    let phones = line(&report, "phones")["says"].as_str().expect("words");
    assert!(phones.starts_with("Performers' phones: 2 can signal, 0 can't, 0 off set."), "{phones}");
    // Each phone of this day has opened one of its two lanes.
    let links = line(&report, "links");
    assert_eq!(
        (&links["found"], links["says"].as_str()),
        (&"look".into(), Some("Linked phones: 4 on one lane only."))
    );
    let all = report.to_string();
    for name in ["Ana", "Zeller", "Ben", "Quist", "Imke", "Aldo"] {
        assert!(!all.contains(name), "{name}");
    }
}

#[test]
fn a_port_that_another_program_has_and_a_folder_that_cannot_be_written_are_broken() {
    let taken = std::net::TcpListener::bind("0.0.0.0:0").expect("a free port");
    let port = taken.local_addr().expect("it is open").port().to_string();
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("day");
    fs::write(&file, "a file").expect("a file");
    let (report, broken) = doctor(&file, &["--listen", &port]);
    assert!(broken && report["found"] == "broken");
    assert_eq!(line(&report, "port")["found"], "broken");
    assert_eq!(line(&report, "disk")["found"], "broken");
    #[cfg(target_os = "linux")]
    assert!(line(&report, "port")["says"].as_str().expect("words").contains('"'), "by whom: {report}");
}

#[test]
fn a_hub_that_was_killed_is_told_from_none() {
    let mut hub = Hub::start();
    hub.kill();
    let (report, _) = doctor(&hub.folder, &["--listen", &free_port()]);
    assert_eq!(line(&report, "hub")["found"], "look");
    assert!(line(&report, "hub")["to_do"].as_str().expect("words").contains("Start it again"));
}

#[test]
fn a_certificate_is_looked_at_before_the_day_and_has_to_last_till_wrap() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |file: &str| folder.path().join(file).display().to_string();
    let (cert, key) = (path("cert.pem"), path("key.pem"));
    let mut params = rcgen::CertificateParams::new(vec!["stage4.invalid".to_owned()]).expect("a name");
    params.not_after = rcgen::date_time_ymd(2030, 1, 31);
    let pair = rcgen::KeyPair::generate().expect("a key");
    fs::write(&cert, params.self_signed(&pair).expect("a certificate").pem()).expect("a folder");
    fs::write(&key, pair.serialize_pem()).expect("a folder");
    let look = |wrap: &str| {
        let port = free_port();
        doctor(folder.path(), &["--listen", &port, "--tls-cert", &cert, "--tls-key", &key, "--wrap", wrap]).0
    };
    let report = look("2029-12-24");
    assert_eq!(line(&report, "https")["found"], "ok");
    assert!(line(&report, "chain")["says"].as_str().expect("words").contains("no phone trusts it"));
    assert_eq!(line(&report, "name")["found"], "look", "nobody knows that name");
    assert_eq!(line(&look("2030-02-01"), "https")["found"], "broken");
    fs::write(&key, "no key").expect("a folder");
    assert_eq!(line(&look("2029-12-24"), "https")["found"], "broken");
}

#[tokio::test]
async fn a_running_hub_with_its_own_ca_is_found_right() {
    let args = vec!["--tls-local-ca".into()];
    let port = free_port();
    let hub = Hub::with(Options { args, listen: format!("0.0.0.0:{port}"), ..Options::default() });
    let (report, _) = doctor(&hub.folder, &[]);
    assert!(line(&report, "chain")["says"].as_str().expect("words").contains("own CA"), "{report:#}");
    assert_eq!(
        (&line(&report, "https")["found"], &line(&report, "ca")["found"]),
        (&"ok".into(), &"ok".into())
    );
    let (long, _) = doctor(&hub.folder, &["--wrap", "2126-01-01"]);
    assert_eq!(line(&long, "ca")["found"], "broken");
    assert_eq!(line(&long, "https")["found"], "ok", "the hub itself makes that one anew");
}
