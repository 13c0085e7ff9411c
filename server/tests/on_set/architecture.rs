//! ARCHITECTURE.md's invariants about what is deliberately absent.

use std::{fs, path::Path};

fn sources(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    let files = fs::read_dir(folder).expect("the folder is there");
    files
        .map(|file| file.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .map(|path| (path.display().to_string(), fs::read_to_string(path).expect("readable")))
        .collect()
}

fn imports(source: &str) -> impl Iterator<Item = &str> {
    source.lines().map(str::trim).filter(|line| line.starts_with("use ") || line.contains("crate::"))
}

#[test]
fn the_rules_know_no_clock_no_disk_no_network_and_no_json() {
    for (path, source) in sources("set") {
        for import in imports(&source) {
            let ours = import.contains("crate::");
            assert!(!ours || import.contains("crate::words"), "{path} imports more than words: {import}");
        }
        for forbidden in
            ["tokio", "serde_json", "std::time", "std::fs", "std::net", "std::io", "std::thread", "rand::"]
        {
            assert!(!source.contains(forbidden), "{path} knows {forbidden}");
        }
    }
}

#[test]
fn the_frames_import_nothing_of_ours_but_words() {
    for (path, source) in sources("protocol") {
        for import in imports(&source).filter(|line| line.contains("crate::")) {
            assert!(import.contains("crate::words"), "{path}: {import}");
        }
    }
}

#[test]
fn only_the_views_turn_the_set_into_what_a_client_may_see() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/hub");
    for file in fs::read_dir(path).expect("the folder is there") {
        let path = file.expect("readable").path();
        let source = fs::read_to_string(&path).expect("readable");
        // A file's own tests may compare with what the views build.
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        for shape in ["IcView {", "AdView {", "PerformerView {", "PublicView {", "Who {", "Alert {"] {
            assert!(!source.contains(shape), "{} builds {shape}", path.display());
        }
    }
}
