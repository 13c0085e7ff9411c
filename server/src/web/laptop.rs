//! What only the laptop itself may ask, with the key that the hub left in its data folder: which address
//! the codes carry, and codes to hand out. It gives nobody the IC's powers.

use super::Web;
use crate::{
    hub::{Counts, Handouts, Hub, WantedInvite},
    net::{self, Chosen, Hosts},
    protocol::{AddressView, LaptopPage},
    record::Report,
    set::same_name,
    tls::Tls,
    view,
    words::{PersonId, Reader, Role},
};
use axum::{
    Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};
use subtle::ConstantTimeEq;

/// The address in the codes. Chosen anew as the laptop's networks change, or by a person.
pub struct Advertised {
    listen: SocketAddr,
    /// The laptop's key.
    key: String,
    /// The public key that frames over plain http are sealed with.
    seal: String,
    tls: Option<Arc<Tls>>,
    state: Mutex<Now>,
}

/// Where a phone of production's is set up, and by what it is seen to be the right laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// `http://192.168.1.20:8080/trust`
    pub url: String,
    /// Of the CA's certificate.
    pub fingerprint: String,
}

struct Now {
    wanted: Option<IpAddr>,
    chosen: Chosen,
    hosts: Hosts,
    looked: Instant,
    reached: bool,
    shown_since: Instant,
}

/// How often the laptop's networks are looked at again.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_secs(2);

impl Advertised {
    /// `listen` is the address and port that the hub really has.
    pub fn new(
        listen: SocketAddr,
        key: String,
        seal: String,
        wanted: Option<IpAddr>,
        tls: Option<Arc<Tls>>,
    ) -> Self {
        let state = Now {
            wanted,
            chosen: net::choose(listen.ip(), &net::addresses(), wanted),
            hosts: Hosts::now(listen.ip(), wanted),
            looked: Instant::now(),
            reached: false,
            shown_since: Instant::now(),
        };
        Self { listen, key, seal, tls, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, Now> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The hub's port.
    pub fn port(&self) -> u16 {
        self.listen.port()
    }

    /// By which names and addresses the hub may be called.
    pub fn hosts(&self) -> Hosts {
        let mut hosts = self.state().hosts.clone();
        hosts.names.extend(self.tls.iter().flat_map(|tls| tls.names().dns));
        hosts
    }

    /// Where the hub speaks https.
    pub fn tls(&self) -> Option<&Tls> {
        self.tls.as_deref()
    }

    /// `http://192.168.1.20:8080`, as it stands in the codes for an address; with https the name that the certificate
    /// is for.
    fn url(&self, ip: IpAddr) -> String {
        let address = SocketAddr::new(ip, self.port());
        let Some(tls) = &self.tls else { return format!("http://{address}") };
        match tls.names().host_for(ip) {
            Some(name) => format!("https://{name}:{}", self.port()),
            None => format!("https://{address}"),
        }
    }

    /// What the codes carry now.
    pub fn chosen(&self) -> Chosen {
        self.state().chosen.clone()
    }

    /// What the views hand out.
    pub fn handouts(&self) -> Handouts {
        let state = self.state();
        let sealed = self.tls.is_none() && !state.chosen.ip.is_loopback();
        Handouts {
            base_url: self.url(state.chosen.ip),
            seal: sealed.then(|| self.seal.clone()),
            reached: state.reached,
        }
    }

    /// Where production's own phones are set up, if the laptop has a CA.
    pub fn trust(&self) -> Option<Trust> {
        let ca = self.tls()?.ca()?;
        let address = SocketAddr::new(self.state().chosen.ip, self.port());
        Some(Trust { url: format!("http://{address}/trust"), fingerprint: ca.fingerprint() })
    }

    /// Looks at the laptop's networks again; tells the ICs if the address has changed. To be called now and then.
    pub fn look_again(&self, hub: &Hub) {
        let wanted = {
            let mut state = self.state();
            if state.looked.elapsed() < LOOK_AGAIN {
                return;
            }
            state.looked = Instant::now();
            state.wanted
        };
        let chosen = net::choose(self.listen.ip(), &net::addresses(), wanted);
        let hosts = Hosts::now(self.listen.ip(), wanted);
        if let Some(tls) = &self.tls {
            tls.look_again(&hosts.addresses);
        }
        self.carry(hub, chosen, hosts);
    }

    fn carry(&self, hub: &Hub, chosen: Chosen, hosts: Hosts) {
        let mut state = self.state();
        state.hosts = hosts;
        let moved = state.chosen.ip != chosen.ip;
        if moved {
            state.reached = false;
            state.shown_since = Instant::now();
        }
        state.chosen = chosen;
        drop(state);
        if moved {
            hub.hand_out(self.handouts());
        }
    }

    /// A phone has loaded the page through this host, or somebody on the laptop who typed its address in the network.
    pub(super) fn reached_by(&self, peer: IpAddr, host: &str, hub: &Hub) {
        if peer.is_loopback() {
            return;
        }
        let mut state = self.state();
        let url = self.url(state.chosen.ip);
        let through_it = url.split_once("://").is_some_and(|(_, authority)| authority == host);
        let news = through_it && !state.reached;
        state.reached |= through_it;
        drop(state);
        if news {
            hub.hand_out(self.handouts());
        }
    }

    fn opens_for(&self, headers: &HeaderMap, peer: SocketAddr) -> bool {
        let key = headers.get(header::AUTHORIZATION).and_then(|h| h.to_str().ok()).unwrap_or_default();
        let key = key.strip_prefix("Bearer ").unwrap_or_default();
        peer.ip().to_canonical().is_loopback() && bool::from(key.as_bytes().ct_eq(self.key.as_bytes()))
    }
}

fn not_here() -> Response {
    let message =
        "Only the laptop that the hub runs on may ask this. Open the hub's page from its own terminal.";
    (StatusCode::FORBIDDEN, Json(json!({ "message": message }))).into_response()
}

fn said_no(message: &str) -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({ "message": message }))).into_response()
}

