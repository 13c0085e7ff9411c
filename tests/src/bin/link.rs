//! Holds over a bad link, to be measured. See docs/performance.md.

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    return run::main();
    #[cfg(not(target_os = "linux"))]
    {
        eprintln!("NOT RUN: the emulated link needs Linux.");
        ExitCode::SUCCESS
    }
}

#[cfg(target_os = "linux")]
mod run {
    use quiethold::hub::CHASERS;
    use quiethold_tests::link::{
        Weather, chromium,
        measure::{Figures, Run, Took, play},
        page::Manner,
    };
    use std::{collections::HashMap, env, process::ExitCode, time::Duration};

    /// The real page as the phone.
    fn in_chromium(presses: usize, weather: Weather, watch: Duration) -> ExitCode {
        match chromium::play(presses, weather, watch) {
            Ok(seen) => {
                let f = Figures::of(&seen.took);
                println!(
                    "chromium n {} p50 {:.1} p99 {:.1} max {:.1} over200 {:.3}%",
                    seen.took.len(),
                    f.p50,
                    f.p99,
                    f.most,
                    f.over_200 * 100.0
                );
                println!("a minute idle, from and to the phone: {:?}", seen.idle);
                println!("a minute of a live scene: {:?}", seen.live);
            }
            Err(why) => println!("NOT RUN: {}", why.0),
        }
        ExitCode::SUCCESS
    }

    pub fn main() -> ExitCode {
        let told: HashMap<String, String> = env::args()
            .skip(1)
            .map(|arg| arg.split_once('=').map(|(k, v)| (k.into(), v.into())).expect("name=value"))
            .collect();
        let number = |name: &str, or: f64| told.get(name).map_or(or, |v| v.parse().expect("a number"));
        let chasers: Vec<u64> = told.get("chasers").map_or(CHASERS.to_vec(), |v| {
            v.split(',').filter(|v| !v.is_empty()).map(|v| v.parse().expect("a number")).collect()
        });
        let count = |name: &str, or: u32| told.get(name).map_or(or, |v| v.parse().expect("a whole number"));
        let ms = |name: &str| told.get(name).map(|v| Duration::from_millis(v.parse().expect("a number")));
        let mut weather = Weather::losing(number("loss", 0.0));
        if let Some(mean) = ms("outages") {
            weather.outages = Weather::outages(mean).outages;
        }
        if told.contains_key("chromium") {
            return in_chromium(
                count("chromium", 24) as usize,
                weather,
                Duration::from_secs(count("watch", 60).into()),
            );
        }
        let mut manner = Manner::of_the_page(&chasers);
        manner.twins = number("twins", 1.0) > 0.0;
        if number("anew", 1.0) == 0.0 {
            manner.anew = None;
        }
        let mut receivers = manner.clone();
        if number("beats", 1.0) > 0.0 {
            receivers = receivers.watching_closely();
        }
        let run = Run {
            seed: count("seed", 1).into(),
            sets: u16::try_from(count("sets", 16)).expect("few"),
            presses: count("presses", 1600) as usize,
            every: ms("every").unwrap_or(Duration::from_millis(400)),
            weather,
            roam: ms("roam"),
            receivers,
            manner,
            hub: vec![format!(
                "--chasers={}",
                chasers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
            )],
            sysctl: told.get("sysctl").map(|v| v.split(';').map(Into::into).collect()).unwrap_or_default(),
        };
        match play(&run) {
            Ok(took) => {
                for (name, times) in [("hub", &took.hub), ("relay", &took.relay), ("limit", &took.limit)] {
                    if !times.is_empty() {
                        let f = Figures::of(times);
                        println!(
                            "{name:<6} n {:>6} p50 {:>7.1} p99 {:>7.1} p99.9 {:>7.1} max {:>7.1} over200 {:.3}%",
                            times.len(),
                            f.p50,
                            f.p99,
                            f.p999,
                            f.most,
                            f.over_200 * 100.0
                        );
                    }
                }
                if told.contains_key("pairs") {
                    let mut pairs: Vec<_> = took.limit.iter().zip(took.hub.iter().zip(&took.first)).collect();
                    pairs.sort();
                    for (limit, hub) in pairs.iter().filter(|(limit, _)| limit.as_millis() > 11) {
                        println!("pair {} {} {}", limit.as_millis(), hub.0.as_millis(), hub.1.as_millis());
                    }
                }
                let Took { never, skipped, replaced, .. } = took;
                println!(
                    "never arrived {never}, not made {skipped}, pages that were told to stop {replaced}"
                );
                ExitCode::from(u8::from(never + replaced > 0))
            }
            Err(why) => {
                println!("NOT RUN: {}", why.0);
                ExitCode::SUCCESS
            }
        }
    }
}
