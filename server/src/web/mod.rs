//! Routes: the pages, the websocket, the codes, and what only the laptop itself may ask.

mod laptop;
mod pages;

pub use laptop::Advertised;

use crate::{hub::Hub, net, protocol::SUBPROTOCOL, qr, socket, words::Secure};
use axum::{
    Router,
    body::Bytes,
    extract::{ConnectInfo, DefaultBodyLimit, Request, State, WebSocketUpgrade},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tower_http::compression::CompressionLayer;

/// What the routes need.
#[derive(Clone)]
pub struct Web {
    /// The hub.
    pub hub: Arc<Hub>,
    /// The address in the codes, and the laptop's key.
    pub advertised: Arc<Advertised>,
    failed_joins: Arc<FailedJoins>,
}

impl Web {
    /// Routes' state for a hub.
    pub fn new(hub: Arc<Hub>, advertised: Arc<Advertised>) -> Self {
        Self { hub, advertised, failed_joins: Arc::default() }
    }

    /// All routes.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(pages::page))
            .route("/hub", get(pages::page))
            .route("/assets/{*path}", get(pages::asset))
            .route("/ws", get(websocket))
            .route("/qr", post(code))
            .route("/healthz", get(health))
            .route("/local/page", get(laptop::page))
            .route("/local/address", post(laptop::switch))
            .route("/local/invite", post(laptop::invite))
            .fallback(|| async { (StatusCode::NOT_FOUND, "There is no such page here.\n") })
            .layer(DefaultBodyLimit::max(4096))
            // gzip, which browsers take on plain http too.
            .layer(CompressionLayer::new())
            .layer(middleware::from_fn_with_state(self.clone(), guard))
            .with_state(self)
    }
}

/// No script, style, picture or connection from elsewhere, and nothing inline.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
    connect-src 'self' ws: wss:; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A page elsewhere that got a name pointed at this laptop must not reach the hub (DNS rebinding), nor may
/// a page of another origin open a websocket.
fn is_ours(headers: &HeaderMap, advertised: &Advertised) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    net::host_allowed(host, &advertised.hosts(), advertised.port())
        && text(header::ORIGIN).is_none_or(|origin| net::origin_matches(origin, host))
}

/// Who may ask at all, and what every answer says.
async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = if is_ours(request.headers(), &web.advertised) {
        next.run(request).await
    } else {
        (
            StatusCode::FORBIDDEN,
            "This hub does not answer to that address. Scan its code, or type the address that it shows.\n",
        )
            .into_response()
    };
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
    say(header::CACHE_CONTROL, "no-store");
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "no-referrer");
    say(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    response
}

async fn websocket(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let offered = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL);
    let speaks = |protocol: &str| {
        offered
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .any(|v| v.trim() == protocol)
    };
    if !speaks(SUBPROTOCOL) {
        let sentence = format!("This hub speaks {SUBPROTOCOL}. Reload the page.\n");
        return (StatusCode::BAD_REQUEST, sentence).into_response();
    }
    let secure = if peer.ip().to_canonical().is_loopback() { Secure::Local } else { Secure::Plain };
    let limit = web.failed_joins.clone();
    let also = web.failed_joins.clone();
    upgrade
        .protocols([SUBPROTOCOL])
        // By default each socket holds 128 KiB to read into, and writes without a bound.
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_write_buffer_size(1 << 20)
        .max_message_size(crate::protocol::MAX_CLIENT_FRAME)
        .max_frame_size(crate::protocol::MAX_CLIENT_FRAME)
        .on_upgrade(move |socket| {
            socket::serve(
                socket,
                web.hub,
                secure,
                move || limit.may_try(peer.ip()),
                move || also.note(peer.ip()),
            )
        })
}

/// The code for a text. In the body, so that no invite ever stands in an address.
async fn code(body: Bytes) -> Response {
    let drawn = std::str::from_utf8(&body).ok().filter(|text| text.len() <= 512).map(qr::svg);
    match drawn {
        Some(Ok(svg)) => ([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response(),
        _ => (StatusCode::BAD_REQUEST, "A code holds one line of at most 512 bytes.\n").into_response(),
    }
}

async fn health(State(web): State<Web>) -> Response {
    if web.hub.has_disk_trouble() {
        (StatusCode::SERVICE_UNAVAILABLE, "The disk can't be written. Signals still go out.\n")
            .into_response()
    } else {
        "ok\n".into_response()
    }
}

/// At most this many failed joins a minute from one address. A valid token or invite never counts.
const FAILED_JOINS: usize = 20;
const A_MINUTE: Duration = Duration::from_secs(60);

#[derive(Default)]
struct FailedJoins {
    at: Mutex<HashMap<IpAddr, Vec<Instant>>>,
}

impl FailedJoins {
    fn may_try(&self, peer: IpAddr) -> bool {
        let mut all = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, at| {
            at.retain(|at| at.elapsed() < A_MINUTE);
            !at.is_empty()
        });
        all.get(&peer).is_none_or(|at| at.len() < FAILED_JOINS)
    }

    fn note(&self, peer: IpAddr) {
        self.at.lock().unwrap_or_else(PoisonError::into_inner).entry(peer).or_default().push(Instant::now());
    }
}
