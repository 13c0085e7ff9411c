//! Routes: the pages, the websocket, the codes, and what only the laptop itself may ask.

mod laptop;
mod limits;
mod pages;
mod port;
mod trust;
mod upgrade;

pub use laptop::{Advertised, LaptopState, Trust};
pub use port::{Port, Reader as TcpReader};

use crate::{
    datagram::Datagrams,
    hub::Hub,
    net::{self, Place, Places, Scheme},
    protocol::{SEALED_SUBPROTOCOL, SUBPROTOCOL},
    socket,
    words::{Role, Secure},
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use limits::Limits;
use port::Arrival;
use std::{net::IpAddr, sync::Arc};
use tokio::runtime::Handle;
use tower_http::compression::CompressionLayer;

/// What the routes need.
#[derive(Clone)]
pub struct Web {
    /// The hub.
    pub hub: Arc<Hub>,
    /// The address in the codes, and the laptop's key.
    pub advertised: Arc<Advertised>,
    limits: Arc<Limits>,
    urgent: Handle,
    datagrams: Option<Arc<Datagrams>>,
}

/// What a websocket tells the door that it came in by.
pub struct Door {
    limits: Arc<Limits>,
    place: Arc<Place>,
    peer: IpAddr,
    urgent: Handle,
    datagrams: Option<Arc<Datagrams>>,
}

impl Door {
    /// It is known now whose this socket is.
    pub fn known(&self, role: Role) {
        match role {
            Role::Crew | Role::Door => self.place.guest(),
            _ => self.place.known(),
        }
    }

    /// Notes a join with a code that hangs where everybody can scan it. False: too many came from there.
    pub fn may_join_as_crew(&self) -> bool {
        self.limits.may_join_as_crew(self.peer)
    }

    /// Where those go on who signal and who are told of signals.
    pub fn urgent(&self) -> &Handle {
        &self.urgent
    }

    /// Where a page may open a datagram lane, if anywhere.
    pub fn datagrams(&self) -> Option<&Arc<Datagrams>> {
        self.datagrams.as_ref()
    }

    /// Notes a wrong code or token. False: too many came from there already.
    pub fn may_fail_again(&self) -> bool {
        self.limits.may_fail_to_join(self.peer)
    }
}

impl Web {
    /// Routes' state for a hub.
    pub fn new(
        hub: Arc<Hub>,
        advertised: Arc<Advertised>,
        urgent: Handle,
        datagrams: Option<Arc<Datagrams>>,
    ) -> Self {
        Self { hub, advertised, limits: Arc::default(), urgent, datagrams }
    }

    /// All routes.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(pages::page))
            .route("/hub", get(pages::page))
            .route("/assets/{*path}", get(pages::asset))
            .route("/ws", get(websocket))
            .route("/healthz", get(health))
            .route("/metrics", get(metrics))
            .route("/trust", get(trust::page))
            .route("/trust.css", get(trust::style))
            .route("/ca.crt", get(trust::certificate))
            .route("/local/page", get(laptop::page))
            .route("/local/state", get(laptop::state))
            .route("/local/address", post(laptop::switch))
            .route("/local/invite", post(laptop::invite))
            .route("/local/report", post(laptop::report))
            .fallback(|| async { (StatusCode::NOT_FOUND, "There is no such page here.\n") })
            .layer(DefaultBodyLimit::max(4096))
            // gzip, which browsers take on plain http too.
            .layer(CompressionLayer::new())
            .layer(middleware::from_fn_with_state(self.clone(), guard))
            .with_state(self)
    }
}

/// No script, style, picture or connection from elsewhere, and nothing inline. `host` has been found to be a name
/// of this hub's. It stands there twice because Safari's `'self'` did not take websockets in for a long time.
fn content_policy(host: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
         connect-src 'self' ws://{host} wss://{host}; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    )
}

/// For an answer to nobody of ours.
const NOTHING_AT_ALL: &str = "default-src 'none'; frame-ancestors 'none'";

/// What a page of ours never asks for. `screen-wake-lock` is the one thing that it does.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    publickey-credentials-get=(), screen-wake-lock=(self), serial=(), usb=()";

/// A page elsewhere that got a name pointed at this laptop must not reach the hub (DNS rebinding), nor may
/// a page of another origin open a websocket.
fn is_ours(headers: &HeaderMap, scheme: Scheme, advertised: &Advertised) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    net::host_allowed(host, &advertised.hosts(), scheme, advertised.port())
        && text(header::ORIGIN).is_none_or(|origin| net::origin_matches(origin, scheme, host))
}

