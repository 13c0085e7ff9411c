//! Where the day is kept: whether it can be written, for how long, and whether the clock is right.

use super::Line;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    time::SystemTime,
};
use time::{Duration, OffsetDateTime, macros::datetime};

const MB: u64 = 1 << 20;
/// A day's record is a few megabytes; a disk so full is about to be full.
const TOO_LITTLE: u64 = 50 * MB;
const LITTLE: u64 = 1024 * MB;
/// Folders that a service copies elsewhere. It may also take a file away while it is being written.
const COPIED: [&str; 6] =
    ["Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "Mobile Documents", "Nextcloud"];

pub(super) fn lines(folder: &Path) -> Vec<Line> {
    let mut lines = vec![written(folder)];
    if let Ok(free) = fs4::available_space(standing(folder)) {
        let says = format!("{} MB are free.", free / MB);
        lines.push(if free < TOO_LITTLE {
            Line::broken(
                "space",
                says,
                "Make room: with a full disk a hold still goes out, and nothing is recorded.",
            )
        } else if free < LITTLE {
            Line::look("space", says, "Make room before the day begins.")
        } else {
            Line::ok("space", says)
        });
    } else {
        lines.push(Line::look(
            "space",
            "How much is free can't be seen from here.",
            "Look at it in the system's own way.",
        ));
    }
    lines
}

/// The folder, or what of its path is there already.
fn standing(folder: &Path) -> PathBuf {
    let there = folder.ancestors().find(|path| path.exists() && !path.as_os_str().is_empty());
    there.unwrap_or(Path::new(".")).to_owned()
}

fn written(folder: &Path) -> Line {
    let there = standing(folder);
    let trial = there.join(format!(".quiethold-doctor-{}", std::process::id()));
    let tried = fs::File::create_new(&trial)
        .and_then(|mut file| file.write_all(&[0; 8 * 1024]).and_then(|()| file.sync_all()));
    let _ = fs::remove_file(&trial);
    let shown = folder.display();
    if let Err(why) = tried {
        let says = format!("The folder {shown} can't be written ({why}).");
        return Line::broken(
            "disk",
            says,
            "Check whose it is and whether the disk is full, or take another: --data DIR",
        );
    }
    if let Some(service) = COPIED.iter().find(|name| folder.to_string_lossy().contains(**name)) {
        let says = format!("The folder {shown} is copied elsewhere by {service}.");
        return Line::look(
            "disk",
            says,
            "The day's record belongs on this laptop only: take another folder with --data DIR",
        );
    }
    Line::ok("disk", format!("The folder {shown} can be written."))
}

/// No laptop that runs this was made earlier.
const EARLIEST: OffsetDateTime = datetime!(2026-01-01 0:00 UTC);

pub(super) fn clock(folder: &Path, now: OffsetDateTime) -> Line {
    let says = format!("It is {} {:02}:{:02} UTC on this laptop.", now.date(), now.hour(), now.minute());
    if now < EARLIEST {
        return Line::broken("clock", says, "Set the date and time: certificates and the record go by them.");
    }
    let newest = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.metadata().ok()?.modified().ok())
        .max()
        .unwrap_or(SystemTime::UNIX_EPOCH);
    if OffsetDateTime::from(newest) > now + Duration::minutes(5) {
        let says = format!("{says} The day's folder was written later than that: the clock was set back.");
        return Line::look("clock", says, "Set it right; a running hub's timers are not touched by it.");
    }
    Line::ok("clock", says)
}

#[cfg(test)]
mod tests {
    use super::{super::Found, *};

    #[test]
    fn a_folder_that_is_not_there_yet_is_tried_where_it_would_be_and_nothing_is_left_behind() {
        let place = tempfile::tempdir().expect("a folder");
        let folder = place.path().join("new/day");
        assert_eq!(written(&folder).found, Found::Ok);
        assert_eq!(fs::read_dir(place.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn a_file_in_the_folders_place_is_told() {
        let place = tempfile::tempdir().expect("a folder");
        let file = place.path().join("day");
        fs::write(&file, "not a folder").expect("a file");
        assert_eq!(written(&file).found, Found::Broken);
    }

    #[test]
    fn a_folder_that_a_service_copies_is_told() {
        let place = tempfile::tempdir().expect("a folder");
        let line = written(&place.path().join("Dropbox/day"));
        assert!(line.found == Found::Look && line.says.contains("Dropbox"), "{line:?}");
    }

    #[test]
    fn a_clock_that_was_never_set_or_was_set_back_is_told() {
        let place = tempfile::tempdir().expect("a folder");
        let now = OffsetDateTime::now_utc();
        assert_eq!(clock(place.path(), now).found, Found::Ok);
        assert_eq!(clock(place.path(), datetime!(1970-01-01 0:01 UTC)).found, Found::Broken);
        fs::write(place.path().join("day.sqlite"), "").expect("a file");
        assert_eq!(clock(place.path(), now + Duration::minutes(1)).found, Found::Ok);
        let line = clock(place.path(), now - Duration::hours(3));
        assert!(line.found == Found::Look && line.says.contains("set back"), "{line:?}");
    }
}
