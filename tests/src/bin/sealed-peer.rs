//! The hub's end of sealed channels, on standard input and output, for whoever speaks the page's end (see
//! tests/browser/stories/sealed.test.ts). One question a line, one answer a line, bytes in hexadecimal.

use quiethold::sealed::{Channel, Hello, HubKey};
use std::io::{BufRead, Write, stdin, stdout};

fn main() {
    let mut channel = None;
    let mut hello = None;
    let mut out = stdout().lock();
    for line in stdin().lock().lines().map_while(Result::ok) {
        let mut words = line.split(' ');
        let question = words.next().unwrap_or_default();
        let bytes = words.next().map(unhex).unwrap_or_default();
        let answer = match question {
            // As a hub with this secret; then the page's hello.
            "key" => HubKey::new(bytes.try_into().expect("32 bytes")).public(),
            "accept" => {
                let secret = words.next().map(unhex).unwrap_or_default();
                let key = HubKey::new(secret.try_into().expect("32 bytes"));
                match Channel::accept(&key, &bytes) {
                    Ok((opened, answer)) => {
                        channel = Some(opened);
                        hex(&answer)
                    }
                    Err(why) => why.to_string(),
                }
            }
            // As a page, to a hub with this key; then the hub's answer.
            "hello" => {
                let (said, first) = Hello::to(&text(&bytes)).expect("a key");
                hello = Some(said);
                hex(&first)
            }
            "answered" => {
                channel = hello.take().and_then(|hello: Hello| hello.answered(&bytes).ok());
                channel.is_some().to_string()
            }
            "seal" => {
                let messages = channel.as_mut().and_then(|channel| channel.seal(&text(&bytes)).ok());
                messages.into_iter().flatten().map(|message| hex(&message)).collect::<Vec<_>>().join(" ")
            }
            "open" => match channel.as_mut().map(|channel| channel.open(&bytes)) {
                Some(Ok(Some(frame))) => hex(frame.as_bytes()),
                Some(Ok(None)) => "more".into(),
                Some(Err(why)) => why.to_string(),
                None => "no channel".into(),
            },
            other => format!("there is no question {other}"),
        };
        writeln!(out, "{answer}").and_then(|()| out.flush()).expect("somebody listens");
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hexadecimal"))
        .collect()
}
