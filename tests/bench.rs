//! The bench itself: a quick look with it measures what it says. Its figures are of no interest here.

use std::process::Command;

#[test]
fn a_quick_look_has_the_hub_beside_a_bare_relay_and_weighs_the_page() {
    let program = env!("CARGO_BIN_EXE_bench");
    let asked = Command::new(program)
        .args(["--quick", "--only", "hold", "--only", "page"])
        .env("QUIETHOLD", quiethold_tests::binary())
        .output()
        .expect("it can be started");
    let (out, err) = (String::from_utf8_lossy(&asked.stdout), String::from_utf8_lossy(&asked.stderr));
    assert!(asked.status.success(), "{out}{err}");
    for row in ["hub over tokio-tungstenite, hot, p99", "recorded, p50", "performer's page, requests"] {
        let line =
            out.lines().find(|line| line.contains(row)).unwrap_or_else(|| panic!("no {row}: {out}{err}"));
        assert!(!line.contains("not run") && !line.contains(" 0.00 "), "{line}");
    }
}