/// Who may ask at all, and what every answer says.
async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    let mut policy = content_policy(host.unwrap_or_default());
    let Some(arrival) = request.extensions().get::<Arrival>() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let (peer, scheme) = (arrival.peer.ip(), arrival.scheme);
    // A phone that comes back is never told to wait: what it asks for is `/ws`.
    let may_ask = request.uri().path() == "/ws" || web.limits.may_ask(peer);
    let mut response = if !is_ours(request.headers(), scheme, &web.advertised) {
        NOTHING_AT_ALL.clone_into(&mut policy);
        (
            StatusCode::FORBIDDEN,
            "This hub does not answer to that address. Scan its code, or type the address that it shows.\n",
        )
            .into_response()
    } else if let Some(elsewhere) = sent_on(&web, &request, peer, scheme) {
        elsewhere
    } else if may_ask {
        next.run(request).await
    } else {
        let wait = [(header::RETRY_AFTER, "5")];
        (StatusCode::TOO_MANY_REQUESTS, wait, "Too much was asked from this address. Wait a moment.\n")
            .into_response()
    };
    let headers = response.headers_mut();
    let mut say = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    say(header::CACHE_CONTROL, "no-store");
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "no-referrer");
    say(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    say(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(NOTHING_AT_ALL));
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Where the hub speaks https, nobody in the network is answered in the clear, but for what a phone needs before it
/// can trust this laptop.
fn sent_on(web: &Web, request: &Request, peer: IpAddr, scheme: Scheme) -> Option<Response> {
    let in_the_clear = web.advertised.tls().is_some() && scheme == Scheme::Http;
    if !in_the_clear || peer.to_canonical().is_loopback() || trust::ROUTES.contains(&request.uri().path()) {
        return None;
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let there = format!("{}{path}", web.advertised.handouts().base_url);
    Some(Redirect::permanent(&there).into_response())
}

async fn websocket(
    State(web): State<Web>,
    Extension(arrival): Extension<Arrival>,
    request: Request,
) -> Response {
    let offered = request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL);
    let speaks = |protocol: &str| {
        offered
            .iter()
            .filter_map(|v| v.to_str().ok())
            .flat_map(|v| v.split(','))
            .any(|v| v.trim() == protocol)
    };
    let open = match arrival.scheme {
        Scheme::Https => Some(Secure::Tls),
        Scheme::Http if arrival.peer.ip().to_canonical().is_loopback() => Some(Secure::Local),
        // In the clear: it is told so, before it has said anything.
        Scheme::Http => None,
    };
    let (protocol, secure) = if speaks(SEALED_SUBPROTOCOL) {
        (SEALED_SUBPROTOCOL, Some(Secure::Sealed))
    } else if speaks(SUBPROTOCOL) {
        (SUBPROTOCOL, open)
    } else {
        let sentence = format!("This hub speaks {SUBPROTOCOL}. Reload the page.\n");
        return (StatusCode::BAD_REQUEST, sentence).into_response();
    };
    let (limits, urgent, datagrams) = (web.limits.clone(), web.urgent.clone(), web.datagrams.clone());
    let door = Door { limits, place: arrival.place, peer: arrival.peer.ip(), urgent, datagrams };
    upgrade::to_websocket(request, protocol, move |upgraded| socket::serve(upgraded, web.hub, secure, door))
}

/// A port that says back what it hears at `/ws`, of messages up to `longest`: what the conformance tests speak to.
#[doc(hidden)]
pub fn echo(longest: usize) -> Port {
    let upgrade = move |request: Request| async move {
        upgrade::to_websocket(request, SUBPROTOCOL, move |upgraded| socket::echo(upgraded, longest))
    };
    Port { router: Router::new().route("/ws", get(upgrade)), places: Places::new(1024), tls: None }
}

async fn health(State(web): State<Web>) -> Response {
    if web.hub.has_disk_trouble() {
        (StatusCode::SERVICE_UNAVAILABLE, "The disk can't be written. Signals still go out.\n")
            .into_response()
    } else {
        "ok\n".into_response()
    }
}

/// Figures, for a program on the laptop itself; docs/threat-model.md says what they must not tell.
async fn metrics(State(web): State<Web>, Extension(arrival): Extension<Arrival>) -> Response {
    if !arrival.peer.ip().to_canonical().is_loopback() {
        return (StatusCode::FORBIDDEN, "Only the laptop that the hub runs on may ask this.\n")
            .into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], web.hub.metrics_text()).into_response()
}
