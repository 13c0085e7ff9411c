//! One Chromium with several performers' pages, driven from outside: tests/browser/src/phone-on-a-link.mjs.

use super::{CannotRun, Namespace};
use crate::bench::keep::root;
use serde::Deserialize;
use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    thread,
    time::Duration,
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
    time::timeout,
};

/// A browser takes its time to start on a busy machine. Its script gives up a little earlier, and says why.
const PATIENCE: Duration = Duration::from_secs(60);
/// So long it may take to close its pages and throw its profile away.
const TO_END: Duration = Duration::from_secs(5);

/// What its script says.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// Every page is in the waiting room.
    Waits,
    /// Every page was let in.
    In,
    /// Every page shows the clock: the scene is live.
    Clock,
    /// A finger was on this page, at this time (milliseconds since 1970).
    Touched(usize, f64),
    /// It did not work, and what the pages show.
    Failed(String),
}

pub(super) struct Browser {
    script: Child,
    orders: Option<ChildStdin>,
    says: UnboundedReceiver<Said>,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // It ends with its standard input, and then nothing of it is left on disk.
        self.orders = None;
        for _ in 0..TO_END.as_millis() / 50 {
            if !matches!(self.script.try_wait(), Ok(None)) {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.script.kill();
        let _ = self.script.wait();
    }
}

/// Chromium's program, if all that is needed is on this machine.
///
/// # Errors
/// With what is missing, and where it comes from.
pub(super) fn program() -> Result<PathBuf, CannotRun> {
    let browser = std::env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from);
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    for (there, how) in [
        (
            browser.exists(),
            "Chromium (Debian: apt-get install chromium; one that lies elsewhere: CHROMIUM=…)",
        ),
        (node.is_ok_and(|ended| ended.success()), "Node.js, to drive it"),
        (
            root().join("tests/browser/node_modules/playwright-core").exists(),
            "playwright-core, to drive it (npm ci in tests/browser)",
        ),
    ] {
        if !there {
            return Err(CannotRun(format!("the page in a real browser needs {how}")));
        }
    }
    Ok(browser)
}

impl Browser {
    /// Opens a page for each address and name.
    pub fn open(browser: &Path, place: &Namespace, pages: &[(String, String)]) -> Result<Self, CannotRun> {
        // Under `chrt -f` a browser in real time would leave nothing else of the machine.
        let mut node = place.command("chrt");
        node.args(["-o", "0", "node"]).arg(root().join("tests/browser/src/phone-on-a-link.mjs"));
        node.arg(serde_json::to_string(pages).expect("texts"));
        node.env("CHROMIUM", browser).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = node.spawn().map_err(|why| CannotRun(format!("node can't be started: {why}")))?;
        let lines = script.stdout.take().expect("it is piped");
        let (tell, says) = unbounded_channel();
        thread::spawn(move || {
            for line in BufReader::new(lines).lines().map_while(Result::ok) {
                let said = serde_json::from_str(&line).unwrap_or(Said::Failed(line));
                if tell.send(said).is_err() {
                    return;
                }
            }
        });
        Ok(Self { orders: script.stdin.take(), script, says })
    }

    /// What it says next.
    ///
    /// # Panics
    /// When it says that it failed, or nothing more.
    pub async fn says(&mut self) -> Said {
        match self.says.recv().await {
            Some(Said::Failed(why)) => panic!("the pages in Chromium did not do it: {why}"),
            Some(said) => said,
            None => panic!("the script that drives Chromium has ended: what it said is above"),
        }
    }

    /// Waits until it says this.
    pub async fn gets_to(&mut self, wanted: Said) {
        let said = timeout(PATIENCE, self.says()).await;
        assert_eq!(said.ok(), Some(wanted), "what the pages in Chromium are to come to within {PATIENCE:?}");
    }

    /// Waits for the scene on every page.
    pub async fn clock(&mut self) {
        self.order("clock");
        self.gets_to(Said::Clock).await;
    }

    /// A finger on this page; when it was there is said later.
    pub fn press(&mut self, page: usize) {
        self.order(&page.to_string());
    }

    fn order(&mut self, what: &str) {
        let orders = self.orders.as_mut().expect("open until it is dropped");
        writeln!(orders, "{what}").expect("the script that drives Chromium is there");
    }
}