/// How the hub is, for the command line on its laptop: counts, and what anybody is shown who connects.
#[derive(Serialize, Deserialize)]
pub struct LaptopState {
    /// In the codes.
    pub url: String,
    /// Of people and phones.
    pub counts: Counts,
    /// The certificate that is shown and those behind it, in base64; none without https.
    chain: Vec<String>,
}

impl LaptopState {
    /// The certificates, the laptop's own first.
    pub fn chain(&self) -> Vec<Vec<u8>> {
        self.chain.iter().filter_map(|text| BASE64_STANDARD.decode(text).ok()).collect()
    }
}

pub(super) async fn state(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let advertised = &web.advertised;
    if !advertised.opens_for(&headers, peer) {
        return not_here();
    }
    let chain = advertised.tls().map(Tls::chain).unwrap_or_default();
    let state = LaptopState {
        url: advertised.handouts().base_url,
        counts: web.hub.counts(),
        chain: chain.iter().map(|certificate| BASE64_STANDARD.encode(certificate)).collect(),
    };
    Json(state).into_response()
}

pub(super) async fn page(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Response {
    let advertised = &web.advertised;
    if !advertised.opens_for(&headers, peer) {
        return not_here();
    }
    let handouts = advertised.handouts();
    let claimed = web.hub.is_claimed();
    let set = web.hub.set();
    let shown = |role| match role {
        Role::Performer | Role::Crew | Role::Door => true,
        // An IC's code stands here only until the day's first IC has joined; a 1st AD's never.
        Role::Ic => !claimed,
        // Made by name, for one performer: on the IC's console.
        Role::Ad | Role::Watcher | Role::Chaperone => false,
    };
    let invites = web.hub.invite_views(&set, &handouts).into_iter().filter(|i| shown(i.role)).collect();
    let state = advertised.state();
    let page = LaptopPage {
        wifi: web.hub.wifi().cloned(),
        name: web.hub.name().to_owned(),
        address: advertised.url(state.chosen.ip),
        interface: state.chosen.interface.clone(),
        advice: state.chosen.to_string(),
        others: state
            .chosen
            .others
            .iter()
            .map(|other| AddressView {
                address: advertised.url(other.ip),
                interface: other.interface.clone(),
            })
            .collect(),
        invites,
        claimed,
        log_saved: view::log_saved(&set),
        waiting_ms: (!state.reached)
            .then(|| u64::try_from(state.shown_since.elapsed().as_millis()).unwrap_or(u64::MAX)),
    };
    Json(page).into_response()
}

#[derive(Deserialize)]
pub(super) struct Switch {
    address: String,
}

pub(super) async fn switch(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(to): Json<Switch>,
) -> Response {
    let advertised = &web.advertised;
    if !advertised.opens_for(&headers, peer) {
        return not_here();
    }
    let here = net::addresses();
    let Some(ip) = here
        .iter()
        .map(|a| a.ip)
        .find(|ip| advertised.url(*ip) == to.address || ip.to_string() == to.address)
    else {
        return said_no("This laptop does not have that address now. Choose one of those that are shown.");
    };
    let chosen = net::choose(advertised.listen.ip(), &here, Some(ip));
    advertised.state().wanted = Some(ip);
    let hosts = Hosts::now(advertised.listen.ip(), Some(ip));
    advertised.carry(&web.hub, chosen, hosts);
    Json(json!({ "address": advertised.url(ip) })).into_response()
}

#[derive(Deserialize)]
pub(super) struct Asked {
    role: Role,
    name: Option<String>,
    words: Option<String>,
    /// The name of the performer whose watcher or chaperone it is for.
    #[serde(rename = "for")]
    for_: Option<String>,
}

pub(super) async fn invite(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(asked): Json<Asked>,
) -> Response {
    if !web.advertised.opens_for(&headers, peer) {
        return not_here();
    }
    // Owning the laptop makes nobody the IC (practice): before the first, the claim code; after, a live IC
    // or the recovery words. A 1st AD's invite from here would be first-come, so once there is an IC, the IC gives it.
    let claimed = web.hub.is_claimed();
    if asked.for_.is_some() && !asked.role.watches() {
        return said_no("Only a watcher or a chaperone is invited for somebody.");
    }
    match asked.role {
        Role::Ic if !claimed => return url(&web, web.hub.invite(Role::Ic)),
        Role::Ic => {
            let words = asked.words.unwrap_or_default();
            let hub = web.hub.clone();
            let known = tokio::task::spawn_blocking(move || hub.knows_recovery_words(&words)).await;
            if !known.unwrap_or(false) {
                return said_no(
                    "Those are not the recovery words. A live IC can also make an invite from the console.",
                );
            }
        }
        Role::Ad if claimed => {
            return said_no("An IC is on this set: the 1st AD's invite is made on the IC's console.");
        }
        Role::Watcher | Role::Chaperone => {}
        Role::Ad | Role::Performer | Role::Crew | Role::Door => return url(&web, web.hub.invite(asked.role)),
    }
    let name = match asked.name.as_deref().map(crate::set::clean_name).transpose() {
        Ok(name) => name.unwrap_or_default(),
        Err(sentence) => return said_no(sentence),
    };
    let for_ = match asked.for_.as_deref().map(|name| one_performer(&web, name)).transpose() {
        Ok(for_) => for_,
        Err(sentence) => return said_no(sentence),
    };
    match web.hub.invite_from_laptop(WantedInvite { role: asked.role, name, for_ }).await {
        Ok(Ok(number)) => url(&web, Some(web.hub.invite_number(number))),
        Ok(Err(denial)) => said_no(&denial.message),
        Err(_) => said_no("The hub is closing. Start it again and ask once more."),
    }
}

/// The one performer of this name who was let in.
fn one_performer(web: &Web, name: &str) -> Result<PersonId, &'static str> {
    let set = web.hub.set();
    let mut named = set.admitted(Role::Performer).into_iter().filter(|p| same_name(&p.name, name.trim()));
    match (named.next(), named.next()) {
        (Some(performer), None) => Ok(performer.id),
        (None, _) => {
            Err("No performer of that name was let in. Write the name as the IC's console shows it.")
        }
        (Some(_), Some(_)) => {
            Err("Several performers of that name were let in. The IC makes this invite on the console.")
        }
    }
}

