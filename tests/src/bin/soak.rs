//! `scripts/soak`: every fault so many times against the real hub, and a table of what was lost.

use quiethold_tests::soak::{FAULTS, Row, Soak, write};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

/// What was asked for.
#[derive(Default)]
struct Asked {
    quick: bool,
    only: Vec<String>,
    seed: Option<u64>,
    page: Option<PathBuf>,
}

fn asked() -> Result<Asked, String> {
    let mut asked = Asked::default();
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a word behind it"));
        match word.as_str() {
            "--quick" => asked.quick = true,
            "--only" => asked.only.push(value()?),
            "--seed" => asked.seed = Some(value()?.parse().map_err(|_| "--seed needs a number".to_owned())?),
            "--page" => asked.page = Some(value()?.into()),
            _ => {
                return Err(format!(
                    "\"{word}\" is not known. --quick, --only FAULT, --seed NUMBER, --page FILE"
                ));
            }
        }
    }
    let known = |name: &&String| !FAULTS.iter().any(|fault| fault.name == **name);
    if let Some(unknown) = asked.only.iter().find(known) {
        let names: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
        return Err(format!("There is no fault \"{unknown}\". They are: {}", names.join(" ")));
    }
    Ok(asked)
}

#[tokio::main]
async fn main() -> ExitCode {
    let asked = match asked() {
        Ok(asked) => asked,
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    let seed = asked.seed.unwrap_or_else(|| UNIX_EPOCH.elapsed().map_or(1, |t| t.as_secs()));
    let soak = Soak { quick: asked.quick, seed };
    let (machine, began) = (machine(), Instant::now());
    let (mut rows, mut well): (Vec<Row>, bool) = (Vec::new(), true);
    for fault in FAULTS.iter().filter(|f| asked.only.is_empty() || asked.only.iter().any(|o| o == f.name)) {
        let since = Instant::now();
        match fault.run(&soak).await {
            Ok(row) => {
                eprintln!("{:<14} {:>6.1} s   {row:?}", fault.name, since.elapsed().as_secs_f64());
                well &= row.lost == 0;
                rows.push(row);
            }
            Err(why) => {
                eprintln!("{:<14} NOT DONE: {why}", fault.name);
                well = false;
            }
        }
    }
    let minutes = began.elapsed().as_secs_f64() / 60.0;
    let about = format!(
        "{}, in {minutes:.1} minutes, with seed {seed}, on {}. Repeat it with `scripts/soak --seed {seed}`.",
        date(),
        machine
    );
    println!("{about}\n\n{}", quiethold_tests::soak::table(&rows));
    if let Some(page) = asked.page.filter(|_| well && asked.only.is_empty() && !asked.quick)
        && let Err(why) = write(&page, &about, &rows)
    {
        eprintln!("{} can't be written: {why}", page.display());
        well = false;
    }
    if well { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn date() -> String {
    let day = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |t| t.as_secs());
    let said = Command::new("date").args(["-u", "-d", &format!("@{day}"), "+%Y-%m-%d"]).output();
    said.ok().map(|out| String::from_utf8_lossy(&out.stdout).trim().to_owned()).unwrap_or_default()
}

fn machine() -> String {
    let of = |file: &str, what: &str| {
        let text = fs::read_to_string(Path::new(file)).unwrap_or_default();
        text.lines().find_map(|l| l.strip_prefix(what).map(|v| v.trim_matches([':', ' ', '\t']).to_owned()))
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let chip = of("/proc/cpuinfo", "model name").unwrap_or_else(|| env::consts::ARCH.to_owned());
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|l| !l.is_empty());
    let load = load.map(|l| format!(", with a load of {l} before it")).unwrap_or_default();
    format!("{cores} cores of {chip}, Linux {}, a {build} hub{load}", kernel.trim())
}
