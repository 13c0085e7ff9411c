//! Starting a browser with a profile of its own, and its driver.

use super::{Browser, LOOK_AGAIN, PATIENCE, SetUp};
use crate::link::Namespace;
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};
use thirtyfour::{Capabilities, WebDriver, error::WebDriverResult};
use tokio::time::sleep;

/// A page in it, and what runs as long as it is needed.
pub async fn start(browser: Browser, air: &Namespace, home: &Path, set_up: &SetUp) -> (WebDriver, Programs) {
    let display = (browser == Browser::WebKit).then(|| display(air));
    let port = free_port();
    // Ends with everything that it has started.
    let mut driver = air.command("unshare");
    driver.args(["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]);
    driver.args(["sh", "-c", &own_files(home, set_up), "sh"]);
    for name in ["HOME", "TMPDIR", "XDG_RUNTIME_DIR"] {
        driver.env(name, home);
    }
    if let Some((_, number)) = &display {
        driver.env("DISPLAY", number);
    }
    let wants = match browser {
        Browser::Chromium => {
            driver.arg("chromedriver").arg(format!("--port={port}"));
            let store = home.join(".pki/nssdb");
            trust(&store, home, set_up);
            let mut args: Vec<&str> = serde_json::from_str(CHROMIUM).expect("a list of flags");
            args.push("--headless");
            json!({"goog:chromeOptions": {"binary": "/usr/bin/chromium", "args": args}})
        }
        Browser::Firefox => {
            driver.arg("geckodriver").args(["--port", &port.to_string(), "--websocket-port", "0"]);
            let profile = home.join("profile");
            trust(&profile, home, set_up);
            let args = ["-headless", "-profile", profile.to_str().expect("a plain name")];
            json!({"moz:firefoxOptions": {"binary": "/usr/bin/firefox-esr", "args": args}})
        }
        Browser::WebKit => {
            driver.arg("WebKitWebDriver").arg(format!("--port={port}"));
            let program = mini_browser();
            json!({"webkitgtk:browserOptions": {"binary": program, "args": ["--automation"]}})
        }
        Browser::Wpe => {
            driver.arg("WPEWebDriver").arg(format!("--port={port}"));
            let args = ["--automation", "--platform=headless"];
            json!({"wpe:browserOptions": {"binary": "/usr/bin/cog", "args": args}})
        }
    };
    let log = fs::File::create(home.join("driver.log")).expect("a folder");
    driver.stdin(Stdio::null()).stdout(log.try_clone().expect("a file")).stderr(log);
    let mut programs = vec![driver.spawn().expect("the link has `ip`")];
    programs.extend(display.map(|(program, _)| program));
    let programs = Programs(programs);
    let page = session(port, wants).await.unwrap_or_else(|why| {
        let said = fs::read_to_string(home.join("driver.log")).unwrap_or_default();
        panic!("{browser:?} does not start: {why}\n{said}");
    });
    (page, programs)
}

/// How Chromium is started, there as here.
const CHROMIUM: &str = include_str!("../../browser/src/chromium.json");

/// A script that shows the device its own files, in a mount namespace that ends with it, and goes on as told.
fn own_files(home: &Path, set_up: &SetUp) -> String {
    const SYSTEM: &str = "/etc/ssl/certs/ca-certificates.crt";
    let mut steps = vec!["set -e".to_owned()];
    let mut instead = |file: &str, name: &str, text: String| {
        let own = home.join(name);
        fs::write(&own, text).expect("a folder");
        steps.push(format!("mount --bind '{}' {file}", own.display()));
    };
    if let Some(hosts) = &set_up.hosts {
        instead("/etc/hosts", "hosts", format!("127.0.0.1 localhost\n{hosts}\n"));
    }
    if let Some(ca) = &set_up.trusts {
        instead(SYSTEM, "trusted.crt", fs::read_to_string(SYSTEM).unwrap_or_default() + ca.as_str());
    }
    steps.push("exec \"$@\"".to_owned());
    steps.join("; ")
}

/// Chromium and Firefox have stores of their own.
fn trust(store: &Path, home: &Path, set_up: &SetUp) {
    fs::create_dir_all(store).expect("a folder");
    let store = format!("sql:{}", store.display());
    let certutil = |args: &[&str]| {
        let done = Command::new("certutil").args(args).args(["-d", &store]).status();
        assert!(done.is_ok_and(|status| status.success()), "certutil of libnss3-tools");
    };
    certutil(&["-N", "--empty-password"]);
    if let Some(ca) = &set_up.trusts {
        let file = home.join("ca.crt");
        fs::write(&file, ca).expect("a folder");
        certutil(&["-A", "-n", "Quiet Hold", "-t", "C,,", "-i", file.to_str().expect("a plain name")]);
    }
}

fn mini_browser() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|folder| folder.path());
    folders
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .find(|program| program.exists())
        .expect("MiniBrowser of libwebkit2gtk-4.1-0")
}

/// A display that nobody looks at, and its number.
fn display(air: &Namespace) -> (Child, String) {
    let mut xvfb = air.command("Xvfb");
    xvfb.args(["-displayfd", "1", "-screen", "0", "1366x900x24", "-nolisten", "tcp"]);
    let mut program = xvfb.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the link has `ip`");
    let mut number = String::new();
    let says = program.stdout.take().expect("it is piped");
    BufReader::new(says).read_line(&mut number).expect("Xvfb of xvfb");
    (program, format!(":{}", number.trim()))
}

/// Of this network's loopback: the test's thread is in it, too.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("it is bound").port()
}

async fn session(port: u16, wants: Value) -> WebDriverResult<WebDriver> {
    let end = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() && Instant::now() < end {
        sleep(LOOK_AGAIN).await;
    }
    let wants: Capabilities = serde_json::from_value(wants).expect("an object");
    let address = format!("http://127.0.0.1:{port}");
    let page = WebDriver::builder(address, wants).request_timeout(PATIENCE).await?;
    // It says no goodbye: its processes end together, and a goodbye in a `drop` would hold up everything else.
    page.clone().leak().expect("it has just begun");
    Ok(page)
}

/// Killed when dropped.
pub struct Programs(Vec<Child>);

impl Drop for Programs {
    fn drop(&mut self) {
        for program in &mut self.0 {
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}
