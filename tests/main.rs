//! The real hub over real sockets: one program for all stories, so that it is linked once.

mod bad_input;
mod bench;
mod capture;
mod cli;
mod coming_back;
mod cover;
mod crowd;
mod day;
mod doctor;
mod doors;
mod full_disk;
mod link;
mod metrics;
mod plan;
mod privacy;
mod record;
mod sealed;
mod shooting_day;
mod soak;
mod supervision;
mod third_lane;
mod tls;
mod watchers;

/// A file that nobody names here is compiled by nobody, and its stories are told to nobody.
#[test]
fn every_file_of_stories_is_told() {
    let named: Vec<_> =
        include_str!("main.rs").lines().filter_map(|line| line.strip_prefix("mod ")).collect();
    for entry in std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).expect("the folder of the tests") {
        let name = entry.expect("a file of it").file_name().into_string().expect("a name in ASCII");
        let Some(story) = name.strip_suffix(".rs").filter(|story| *story != "main") else { continue };
        assert!(named.contains(&format!("{story};").as_str()), "tests/main.rs does not name {name}");
    }
}
