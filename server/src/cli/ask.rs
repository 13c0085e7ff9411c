//! The command line asks the running hub, over loopback and with the key that the hub left in its folder. It
//! never opens the record beside it.

use crate::{
    record::Report,
    words::{Reader, Role},
};
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    fs,
    io::{IsTerminal, stdin},
    path::Path,
    time::Duration,
};

/// Checking the recovery words is slow on purpose.
const PATIENCE: Duration = Duration::from_secs(20);
const NOT_RUNNING: &str = "No hub is running with this folder. Start it first: quiethold serve\n\
                           If it runs with another folder, name that one: quiethold invite --data DIR …";

/// `hub.json`, which a running hub leaves in its folder, readable by this user alone.
#[derive(Deserialize)]
struct RunningHub {
    port: u16,
    key: String,
}

/// For whom an invite is wanted.
#[derive(Clone, Copy, Serialize)]
pub struct Wanted<'a> {
    /// As what.
    pub role: Role,
    /// Shown beside the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// The performer whose watcher or chaperone it is for, by name.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub for_: Option<&'a str>,
    /// The recovery words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<&'a str>,
}

impl Wanted<'_> {
    /// Of a role, for anyone.
    pub fn new(role: Role) -> Self {
        Self { role, name: None, for_: None, words: None }
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Answer {
    Invited { url: String },
    Said { message: String },
}

/// What the hub answered: the invite's URL, as it stands in the code, or why there is none.
pub type Invited = Result<String, String>;

/// Asks for a new invite.
pub fn invite(folder: &Path, wanted: &Wanted<'_>) -> anyhow::Result<Invited> {
    Ok(match ask(folder, "invite", wanted)? {
        Answer::Invited { url } => Ok(url),
        Answer::Said { message } => Err(message),
    })
}

/// For whom a report is wanted.
#[derive(Clone, Copy, Serialize)]
pub struct Asked<'a> {
    /// For whom.
    #[serde(rename = "for")]
    pub reader: Reader,
    /// The recovery words: for the IC's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reported {
    Made { html: String, json: String },
    Said { message: String },
}

/// Asks for a report.
pub fn report(folder: &Path, asked: &Asked<'_>) -> anyhow::Result<Result<Report, String>> {
    Ok(match ask(folder, "report", asked)? {
        Reported::Made { html, json } => Ok(Report { html, json }),
        Reported::Said { message } => Err(message),
    })
}

/// A long day's report is some megabytes; more is no report.
const LONGEST: u64 = 256 * 1024 * 1024;

fn ask<T: DeserializeOwned>(folder: &Path, what: &str, asked: &impl Serialize) -> anyhow::Result<T> {
    let hub = running_hub(folder)?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .proxy(None)
        .build()
        .into();
    agent
        .post(format!("http://127.0.0.1:{}/local/{what}", hub.port))
        .header("Authorization", format!("Bearer {}", hub.key))
        .send_json(asked)
        .context(NOT_RUNNING)?
        .body_mut()
        .with_config()
        .limit(LONGEST)
        .read_json()
        .context("The hub's answer could not be read. Is it the same version of Quiet Hold?")
}

fn running_hub(folder: &Path) -> anyhow::Result<RunningHub> {
    let file = folder.join("hub.json");
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => bail!(NOT_RUNNING),
        Err(error) => {
            return Err(error).with_context(|| {
                format!("{} can only be read by the user who started the hub.", file.display())
            });
        }
    };
    serde_json::from_str(&text).with_context(|| format!("{} is not what a hub leaves there.", file.display()))
}

/// The recovery words: from a file, from another program, or typed unseen, since a laptop on set is looked at.
pub fn recovery_words(file: Option<&Path>) -> anyhow::Result<String> {
    let words = match file {
        Some(file) => {
            fs::read_to_string(file).with_context(|| format!("{} cannot be read.", file.display()))?
        }
        None if stdin().is_terminal() => {
            rpassword::prompt_password("The recovery words (they do not show while you type): ")
                .context("The words could not be read from this terminal. Use --words-file FILE.")?
        }
        None => {
            let mut line = String::new();
            stdin().read_line(&mut line).context("The words could not be read.")?;
            line
        }
    };
    let words = words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    if words.is_empty() {
        bail!("No words were given. They are the ones that the first IC was shown on joining.");
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    /// A hub that gives one answer and remembers what it was asked.
    fn a_hub(folder: &Path, status: &'static str, answer: &'static str) -> thread::JoinHandle<String> {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it is open").port();
        fs::write(folder.join("hub.json"), format!(r#"{{"port":{port},"key":"the-key","pid":1}}"#))
            .expect("a folder");
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the command line asks");
            let mut asked = String::new();
            let mut buffer = [0; 4096];
            while !asked.ends_with('}') {
                let read = stream.read(&mut buffer).expect("it is sent");
                asked += std::str::from_utf8(&buffer[..read]).expect("text");
            }
            let length = answer.len();
            write!(stream, "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{answer}")
                .expect("it is read");
            asked
        })
    }

    fn body(asked: &str) -> serde_json::Value {
        let body = asked.split_once("\r\n\r\n").expect("a body").1;
        serde_json::from_str(body).expect("it is JSON")
    }

    #[test]
    fn the_running_hub_is_asked_with_its_key() {
        let folder = tempfile::tempdir().expect("a folder");
        let hub = a_hub(folder.path(), "200 OK", r#"{"url":"http://192.168.1.20:8080/#new"}"#);
        let answer =
            invite(folder.path(), &Wanted { name: Some("Jo"), ..Wanted::new(Role::Ad) }).expect("an answer");
        assert_eq!(answer, Ok("http://192.168.1.20:8080/#new".into()));
        let asked = hub.join().expect("it was asked");
        assert!(asked.starts_with("POST /local/invite ") && asked.contains("Bearer the-key"), "{asked}");
        assert_eq!(body(&asked), serde_json::json!({"role": "ad", "name": "Jo"}));
    }

    #[test]
    fn what_the_hub_says_is_passed_on_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let hub = a_hub(folder.path(), "403 Forbidden", r#"{"message":"These are not the recovery words."}"#);
        let answer = invite(folder.path(), &Wanted { words: Some("wrong words"), ..Wanted::new(Role::Ic) })
            .expect("an answer");
        assert_eq!(answer, Err("These are not the recovery words.".into()));
        let asked = body(&hub.join().expect("it was asked"));
        assert_eq!(asked, serde_json::json!({"role": "ic", "words": "wrong words"}));
    }

    #[test]
    fn with_no_hub_running_one_is_told_to_start_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let ask =
            || invite(folder.path(), &Wanted::new(Role::Crew)).expect_err("nobody is there").to_string();
        assert!(ask().contains("quiethold serve"));
        let gone = TcpListener::bind("127.0.0.1:0").and_then(|hub| hub.local_addr()).expect("a port").port();
        fs::write(folder.path().join("hub.json"), format!(r#"{{"port":{gone},"key":"k","pid":1}}"#))
            .expect("a folder");
        assert!(ask().contains("quiethold serve"), "a file that a killed hub left behind");
        fs::write(folder.path().join("hub.json"), "{").expect("a folder");
        assert!(ask().contains("not what a hub leaves there"));
    }

    #[test]
    fn the_recovery_words_may_be_written_over_several_lines() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("words");
        fs::write(&file, "Calm  river\nstone \n\n").expect("a folder");
        assert_eq!(recovery_words(Some(&file)).expect("words"), "calm river stone");
        fs::write(&file, " \n").expect("a folder");
        assert!(recovery_words(Some(&file)).is_err());
    }
}
