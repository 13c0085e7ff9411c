//! Setting up a phone of production's so that it trusts this laptop: the CA's certificate, and the page that leads
//! through it. Plain HTML, because it comes before everything else works.

use super::Web;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// What is answered in the clear as well: a phone that doesn't trust the laptop yet gets nothing else.
pub(super) const ROUTES: [&str; 3] = ["/trust", "/trust.css", "/ca.crt"];

const PAGE: &str = include_str!("trust.html");
const STYLE: &str = include_str!("trust.css");

fn none() -> Response {
    (StatusCode::NOT_FOUND, "This hub has no CA of its own: there is nothing to set up on a phone.\n")
        .into_response()
}

pub(super) async fn page(State(web): State<Web>) -> Response {
    let Some(ca) = web.advertised.tls().and_then(|tls| tls.ca()) else { return none() };
    let page = PAGE
        .replace("{hub}", &escaped(web.hub.name()))
        .replace("{url}", &escaped(&web.advertised.handouts().base_url))
        .replace("{ends}", &ca.ends().date().to_string())
        .replace("{fingerprint}", &ca.fingerprint());
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// By this type a phone sees that it is something to trust, and asks its owner.
pub(super) async fn certificate(State(web): State<Web>) -> Response {
    match web.advertised.tls().and_then(|tls| tls.ca()) {
        Some(ca) => ([(header::CONTENT_TYPE, "application/x-x509-ca-cert")], ca.certificate().to_vec())
            .into_response(),
        None => none(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
