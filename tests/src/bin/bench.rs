//! `scripts/bench`: see there.

use quiethold_tests::bench::{Part, Plan, disk, fan, floors, hold, keep, link, machine, page, sinks, table};
use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
    time::Instant,
};

type Named = (&'static str, fn(&Plan) -> Part);

/// The parts, in their order.
const PARTS: [Named; 5] =
    [("hold", hold::run), ("fan", fan::run), ("disk", disk::run), ("page", page::run), ("link", link::run)];

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words[..] {
        // What runs beside the bench is this same program.
        ["floor", kind] => {
            floors::run(kind);
            return ExitCode::SUCCESS;
        }
        ["sinks", at, many, ref invite @ ..] => {
            sinks::run(at, many, invite.first().copied());
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let mut plan = Plan::FULL;
    let mut only = Vec::new();
    let mut kept = true;
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        match *word {
            "--quick" => (plan, kept) = (Plan::QUICK, false),
            "--only" if rest.len() > 0 => only.extend(rest.next().copied()),
            // Less than everything is a look, and not kept.
            "--beside" if rest.len() > 0 => {
                plan.systems.extend(rest.next().map(|system| (*system).to_owned()));
                kept = false;
            }
            "--repeat" if rest.len() > 0 => {
                plan.repetitions = rest.next().and_then(|times| times.parse().ok()).unwrap_or(1).max(1);
                kept &= plan.repetitions >= Plan::FULL.repetitions;
            }
            "--no-keep" => kept = false,
            _ => {
                eprintln!(
                    "usage: bench [--quick] [--only PART]... [--beside SYSTEM]... [--repeat TIMES] [--no-keep]; the parts: {}",
                    names()
                );
                return ExitCode::from(2);
            }
        }
    }
    if !plan.systems.is_empty() {
        plan.systems.push("hub".to_owned());
    }
    if let Some(unknown) = only.iter().find(|name| !PARTS.iter().any(|(part, _)| part == *name)) {
        eprintln!("There is no part \"{unknown}\". The parts: {}", names());
        return ExitCode::from(2);
    }
    let began = Instant::now();
    let mut failed = false;
    for (name, run) in PARTS.iter().filter(|(name, _)| only.is_empty() || only.contains(name)) {
        eprintln!("\n==> {name}");
        // What fails in one part leaves the others their figures.
        if let Ok(part) = catch_unwind(AssertUnwindSafe(|| run(&plan))) {
            println!("{}", table::text(&part));
            failed |= save(&part, kept).inspect_err(|why| eprintln!("{why}")).is_err();
        } else {
            eprintln!("    FAILED: see above");
            failed = true;
        }
        eprintln!("    {} s so far", began.elapsed().as_secs());
    }
    ExitCode::from(u8::from(failed))
}

fn names() -> String {
    PARTS.map(|(name, _)| name).join(", ")
}

fn save(part: &Part, kept: bool) -> std::io::Result<()> {
    let target = env::current_exe()?;
    let folder = target.parent().and_then(|release| release.parent()).expect("target/release").join("bench");
    keep::write(part, &folder)?;
    eprintln!("    {}/{}.csv", folder.display(), part.name);
    // What a machine can't do takes no older result's place.
    let was_run = part.rows.iter().any(|row| !row.values.is_empty());
    if kept && was_run { keep::keep(part, machine::command()) } else { Ok(()) }
}
