//! The rows as people and other programs read them.

use super::row::{Part, Row};
use std::fmt::Write;

/// For the terminal.
pub fn text(part: &Part) -> String {
    let mut text = format!("\n{}\n\n", part.title);
    for row in &part.rows {
        let name = format!("{}, {}", row.system, row.name);
        let verdict = match row.is_reached() {
            Some(true) => "  reached",
            Some(false) => "  NOT REACHED",
            None => "",
        };
        let _ =
            writeln!(text, "  {name:<52}{:>28} {:<3}{}{verdict}", row.spread(), row.unit.sign(), target(row));
    }
    text
}

/// For docs/performance.md: what was to be reached, then everything else.
pub fn markdown(part: &Part) -> String {
    let mut text = format!("### {}\n\n{}\n\n", part.title, part.told);
    let (aimed, plain): (Vec<&Row>, Vec<&Row>) = part.rows.iter().partition(|row| row.target.is_some());
    if !aimed.is_empty() {
        text += "| | figure | measured | to reach | |\n| --- | --- | --- | --- | --- |\n";
        for row in aimed {
            let verdict = match row.is_reached() {
                Some(true) => "reached",
                Some(false) => "**not reached**",
                None => "not run",
            };
            let _ = writeln!(
                text,
                "| {} | {} | **{}** {} | {} | {verdict} |",
                row.system,
                row.name,
                row.spread(),
                row.unit.sign(),
                target(row).trim()
            );
        }
        text.push('\n');
    }
    if !plain.is_empty() {
        text += "| | figure | measured |\n| --- | --- | --- |\n";
        for row in plain {
            let _ =
                writeln!(text, "| {} | {} | {} {} |", row.system, row.name, row.spread(), row.unit.sign());
        }
        text.push('\n');
    }
    for (place, (title, _)) in part.plots.iter().enumerate() {
        let _ = writeln!(text, "![{title}](performance/{})\n", drawing(part, place));
    }
    text
}

/// A plot's file.
pub fn drawing(part: &Part, place: usize) -> String {
    if place == 0 { format!("{}.svg", part.name) } else { format!("{}-{}.svg", part.name, place + 1) }
}

fn target(row: &Row) -> String {
    let Some(target) = row.target else { return String::new() };
    let stretch = target.stretch.map_or_else(String::new, |better| format!(", better {better}"));
    format!("  ≤ {}{stretch}", target.at_most)
}

/// For other programs: a row a line, with every repetition.
pub fn csv(part: &Part) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = "system,figure,unit,at_most,stretch,values\n".to_owned();
    for row in &part.rows {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let values: Vec<String> = row.values.iter().map(|value| format!("{value:.4}")).collect();
        let _ = writeln!(
            text,
            "{},{},{},{},{},{}",
            quoted(&row.system),
            quoted(&row.name),
            row.unit.sign(),
            number(row.target.map(|target| target.at_most)),
            number(row.target.and_then(|target| target.stretch)),
            values.join(",")
        );
    }
    text
}
