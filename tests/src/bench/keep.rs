//! Where results go: a folder for every run, and docs/performance.md for the last full one.

use super::{
    machine, plot,
    row::Part,
    table::{csv, drawing, markdown},
};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A part's tables and drawings, in a folder.
///
/// # Errors
/// When it can't be written.
pub fn write(part: &Part, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join(format!("{}.csv", part.name)), csv(part))?;
    for (place, (title, curves)) in part.plots.iter().enumerate() {
        fs::write(folder.join(drawing(part, place)), plot::draw(title, curves))?;
    }
    Ok(())
}

/// A part's section of docs/performance.md, between its two marks, and its files beside it.
///
/// # Errors
/// When it can't be written.
pub fn keep(part: &Part, command: &str) -> io::Result<()> {
    write(part, &root().join("docs/performance"))?;
    let file = root().join("docs/performance.md");
    let section = format!("{}\n`{command}`: {}\n", markdown(part).trim_end(), machine::told());
    fs::write(&file, put_in(&fs::read_to_string(&file)?, part.name, &section))
}

/// The text with a section between its marks; at its end, if it has none yet.
fn put_in(text: &str, name: &str, section: &str) -> String {
    let (begin, end) = (format!("<!-- bench {name} -->"), format!("<!-- end of bench {name} -->"));
    let section = format!("{begin}\n\n{}\n\n{end}", section.trim());
    match (text.find(&begin), text.find(&end)) {
        (Some(from), Some(to)) if from < to => {
            format!("{}{section}{}", &text[..from], &text[to + end.len()..])
        }
        _ => format!("{}\n\n{section}\n", text.trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::put_in;

    #[test]
    fn a_section_takes_the_place_of_the_older_one_and_leaves_the_rest() {
        let first = put_in("# How fast\n", "hold", "one");
        let both = put_in(&first, "fan", "two");
        let again = put_in(&both, "hold", "three");
        assert!(again.starts_with("# How fast\n") && again.contains("three") && again.contains("two"));
        assert!(!again.contains("one"));
        assert_eq!(put_in(&again, "hold", "three"), again);
    }
}
