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

/// The same assets, as gzip (see build.rs).
#[derive(RustEmbed)]
#[folder = "$OUT_DIR/packed"]
struct Packed;

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

pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = Pages::get(&format!("assets/{name}")) else {
        return (StatusCode::NOT_FOUND, "There is no such file here. Reload the page.\n").into_response();
    };
    let kind = mime_guess::from_path(&name).first_or_octet_stream();
    // Their names carry a hash of what is in them.
    let about = [
        (header::CONTENT_TYPE, kind.as_ref()),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match Packed::get(&name).filter(|_| takes_gzip(&headers)) {
        Some(packed) => (about, [(header::CONTENT_ENCODING, "gzip")], packed.data).into_response(),
        None => (about, asset.data).into_response(),
    }
}

/// As every browser does. A quality of 0 means "not that".
fn takes_gzip(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING);
    all.iter().filter_map(|each| each.to_str().ok()).flat_map(|each| each.split(',')).any(|each| {
        let (name, quality) = each.split_once(';').unwrap_or((each, ""));
        let refused = matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}
