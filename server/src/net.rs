//! Which of this laptop's addresses goes into the codes, and where the hub listens.
//!
//! A code with the wrong interface's address is the most common way for a phone not to get in. So the
//! choice is a pure function of what the laptop has, it is said aloud, and it can be changed while the hub runs.

pub mod files;
mod host;
mod places;
mod score;

pub use host::{Hosts, Scheme, host_allowed, origin_matches};
pub use places::{Place, Places};
pub use score::score;

use std::{
    fmt, io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket},
};
use tokio::net::TcpListener;

/// One address of this laptop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address.
    pub ip: IpAddr,
    /// The interface, as the system calls it: `wlan0`, `en0`, `Wi-Fi`.
    pub interface: String,
    /// A cable is in, or a Wi-Fi joined.
    pub up: bool,
    /// Leads to one other machine: a VPN, mostly.
    pub point_to_point: bool,
    /// The laptop's own way out leads here.
    pub way_out: bool,
}

/// Every address that this laptop has now; none if the system doesn't tell.
pub fn addresses() -> Vec<Address> {
    let ways_out = [way_out(Ipv4Addr::UNSPECIFIED, Ipv4Addr::new(192, 0, 2, 1)), way_out6()];
    if_addrs::get_if_addrs()
        .unwrap_or_default()
        .into_iter()
        .map(|found| Address {
            ip: found.ip(),
            up: found.is_oper_up(),
            point_to_point: found.is_p2p(),
            way_out: ways_out.contains(&Some(found.ip())),
            interface: found.name,
        })
        .collect()
}

/// Asks the system from which address it would talk to `to`, a documentation address. Nothing is sent.
fn way_out(from: impl Into<IpAddr>, to: impl Into<IpAddr>) -> Option<IpAddr> {
    let socket = UdpSocket::bind((from.into(), 0)).ok()?;
    socket.connect((to.into(), 9)).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

fn way_out6() -> Option<IpAddr> {
    way_out(Ipv6Addr::UNSPECIFIED, Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))
}

/// The address that the codes carry, and what else there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// In the codes.
    pub ip: IpAddr,
    /// Its interface; empty if it is none of this laptop's.
    pub interface: String,
    /// Best first.
    pub others: Vec<Address>,
    /// Who gets here by it.
    pub reach: Reach,
}

/// Who gets to the hub by the chosen address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Phones in the same network.
    Network,
    /// Hardly a phone: a tunnel, a virtual machine's network, or an address that no router gave.
    Doubtful,
    /// It isn't this laptop's own: something else must pass phones on.
    Elsewhere,
    /// This laptop's own browser only, because it is in no network.
    NoNetwork,
    /// This laptop's own browser only, because the hub was told to listen there.
    LoopbackOnly,
}

/// Chooses from the addresses that the laptop has now. `listen` is where the hub listens; `wanted` is what
/// a person asked for, and wins. The hub asks anew for each code, so a laptop that joins the set's Wi-Fi
/// later needs no restart.
pub fn choose(listen: IpAddr, here: &[Address], wanted: Option<IpAddr>) -> Chosen {
    let mut usable: Vec<(i32, &Address)> = here
        .iter()
        .filter(|address| answers(listen, address.ip))
        .filter_map(|address| Some((score(address)?, address)))
        .collect();
    // Stable: among equals, the system's order.
    usable.sort_by_key(|(points, _)| -points);

    let picked = match wanted {
        Some(ip) => usable.iter().position(|(_, address)| address.ip == ip),
        None => (!usable.is_empty()).then_some(0),
    };
    let picked = picked.map(|index| usable.remove(index));
    let others = usable.into_iter().map(|(_, address)| address.clone()).collect();
    match (picked, wanted) {
        (Some((points, address)), _) => Chosen {
            ip: address.ip,
            interface: address.interface.clone(),
            others,
            reach: if points > 0 { Reach::Network } else { Reach::Doubtful },
        },
        (None, Some(ip)) if !ip.is_loopback() => {
            Chosen { ip, interface: String::new(), others, reach: Reach::Elsewhere }
        }
        (None, _) => Chosen {
            ip: loopback_for(listen),
            interface: here
                .iter()
                .find(|a| a.ip.is_loopback())
                .map_or_else(String::new, |a| a.interface.clone()),
            others,
            reach: if listen.is_loopback() { Reach::LoopbackOnly } else { Reach::NoNetwork },
        },
    }
}

