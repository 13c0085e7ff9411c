//! The pages, built by `client-web` and embedded in the binary.

use super::Web;
use axum::{
    extract::{ConnectInfo, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;
use std::net::SocketAddr;

#[derive(RustEmbed)]
#[folder = "../client-web/dist"]
struct Pages;

const NOT_BUILT: &str = "The pages are not built yet: start the hub with scripts/run.\n";

pub(super) async fn page(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let host = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    web.advertised.reached_by(peer.ip().to_canonical(), host, &web.hub);
    match Pages::get("index.html") {
        Some(page) => ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.data).into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, NOT_BUILT).into_response(),
    }
}

pub(super) async fn asset(Path(path): Path<String>) -> Response {
    let path = format!("assets/{path}");
    match Pages::get(&path) {
        Some(asset) => {
            let kind = mime_guess::from_path(&path).first_or_octet_stream();
            // Their names carry a hash of what is in them.
            let keep = "public, max-age=31536000, immutable";
            ([(header::CONTENT_TYPE, kind.as_ref()), (header::CACHE_CONTROL, keep)], asset.data)
                .into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is no such file here. Reload the page.\n").into_response(),
    }
}
