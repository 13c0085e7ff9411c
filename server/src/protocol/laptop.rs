//! What the hub's own page on the laptop is told.

use super::{InviteView, WifiView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `GET /local/page`, for the hub's own page on the laptop; loopback only, with the laptop's key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LaptopPage {
    /// "Stage 4".
    pub name: String,
    /// The address that the codes carry now.
    pub address: String,
    /// The interface that it belongs to.
    pub interface: String,
    /// Who gets here by it, and what to do if nobody does.
    pub advice: String,
    /// Other addresses of this laptop.
    pub others: Vec<AddressView>,
    /// Performer, crew and door; the IC's claim code until it is claimed. Never a 1st AD's.
    pub invites: Vec<InviteView>,
    /// The Wi-Fi's own code, where the hub knows it.
    pub wifi: Option<WifiView>,
    /// An IC has joined today.
    pub claimed: bool,
    /// The day's log was damaged: what was saved, and what to do.
    pub log_saved: Option<String>,
    /// Since when the codes are shown without any phone having loaded the page, in milliseconds; null once one has.
    pub waiting_ms: Option<u64>,
}

/// An address that the codes could carry instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[allow(missing_docs)]
pub struct AddressView {
    pub address: String,
    pub interface: String,
}