/// Whether a hub that listens on `listen` answers at `ip`.
fn answers(listen: IpAddr, ip: IpAddr) -> bool {
    match listen {
        IpAddr::V4(any) if any.is_unspecified() => ip.is_ipv4(),
        // `[::]` takes IPv4 as well.
        IpAddr::V6(any) if any.is_unspecified() => true,
        one => one == ip,
    }
}

fn loopback_for(listen: IpAddr) -> IpAddr {
    match listen {
        one if one.is_loopback() => one,
        _ => Ipv4Addr::LOCALHOST.into(),
    }
}

impl Chosen {
    /// Whether a person may switch the codes to `ip`: only to what this laptop has.
    pub fn offers(&self, ip: IpAddr) -> bool {
        self.ip == ip || self.others.iter().any(|other| other.ip == ip)
    }
}

/// The sentence for a person.
impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { ip, interface, .. } = self;
        match self.reach {
            Reach::Network => write!(f, "Phones in the same network as {interface} ({ip}) reach the hub."),
            Reach::Doubtful => write!(
                f,
                "The only address found is {ip} on {interface}, and phones rarely reach such a one. \
                 Join the Wi-Fi that the phones use."
            ),
            Reach::Elsewhere => write!(
                f,
                "{ip} is not an address of this laptop now. Phones get here only if something else passes them on."
            ),
            Reach::NoNetwork => f.write_str(
                "This laptop is in no network, so no phone can reach the hub yet. Join the Wi-Fi that the phones \
                 use; the codes follow by themselves.",
            ),
            Reach::LoopbackOnly => f.write_str("The hub was told to listen on this laptop alone: no phone can reach it."),
        }
    }
}

/// Why the hub can't listen: what happened, what it means on set, what to do.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Another program, most likely an earlier hub.
    #[error(
        "Port {} on this laptop is already taken, most likely by a Quiet Hold that is still running.\n\
         Phones that are connected to that one stay with it; this one has not started.\n\
         Close the other one first, or start this one beside it: quiethold serve --listen {beside}\n\
         (then every phone scans a new code).", address.port()
    )]
    PortInUse {
        /// What was asked for.
        address: SocketAddr,
        /// The same with the next port.
        beside: SocketAddr,
    },
    /// The address belongs to another machine, or to a network that was left.
    #[error(
        "This laptop does not have the address {} now. The hub has not started, and no phone can connect.\n\
         Join the network that it belongs to, or listen on every network: quiethold serve --listen 0.0.0.0:{}",
        .0.ip(), .0.port()
    )]
    NotHere(SocketAddr),
    /// Ports below 1024, mostly.
    #[error(
        "The system does not allow this program to listen on port {}. The hub has not started, and no phone can \
         connect.\nTake a port above 1023: quiethold serve --listen {}:8080",
        .0.port(), .0.ip()
    )]
    NotAllowed(SocketAddr),
    /// Anything else.
    #[error("The hub cannot listen on {0}, so no phone can connect.")]
    Other(SocketAddr, #[source] io::Error),
}

/// Opens the hub's port: first where it was asked for, then where the laptop's own browser and the command line
/// look for it, if that is elsewhere. One port, one router; serve them all.
pub async fn listen(address: SocketAddr) -> Result<Vec<TcpListener>, ListenError> {
    let asked = bind(address).await?;
    let port = asked.local_addr().map_or(address.port(), |bound| bound.port());
    let own = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Ok(match address.ip() {
        ip if ip == own.ip() || ip == Ipv4Addr::UNSPECIFIED => vec![asked],
        // `[::]` takes IPv4 as well on most systems, and then the second one is taken already.
        ip if ip.is_unspecified() => [Some(asked), bind(own).await.ok()].into_iter().flatten().collect(),
        _ => vec![asked, bind(own).await?],
    })
}

async fn bind(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ListenError::PortInUse {
            address,
            beside: SocketAddr::new(address.ip(), address.port().checked_add(1).unwrap_or(8080)),
        },
        io::ErrorKind::AddrNotAvailable => ListenError::NotHere(address),
        io::ErrorKind::PermissionDenied => ListenError::NotAllowed(address),
        _ => ListenError::Other(address, error),
    })
}

#[cfg(test)]
mod tests;
