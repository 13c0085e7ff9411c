//! Somebody's screen in any browser, driven over WebDriver: Chromium, Firefox, WebKit as Debian has it (GTK), and an older
//! WebKit (WPE, as Safari 16) for the phone that can't keep its screen awake.

mod device;

use crate::link::Namespace;
use device::Programs;
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};
use tempfile::TempDir;
use thirtyfour::{WebDriver, WebElement, common::command::Command};
use tokio::time::sleep;

/// Three browsers at once on a loaded machine take their time.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Browser {
    Chromium,
    Firefox,
    WebKit,
    Wpe,
}

/// What a device is, and was set up with before it came on set.
#[derive(Clone)]
pub struct SetUp {
    /// Width and height of the browser's window.
    pub size: (u32, u32),
    /// A CA that it trusts, in PEM.
    pub trusts: Option<String>,
    /// What its network's name service says: lines as in `/etc/hosts`.
    pub hosts: Option<String>,
}

impl SetUp {
    /// A phone that nobody set up.
    pub fn phone() -> Self {
        Self { size: (390, 844), trusts: None, hosts: None }
    }

    /// A laptop that nobody set up.
    pub fn laptop() -> Self {
        Self { size: (1366, 768), ..Self::phone() }
    }

    /// The same, with a CA that it trusts.
    #[must_use]
    pub fn trusting(self, ca: &str) -> Self {
        Self { trusts: Some(ca.to_owned()), ..self }
    }
}

/// One person's screen, with a browser of its own, which ends with the link at the latest.
pub struct Screen {
    page: WebDriver,
    _programs: Programs,
    _home: TempDir,
}

impl Screen {
    /// A device that nobody has used here before, on this link.
    pub async fn open(browser: Browser, air: &Namespace, set_up: &SetUp) -> Self {
        let home = TempDir::with_prefix("quiethold-screen-").expect("a folder");
        let (page, programs) = device::start(browser, air, home.path(), set_up).await;
        let (width, height) = set_up.size;
        // One without a window of its own stays as it is.
        let _ = page.set_window_rect(0, 0, width, height).await;
        Self { page, _programs: programs, _home: home }
    }

    /// Opens an address.
    ///
    /// # Errors
    /// When the browser does not: nobody there, or nobody whom it trusts.
    pub async fn goes_to(&self, address: &str) -> Result<(), String> {
        self.page.goto(address).await.map_err(|why| why.to_string())
    }

    /// Scans a code, and says who they are.
    pub async fn comes_in(&self, code: &str, name: &str) {
        self.goes_to(code).await.expect("the page loads");
        self.types("Your name here", name).await;
        self.taps("Come in").await;
    }

    /// What can be read on it now.
    pub async fn text(&self) -> String {
        self.asks("return document.body.innerText", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// It can be read, sooner or later.
    pub async fn sees(&self, text: &str) {
        self.is_so(text, "return document.body.innerText.includes(arguments[0])", text).await;
    }

    /// It can't, or goes.
    pub async fn sees_no(&self, text: &str) {
        self.is_so(text, "return !document.body.innerText.includes(arguments[0])", text).await;
    }

    /// Something of this selector is there.
    pub async fn shows(&self, selector: &str) {
        self.is_so(selector, "return document.querySelector(arguments[0]) !== null", selector).await;
    }

    /// Whether it is there now.
    pub async fn has(&self, selector: &str) -> bool {
        let there = "return document.querySelector(arguments[0]) !== null";
        self.asks(there, vec![selector.into()]).await == Value::Bool(true)
    }

    /// A tap on the button of this name, or whose name begins so.
    pub async fn taps(&self, name: &str) {
        self.clicks(BUTTON, name).await;
    }

    /// A tap on what a selector finds.
    pub async fn taps_on(&self, selector: &str) {
        self.clicks("return document.querySelector(arguments[0])", selector).await;
    }

    /// Two fingers at once in opposite corners, for so long. The WebKits' drivers say that they do it, and don't.
    pub async fn two_fingers(&self, last: Duration) {
        let corner = self.asks("return [innerWidth - 6, innerHeight - 6]", vec![]).await;
        let finger = |nth: u8, x: &Value, y: &Value| {
            json!({"type": "pointer", "id": format!("finger {nth}"), "parameters": {"pointerType": "touch"}, "actions": [
                {"type": "pointerMove", "x": x, "y": y, "duration": 0},
                {"type": "pointerDown", "button": 0},
                {"type": "pause", "duration": last.as_millis()},
                {"type": "pointerUp", "button": 0},
            ]})
        };
        let both = json!([finger(1, &json!(6), &json!(6)), finger(2, &corner[0], &corner[1])]);
        self.page.cmd(Command::PerformActions(both.into())).await.expect("the driver has fingers");
    }

    /// Letters into the field of this label.
    pub async fn types(&self, label: &str, text: &str) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            if let Some(field) = self.finds(FIELD, label).await
                && field.send_keys(text).await.is_ok()
            {
                return;
            }
            sleep(LOOK_AGAIN).await;
        }
        panic!("no field {label}:\n{}", self.text().await);
    }

    /// A picture of what is on it now.
    pub async fn picture(&self, file: &Path) {
        fs::create_dir_all(file.parent().expect("it has a folder")).expect("a folder");
        self.page.screenshot(file).await.expect("the browser takes a picture");
    }

    /// What a script on the page says.
    pub async fn asks(&self, script: &str, args: Vec<Value>) -> Value {
        let told = self.page.execute(script, args).await;
        told.map(|told| told.json().clone()).unwrap_or_default()
    }

    /// The same, of a script that hands its answer to its last argument.
    pub async fn asks_and_waits(&self, script: &str) -> Value {
        let told = self.page.execute_async(script, vec![]).await;
        told.map(|told| told.json().clone()).unwrap_or_default()
    }

    async fn is_so(&self, what: &str, script: &str, arg: &str) {
        let end = Instant::now() + PATIENCE;
        while self.asks(script, vec![arg.into()]).await != Value::Bool(true) {
            assert!(Instant::now() < end, "in vain: {what}\n{}", self.text().await);
            sleep(LOOK_AGAIN).await;
        }
    }

    async fn finds(&self, script: &str, arg: &str) -> Option<WebElement> {
        let found = self.page.execute(script, vec![arg.into()]).await.ok()?;
        found.element().ok()
    }

    async fn clicks(&self, script: &str, arg: &str) {
        let end = Instant::now() + PATIENCE;
        let mut why = String::new();
        while Instant::now() < end {
            if let Some(found) = self.finds(script, arg).await {
                match found.click().await {
                    Ok(()) => return,
                    Err(error) => why = error.to_string(),
                }
            }
            sleep(LOOK_AGAIN).await;
        }
        panic!("no tap on {arg} ({why}):\n{}", self.text().await);
    }
}

/// In the middle of the screen, where nothing that stays at an edge lies over it.
const BUTTON: &str = "
    const name = (e) => (e.getAttribute('aria-label') ?? e.innerText).trim().replace(/\\s+/g, ' ');
    const seen = [...document.querySelectorAll('button, [role=switch]')].filter((e) => !e.disabled && e.getClientRects().length > 0);
    const found = seen.find((e) => name(e) === arguments[0]) ?? seen.find((e) => name(e).startsWith(arguments[0]));
    found?.scrollIntoView({ block: 'center' });
    return found ?? null;";
const FIELD: &str = "
    const fields = [...document.querySelectorAll('input')].filter((e) => e.getClientRects().length > 0);
    return fields.find((e) => [...e.labels].some((l) => l.innerText.startsWith(arguments[0]))) ?? null;";
