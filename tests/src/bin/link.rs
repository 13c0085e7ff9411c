//! Holds over a bad link, to be measured. See docs/bad-link.md.

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
        Weather,
        chromium::{self, Play},
        manner::Manner,
        measure::{Figures, Run, Took, play},
    };
    use std::{collections::HashMap, env, process::ExitCode, time::Duration};

    fn line(name: &str, times: &[Duration]) {
        if times.is_empty() {
            return;
        }
        let f = Figures::of(times);
        println!(
            "{name:<8} n {:>6} p50 {:>7.1} p99 {:>7.1} p99.9 {:>7.1} max {:>7.1} over200 {:.3}%",
            times.len(),
            f.p50,
            f.p99,
            f.p999,
            f.most,
            f.over_200 * 100.0
        );
    }

    /// The real page as the phone.
    fn in_chromium(play: Play) -> ExitCode {
        match chromium::play(play) {
            Ok(seen) => {
                line("chromium", &seen.took);
                line("own", &seen.own);
                for (when, [from, to]) in [("without a scene", seen.idle), ("in a live scene", seen.live)] {
                    if from.packets == 0 {
                        continue;
                    }
                    println!(
                        "{when}, a phone in a minute: sends {} packets, {} bytes; is sent {} packets, {} bytes",
                        from.packets, from.bytes, to.packets, to.bytes
                    );
                }
                println!("never arrived {}, not made {}", seen.never, seen.skipped);
                ExitCode::from(u8::from(seen.never > 0))
            }
            Err(why) => {
                println!("NOT RUN: {}", why.0);
                ExitCode::SUCCESS
            }
        }
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
            return in_chromium(Play {
                seed: count("seed", 1).into(),
                pages: u16::try_from(count("chromium", 4)).unwrap_or(u16::MAX),
                presses: count("presses", 100) as usize,
                every: ms("every").unwrap_or(Duration::from_secs(1)),
                weather,
                watch: Duration::from_secs(count("watch", 60).into()),
            });
        }
        let mut manner = Manner::of_the_page(&chasers);
        if number("again", 1.0) == 0.0 {
            manner.again = [].into();
        }
        manner.renews = number("renews", 1.0) > 0.0;
        manner.twins = number("twins", 1.0) > 0.0;
        if let Some(anew) = ms("anew") {
            manner.anew = Some(anew).filter(|anew| !anew.is_zero());
        }
        manner.datagrams = number("datagrams", 1.0) > 0.0;
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
                    line(name, times);
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
