//! Whether the laptop goes to sleep in the middle of a day: then every phone says NOT CONNECTED.

use super::{Line, tool};

const KEEP_AWAKE: &str = "Plug it in, leave the lid open, and set it never to sleep for the day.";

pub(super) fn lines() -> Vec<Line> {
    if cfg!(target_os = "macos") {
        vec![mac(tool("pmset", &["-g"]).as_deref())]
    } else if cfg!(windows) {
        let asked = ["/query", "SCHEME_CURRENT", "SUB_SLEEP", "STANDBYIDLE"];
        vec![windows(tool("powercfg", &asked).as_deref())]
    } else {
        let inhibited = tool("systemd-inhibit", &["--list", "--no-legend"]);
        let masked = tool("systemctl", &["show", "--property=LoadState", "sleep.target"]);
        let lid = ["/etc/systemd/logind.conf"].iter().find_map(|file| std::fs::read_to_string(file).ok());
        vec![linux(gnome().as_deref(), inhibited.as_deref(), masked.as_deref()), linux_lid(lid.as_deref())]
    }
}

fn unseen() -> Line {
    Line::look("sleep", "When this laptop goes to sleep can't be seen from here.", KEEP_AWAKE)
}

fn sleeps_after(minutes: u64) -> Line {
    Line::look("sleep", format!("This laptop goes to sleep after {minutes} minutes untouched."), KEEP_AWAKE)
}

fn gnome() -> Option<String> {
    let power = "org.gnome.settings-daemon.plugins.power";
    let what = tool("gsettings", &["get", power, "sleep-inactive-ac-type"])?;
    let after = tool("gsettings", &["get", power, "sleep-inactive-ac-timeout"]).unwrap_or_default();
    Some(format!("{} {}", what.trim(), after.trim()))
}

/// `gnome`: what the desktop does and after how many seconds; then who keeps the system awake, and whether it can
/// sleep at all.
fn linux(gnome: Option<&str>, inhibitors: Option<&str>, masked: Option<&str>) -> Line {
    if masked.is_some_and(|said| said.contains("LoadState=masked")) {
        return Line::ok("sleep", "This system never goes to sleep: it is switched off there.");
    }
    let sleepless = inhibitors.is_some_and(|list| {
        list.lines().any(|line| line.contains("sleep") && line.trim_end().ends_with("block"))
    });
    if sleepless {
        return Line::ok("sleep", "A program keeps this laptop awake. Leave it running.");
    }
    let Some(gnome) = gnome else { return unseen() };
    let seconds = gnome.split_whitespace().last().and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    if gnome.contains("nothing") || seconds == 0 {
        Line::ok("sleep", "Plugged in, this laptop does not go to sleep by itself.")
    } else {
        sleeps_after(seconds / 60)
    }
}

fn linux_lid(logind: Option<&str>) -> Line {
    let set = logind.and_then(|text| {
        text.lines().find_map(|line| {
            line.trim()
                .strip_prefix("HandleLidSwitchExternalPower=")
                .or_else(|| line.trim().strip_prefix("HandleLidSwitch="))
        })
    });
    if set == Some("ignore") {
        Line::ok("lid", "Closing the lid does not send this laptop to sleep.")
    } else {
        Line::look(
            "lid",
            "Closing the lid sends this laptop to sleep, unless its desktop says otherwise.",
            "Leave it open.",
        )
    }
}

/// `pmset -g`: ` sleep                1 (sleep prevented by …)`.
fn mac(pmset: Option<&str>) -> Line {
    let minutes = pmset.and_then(|said| {
        let line = said.lines().find_map(|line| line.trim_start().strip_prefix("sleep "))?;
        let minutes: u64 = line.split_whitespace().next()?.parse().ok()?;
        Some((minutes, line.contains("prevented by")))
    });
    match minutes {
        None => unseen(),
        Some((0, _)) => Line::ok("sleep", "This Mac does not go to sleep by itself. Leave the lid open."),
        Some((minutes, false)) => {
            let mut line = sleeps_after(minutes);
            line.to_do = "In another window: caffeinate -dims. Plug it in, and leave the lid open.".into();
            line
        }
        Some((_, true)) => {
            Line::ok("sleep", "A program keeps this Mac awake. Leave it running, and the lid open.")
        }
    }
}

/// `powercfg`: the line `Current AC Power Setting Index: 0x00000708`, in seconds. Its words are translated, so it is
/// the last but one number of the answer.
fn windows(powercfg: Option<&str>) -> Line {
    let numbers: Vec<u64> = powercfg
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|word| u64::from_str_radix(word.strip_prefix("0x")?, 16).ok())
        .collect();
    match numbers.as_slice() {
        [.., 0, _] => {
            Line::ok("sleep", "Plugged in, this laptop does not go to sleep by itself. Leave the lid open.")
        }
        [.., seconds, _] => sleeps_after(seconds / 60),
        _ => unseen(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Found, *};

    #[test]
    fn a_mac_that_would_sleep_is_told_and_one_that_is_kept_awake_is_not() {
        let pmset = |sleep: &str| {
            format!(
                "System-wide power settings:\nCurrently in use:\n standby              1\n sleep                {sleep}\n displaysleep         10\n"
            )
        };
        assert_eq!(mac(Some(&pmset("0"))).found, Found::Ok);
        assert!(mac(Some(&pmset("10"))).says.contains("10 minutes"));
        assert_eq!(mac(Some(&pmset("1 (sleep prevented by caffeinate)"))).found, Found::Ok);
        assert!(mac(Some("nothing like it")).says.contains("can't be seen"));
    }

    #[test]
    fn windows_is_read_in_any_language() {
        let said = |ac: &str| {
            format!(
                "Energieschema-GUID: x\n Minimum: 0x00000000\n Maximum: 0xffffffff\n Wechselstrom: {ac}\n Gleichstrom: 0x00000384\n"
            )
        };
        assert_eq!(windows(Some(&said("0x00000000"))).found, Found::Ok);
        assert!(windows(Some(&said("0x00000708"))).says.contains("30 minutes"));
        assert_eq!(windows(None).found, Found::Look);
    }

    #[test]
    fn linux_says_honestly_where_it_could_not_look() {
        assert!(linux(None, None, None).says.contains("can't be seen"));
        assert!(linux(Some("'suspend' 1200"), Some(""), None).says.contains("20 minutes"));
        assert_eq!(linux(Some("'nothing' 1200"), None, None).found, Found::Ok);
        assert_eq!(linux(None, None, Some("LoadState=masked\n")).found, Found::Ok);
        let kept = "caffeine 1000 stage 42 caffeine sleep:idle a day block\n";
        assert_eq!(linux(Some("'suspend' 1200"), Some(kept), None).found, Found::Ok);
        assert_eq!(linux_lid(Some("[Login]\nHandleLidSwitch=ignore\n")).found, Found::Ok);
        assert_eq!(linux_lid(Some("#HandleLidSwitch=ignore\n")).found, Found::Look);
    }
}
