//! The part `page`: what crosses the air until a performer's button works, from what a real hub serves.

use super::{
    plan::Plan,
    row::{Part, Row, Unit},
};
use crate::{Hub, PATIENCE};
use std::{
    collections::{BTreeSet, VecDeque},
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

/// Asks for the page, and for everything without which its script does not run.
pub fn run(_: &Plan) -> Part {
    let hub = Hub::start();
    let mut to_ask = VecDeque::from(["/".to_owned()]);
    let mut asked = BTreeSet::new();
    let (mut bodies, mut all) = (0, 0);
    while let Some(path) = to_ask.pop_front() {
        if !asked.insert(path.clone()) {
            continue;
        }
        let (head, body) = get(hub.address, &path, "br, gzip");
        bodies += body.len();
        all += head.len() + body.len();
        let (_, text) = get(hub.address, &path, "identity");
        to_ask.extend(needed(&path, &String::from_utf8_lossy(&text)));
    }
    #[allow(clippy::cast_precision_loss)] // some thousands
    let [bodies, all, requests] = [bodies, all, asked.len()].map(|n| n as f64);
    let row = |name, unit, value| Row::new(name, "performer's page", unit, vec![value]);
    Part {
        name: "page",
        title: "The performer's page".to_owned(),
        told: "Until the button works, on a phone that has never been here: the page and all that its script needs to \
               run, as a hub serves it to a browser, compressed. What a page loads later is not counted, nor is the \
               sealed channel's cryptography, which a page on plain http fetches besides."
            .to_owned(),
        rows: vec![
            row("compressed", Unit::KiloBytes, bodies / 1000.0).at_most(20.0, None),
            row("requests", Unit::Count, requests).at_most(3.0, None),
            row("with the answers' heads", Unit::KiloBytes, all / 1000.0),
        ],
        plots: vec![],
    }
}

/// What a page or a script can't do without: its scripts and styles, and what those import at once.
fn needed(path: &str, text: &str) -> Vec<String> {
    let behind = |mark: &str| {
        let found = text.match_indices(mark).map(|(at, _)| &text[at + mark.len()..]);
        found.filter_map(|rest| rest.split(['"', '\'', '`']).next()).map(str::to_owned).collect::<Vec<_>>()
    };
    if path == "/" {
        return [
            behind("<script type=\"module\" crossorigin src=\""),
            behind("<link rel=\"stylesheet\" crossorigin href=\""),
        ]
        .concat();
    }
    let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let imports = [behind("from\"./"), behind("from`./"), behind("import\"./")].concat();
    imports.into_iter().map(|file| format!("{own}/{file}")).collect()
}

/// An answer's head and body.
fn get(hub: SocketAddr, path: &str, takes: &str) -> (Vec<u8>, Vec<u8>) {
    let mut tcp = TcpStream::connect(hub).expect("the hub listens");
    tcp.set_read_timeout(Some(PATIENCE)).expect("any TCP takes it");
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {hub}\r\nAccept-Encoding: {takes}\r\nConnection: close\r\n\r\n"
    );
    tcp.write_all(request.as_bytes()).expect("the hub listens");
    let mut answer = Vec::new();
    tcp.read_to_end(&mut answer).expect("the hub answers");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    let body = answer.split_off(end);
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{path}: {}", String::from_utf8_lossy(&answer));
    (answer, body)
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn what_a_page_loads_later_is_not_counted() {
        let page = r#"<script type="module" crossorigin src="/assets/page.js"></script>
            <link rel="stylesheet" crossorigin href="/assets/page.css">"#;
        assert_eq!(needed("/", page), ["/assets/page.js", "/assets/page.css"]);
        let script = r#"import{a}from"./shared.js";import"./more.js";b=()=>import("./rest.js")"#;
        assert_eq!(needed("/assets/page.js", script), ["/assets/shared.js", "/assets/more.js"]);
    }
}
