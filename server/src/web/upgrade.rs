//! From a request to a websocket (RFC 6455, 4.2). By hand, since a plain TCP connection is wanted out of it: a frame
//! then goes straight to the socket, from whichever task has it to say.

use super::port::Stream;
use crate::{
    hub::Pen,
    socket::{Source, Upgraded},
};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use hyper_util::rt::TokioIo;
use std::future::Future;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Answers the request, and hands the connection over once the answer is out.
pub(super) fn to_websocket<F: Future<Output = ()> + Send + 'static>(
    mut request: Request,
    protocol: &'static str,
    then: impl FnOnce(Upgraded) -> F + Send + 'static,
) -> Response {
    let headers = request.headers();
    let names = |name: HeaderName, word: &str| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(word))
    };
    let wants = request.method() == Method::GET
        && names(header::CONNECTION, "upgrade")
        && names(header::UPGRADE, "websocket");
    if !wants {
        return (StatusCode::BAD_REQUEST, "Here is a websocket's place. Open the hub's page.\n")
            .into_response();
    }
    if !names(header::SEC_WEBSOCKET_VERSION, "13") {
        let version = [(header::SEC_WEBSOCKET_VERSION, "13")];
        return (StatusCode::UPGRADE_REQUIRED, version, "This hub speaks websocket version 13.\n")
            .into_response();
    }
    let Some(key) = headers.get(header::SEC_WEBSOCKET_KEY) else {
        return (StatusCode::BAD_REQUEST, "That websocket has no key. Open the hub's page.\n")
            .into_response();
    };
    let accept = derive_accept_key(key.as_bytes());
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        if let Ok(connection) = upgrade.await {
            then(ends(connection)).await;
        }
    });
    let mut answer = HeaderMap::new();
    answer.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    answer.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    answer.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(protocol));
    if let Ok(accept) = HeaderValue::from_str(&accept) {
        answer.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    (StatusCode::SWITCHING_PROTOCOLS, answer).into_response()
}

fn ends(connection: hyper::upgrade::Upgraded) -> Upgraded {
    match connection.downcast::<TokioIo<Stream>>() {
        Ok(parts) => {
            let (reader, writer) = parts.io.into_inner().into_split();
            // A copy: the buffer that the request was read into is 8 KiB long, and would stay as long as the socket.
            let read = parts.read_buf.to_vec();
            Upgraded { reader: Source::Tcp(reader), pen: Pen::on_tcp(writer), read }
        }
        // TLS, or whatever else lies between.
        Err(connection) => {
            let (reader, writer) = tokio::io::split(TokioIo::new(connection));
            Upgraded { reader: Source::Other(Box::new(reader)), pen: Pen::new(writer), read: Vec::new() }
        }
    }
}
