//! A request over plain TCP, so that a test can send any header.

use crate::PATIENCE;
use std::{fmt::Write, net::SocketAddr};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// What came back.
#[derive(Clone, Debug)]
pub struct Reply {
    /// 200, 403 …
    pub status: u16,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    /// As text.
    pub body: String,
    /// What crossed the wire for it, packed or in chunks as it came.
    pub weight: usize,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// `GET path` as the page at the hub's own address would ask for it.
pub async fn get(hub: SocketAddr, path: &str) -> Reply {
    ask(hub, "GET", path, &[("Host", &hub.to_string())], "").await
}

/// Any request. `Host` is among the headers, or not.
pub async fn ask(hub: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
    let mut tcp = TcpStream::connect(hub).await.expect("the hub listens");
    let mut request = format!("{method} {path} HTTP/1.1\r\n");
    for (name, value) in headers {
        let _ = write!(request, "{name}: {value}\r\n");
    }
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("connection")) {
        request += "Connection: close\r\n";
    }
    let _ = write!(request, "Content-Length: {}\r\n\r\n{body}", body.len());
    tcp.write_all(request.as_bytes()).await.expect("the hub takes the request");
    let answer = timeout(PATIENCE, read(&mut tcp)).await.expect("the hub answers");
    let end = end_of_head(&answer).unwrap_or(answer.len());
    let weight = answer.len() - end;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
    let headers = lines.filter_map(|line| line.split_once(':'));
    Reply {
        status: status.unwrap_or_else(|| panic!("no answer: {answer:?}")),
        headers: headers.map(|(n, v)| (n.to_ascii_lowercase(), v.trim().to_owned())).collect(),
        body: body.to_owned(),
        weight,
    }
}

/// Until the hub hangs up, or has said as much as it announced: a refused upgrade may be followed by another request.
async fn read(tcp: &mut TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    while let Ok(1..) = tcp.read_buf(&mut answer).await {
        if let Some(end) = end_of_head(&answer)
            && let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase()
            && let Some(length) = head.split("content-length: ").nth(1)
            && length.lines().next().and_then(|digits| digits.parse().ok()) == Some(answer.len() - end)
        {
            break;
        }
    }
    answer
}

fn end_of_head(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}