fn url(web: &Web, invite: Option<String>) -> Response {
    match invite {
        Some(invite) => Json(json!({ "url": web.advertised.handouts().code(&invite) })).into_response(),
        None => said_no("That invite has been used. The IC makes a new one on the console."),
    }
}

#[derive(Deserialize)]
pub(super) struct ReportAsked {
    #[serde(rename = "for")]
    reader: Reader,
    words: Option<String>,
}

pub(super) async fn report(
    State(web): State<Web>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(asked): Json<ReportAsked>,
) -> Response {
    if !web.advertised.opens_for(&headers, peer) {
        return not_here();
    }
    let hub = web.hub.clone();
    let made = tokio::task::spawn_blocking(move || {
        // Owning the laptop makes nobody the IC: the IC's report needs the IC's words, on the living day too.
        if asked.reader == Reader::Ic && !hub.knows_recovery_words(&asked.words.unwrap_or_default()) {
            return Err("Those are not the recovery words. Nothing was opened. They are the twelve that the day's first IC was shown on joining.".into());
        }
        hub.report(asked.reader).map_err(|denial| denial.message)
    });
    match made.await {
        Ok(Ok(Report { html, json })) => Json(json!({ "html": html, "json": json })).into_response(),
        Ok(Err(message)) => said_no(&message),
        Err(_) => said_no("The report could not be made. Ask once more."),
    }
}
