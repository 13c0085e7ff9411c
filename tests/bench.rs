//! The bench itself: it runs, and tells what it has measured. Most of its figures are of no interest here.

use std::process::Command;

#[test]
fn the_bench_weighs_the_performers_page_as_a_hub_serves_it() {
    let program = env!("CARGO_BIN_EXE_bench");
    let asked = Command::new(program)
        .args(["--quick", "--only", "page"])
        .env("QUIETHOLD", quiethold_tests::binary())
        .output()
        .expect("it can be started");
    let (out, err) = (String::from_utf8_lossy(&asked.stdout), String::from_utf8_lossy(&asked.stderr));
    assert!(asked.status.success(), "{out}{err}");
    let row = "performer's page, requests";
    let line = out.lines().find(|line| line.contains(row)).unwrap_or_else(|| panic!("no {row}: {out}{err}"));
    assert!(line.contains("reached") && !line.contains("not run"), "{line}");
}
